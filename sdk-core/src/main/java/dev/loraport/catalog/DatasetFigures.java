package dev.loraport.catalog;

import dev.loraport.dataset.CheckReport;

/**
 * What a plan has to know of a training file.
 *
 * @param rows examples, 1 or more
 * @param tokens tokens of one epoch, 1 or more
 * @param longestRow tokens of the longest example, from 1 to {@code tokens}
 * @param estimated whether the tokens were estimated and not counted
 */
public record DatasetFigures(long rows, long tokens, long longestRow, boolean estimated) {
  /** Refuses figures that no file has. */
  public DatasetFigures {
    if (rows < 1 || tokens < rows || longestRow < 1 || longestRow > tokens) {
      throw new IllegalArgumentException(
          "no training file has "
              + rows
              + " rows, "
              + tokens
              + " tokens and a longest row of "
              + longestRow
              + " tokens: all are 1 or more, and a row has a token at least");
    }
  }

  /** The figures of a file that was checked; its tokens are an estimate. */
  public static DatasetFigures of(CheckReport report) {
    return new DatasetFigures(
        report.rows(), report.estimatedTokens(), report.longestRowTokens(), true);
  }

  /**
   * The figures of a file that is not there yet.
   *
   * @param rows examples
   * @param tokensPerRow tokens of an example, all of the same length
   */
  public static DatasetFigures planned(long rows, long tokensPerRow) {
    return new DatasetFigures(rows, Math.multiplyExact(rows, tokensPerRow), tokensPerRow, true);
  }
}
