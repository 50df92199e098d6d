package dev.loraport.dataset;

import dev.loraport.spi.SdkStyle;
import java.util.List;
import java.util.Map;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** All that a check found, and what the data set holds. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = CheckReport.Builder.class)
public interface CheckReport {
  /** The {@link #tokenCounter()} of a report without a tokenizer. */
  String ESTIMATE = "estimate";

  /** The name of what was checked. */
  String name();

  /** The format that was found, such as {@code conversation}; empty if none could be told. */
  @Value.Default
  default String format() {
    return "";
  }

  /** How the file is packed, such as {@code gzip}; empty for plain JSON Lines. */
  @Value.Default
  default String encoding() {
    return "";
  }

  /** The rules that were applied, such as {@code together}. */
  @Value.Default
  default String rules() {
    return "";
  }

  /** Rows that hold an example, valid or not. */
  long rows();

  /** Messages in all rows. */
  long messages();

  /** Messages of the user in all rows. */
  @Value.Default
  default long turns() {
    return 0;
  }

  /** Characters (Unicode code points) of all message texts. */
  long characters();

  /** The size in bytes, after unpacking. */
  long bytes();

  /**
   * The tokens of one epoch: texts, tools and what a chat template adds, which is taken as 4 tokens
   * a message. An estimate, unless a tokenizer counted the texts: see {@link #tokenCounter()} and
   * {@link TokenCounter}. For the texts of a file it is within 10 % of what both cl100k_base and
   * o200k_base give in English, 25 % in other European languages in Latin letters, Chinese and
   * Japanese, and 70 % in Russian; further off where scripts are rarer, as docs/datasets.md shows.
   */
  long estimatedTokens();

  /**
   * The tokens of one epoch where each user turn is an item of its own with all that came before
   * it: what Fireworks' trainer makes of a chat, and bills (its documentation, 2026). The same as
   * {@link #estimatedTokens()} where rows have one turn.
   */
  @Value.Default
  default long unrolledTokens() {
    return estimatedTokens();
  }

  /** What counted the tokens: the name of a tokenizer, or {@link #ESTIMATE}. */
  @Value.Default
  default String tokenCounter() {
    return ESTIMATE;
  }

  /** Whether the tokens of the texts were counted by the tokenizer itself. */
  @Value.Default
  default boolean tokensExact() {
    return false;
  }

  /** The longest row, in tokens as {@link #estimatedTokens()}. */
  long longestRowTokens();

  /** The line of the longest row, from 1; 0 if there is none. */
  @Value.Default
  default long longestRowLine() {
    return 0;
  }

  /**
   * Whether every row was compared with every other in the search for duplicates; false for a file
   * of over 1,000,000 different rows, where those beyond are compared with the first million alone.
   */
  @Value.Default
  default boolean duplicatesExact() {
    return true;
  }

  /** Errors in all, those beyond the limit of {@link #findings()} too. */
  long errorCount();

  /** Warnings in all, those beyond the limit of {@link #findings()} too. */
  long warningCount();

  /** How often each rule was broken, by its code. */
  Map<String, Long> countsByCode();

  /** What was found, in the order of the file, up to a limit; errors before warnings get room. */
  List<Finding> findings();

  /** Whether the provider would take it. */
  default boolean passed() {
    return errorCount() == 0;
  }

  /** The first error, or a text that there is none; for one-line messages. */
  default String summary() {
    return findings().stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .findFirst()
        .map(
            first ->
                name()
                    + ": "
                    + first
                    + (errorCount() > 1 ? " (and " + (errorCount() - 1) + " more errors)" : ""))
        .orElseGet(
            () ->
                name()
                    + ": "
                    + (passed() ? "no" : errorCount())
                    + " errors in "
                    + rows()
                    + " rows");
  }

  /** Starts a report. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link CheckReport}. */
  final class Builder extends ImmutableCheckReport.Builder {
    Builder() {}
  }
}
