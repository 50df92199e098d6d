package dev.loraport.dataset;

import dev.loraport.spi.SdkStyle;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What a provider asks of a training file, as data: {@link Dataset#check(DatasetRules)} is the one
 * validator for all of them.
 *
 * <p>Some things are errors everywhere and have no rule here: what is not UTF-8 or not JSON, a row
 * without {@code messages}, an unknown role, a missing content, a weight that is neither 0 nor 1, a
 * conversation without the assistant.
 */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = DatasetRules.Builder.class)
public interface DatasetRules {
  /** Whose rules they are, as messages say it: {@code Together}. */
  String name();

  /** The roles that messages may have. */
  @Value.Default
  default List<String> roles() {
    return List.of("system", "user", "assistant", "tool");
  }

  /** The formats that rows of JSON Lines may have: all of them. */
  @Value.Default
  default Set<DatasetFormat> formats() {
    return Set.of(DatasetFormat.values());
  }

  /** The least number of examples: 1. */
  @Value.Default
  default long minExamples() {
    return 1;
  }

  /** The greatest number of examples; absent where no limit is known. */
  OptionalLong maxExamples();

  /** A system message that is not the first message. */
  @Value.Default
  default Treatment systemNotFirst() {
    return Treatment.WARN;
  }

  /** A conversation whose first message, the system's aside, is not the user's. */
  @Value.Default
  default Treatment firstNotUser() {
    return Treatment.WARN;
  }

  /** Two messages in a row from the same role; those of {@code tool} are always allowed. */
  @Value.Default
  default Treatment sameRoleTwice() {
    return Treatment.WARN;
  }

  /** A tool message that follows neither the assistant nor another tool message. */
  @Value.Default
  default Treatment toolNotAfterAssistant() {
    return Treatment.WARN;
  }

  /** A conversation whose last message is not from the assistant. */
  @Value.Default
  default Treatment lastNotAssistant() {
    return Treatment.WARN;
  }

  /** A preference whose prompt has more than the one turn of the user. */
  @Value.Default
  default Treatment preferenceOfManyTurns() {
    return Treatment.WARN;
  }

  /**
   * An assistant that answers in another language than the user's. A guess: by the script, such as
   * Latin to Cyrillic; among English, German, French, Spanish, Italian, Portuguese and Dutch by
   * their commonest words, at the beginning of the first answer that has enough of them and of the
   * last question before it that has.
   */
  @Value.Default
  default Treatment mixedLanguages() {
    return Treatment.WARN;
  }

  /** An assistant message with {@code tool_calls} whose content is null or not there. */
  @Value.Default
  default Treatment noContentBesideToolCalls() {
    return Treatment.ALLOW;
  }

  /** A line with nothing on it. */
  @Value.Default
  default Treatment blankLines() {
    return Treatment.WARN;
  }

  /** A file that is not plain JSON Lines: packed with gzip, or what a decoder reads. */
  @Value.Default
  default Treatment packed() {
    return Treatment.WARN;
  }

  /** A Parquet file whose rows are {@link DatasetFormat#TOKENS}. */
  @Value.Default
  default Treatment tokenized() {
    return Treatment.WARN;
  }

  /** The members that a row may have beside those of its format; beside token ids none. */
  @Value.Default
  default Set<String> rowMembers() {
    return Set.of("tools", "weight");
  }

  /**
   * A member of a row that is neither its format's own nor one of {@link #rowMembers()}; beside
   * token ids it is always an error.
   */
  @Value.Default
  default Treatment otherRowMembers() {
    return Treatment.WARN;
  }

  /** A message with an image. */
  @Value.Default
  default Treatment images() {
    return Treatment.ALLOW;
  }

  /** An image in a message that is not the user's. */
  @Value.Default
  default Treatment imagesNotFromUser() {
    return Treatment.WARN;
  }

  /** A message with an image and a weight of 1. */
  @Value.Default
  default Treatment imagesWithWeight() {
    return Treatment.ALLOW;
  }

  /** A row in which some messages have a text as content, and some a list of parts. */
  @Value.Default
  default Treatment mixedContent() {
    return Treatment.ALLOW;
  }

  /** How the URL of an image must begin. */
  @Value.Default
  default List<String> imageUrlPrefixes() {
    return List.of("data:image/");
  }

  /** Images in one row; absent where no limit is known. */
  OptionalInt maxImagesPerRow();

  /** The longest URL of an image in bytes; absent where no limit is known. */
  OptionalInt maxImageUrlBytes();

  /** The size in bytes above which the check warns; absent where no limit is known. */
  OptionalLong maxFileBytes();

  /**
   * The tokens above which the check warns of a row: the context that the base is trained with;
   * absent to have no such warning.
   */
  OptionalLong maxTokensPerRow();

  /**
   * These rules for a base that is trained with a context of so many tokens, such as {@link
   * dev.loraport.catalog.DatedCatalog#trainingContext} knows it.
   *
   * @param tokens absent where nobody says; then there is no warning of long rows
   */
  default DatasetRules withContext(OptionalLong tokens) {
    return builder().from(this).maxTokensPerRow(tokens).build();
  }

  /** The longest line in bytes, which bounds the memory of a check: 64 MiB. */
  @Value.Default
  default int maxLineBytes() {
    return 64 << 20;
  }

  /** Refuses numbers that no file could meet. */
  @Value.Check
  default void check() {
    if (roles().isEmpty() || formats().isEmpty()) {
      throw new IllegalArgumentException("rules need a role and a format that a file may have");
    }
    if (minExamples() < 0 || maxExamples().orElse(Long.MAX_VALUE) < minExamples()) {
      throw new IllegalArgumentException(
          "examples must be from 0 or more to as many or more, not from "
              + minExamples()
              + " to "
              + maxExamples().orElse(Long.MAX_VALUE));
    }
    if (maxLineBytes() < 1 || maxLineBytes() > 1 << 30) {
      throw new IllegalArgumentException(
          "maxLineBytes must be from 1 to 1073741824, not " + maxLineBytes());
    }
  }

  /**
   * The rules that hold at no provider in particular: what is an error here is one everywhere, what
   * some provider refuses is a warning.
   */
  static DatasetRules neutral() {
    return builder().name("a training file").build();
  }

  /** Starts a set of rules, with the neutral ones where nothing else is said. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of {@link DatasetRules}. */
  final class Builder extends ImmutableDatasetRules.Builder {
    Builder() {}
  }
}
