package dev.loraport.together;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The first rows of a training file as a job would learn them. Source: Together's TypeScript SDK
 * 0.49.0 (2026-08-19).
 *
 * @param format {@code general}, {@code conversation} or {@code instruction}
 * @param maxSequence the longest sequence in tokens, beyond which rows are cut
 * @param model the model
 * @param trainOnInputs whether prompts are learned too
 * @param rows the rows
 */
public record TogetherPreview(
    Optional<String> format,
    OptionalInt maxSequence,
    Optional<String> model,
    Optional<Boolean> trainOnInputs,
    List<Row> rows) {
  /** What stands in the place of a label that is not learned. */
  public static final int MASKED = -100;

  /** Copies what is a collection. */
  public TogetherPreview {
    rows = List.copyOf(rows);
  }

  /**
   * One row.
   *
   * @param inputIds the ids of its tokens
   * @param labels what is learned at each: the same id, or {@link #MASKED}
   * @param tokens the texts of its tokens
   * @param trainedSpans the runs of tokens that are learned
   * @param tokenCount how many tokens it has
   * @param trainedTokenCount how many of them are learned
   * @param truncated whether it was cut
   */
  public record Row(
      List<Integer> inputIds,
      List<Integer> labels,
      List<String> tokens,
      List<Span> trainedSpans,
      int tokenCount,
      int trainedTokenCount,
      boolean truncated) {
    /** Copies what is a collection. */
    public Row {
      inputIds = List.copyOf(inputIds);
      labels = List.copyOf(labels);
      tokens = List.copyOf(tokens);
      trainedSpans = List.copyOf(trainedSpans);
    }
  }

  /**
   * A run of tokens.
   *
   * @param from its first token, from 0
   * @param to the token after its last
   */
  public record Span(int from, int to) {}
}
