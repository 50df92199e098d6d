package dev.loraport.catalog;

import dev.loraport.dataset.CheckReport;

/**
 * What a plan has to know of a training file.
 *
 * @param rows examples, 1 or more
 * @param tokens tokens of one epoch, 1 or more
 * @param unrolledTokens tokens of one epoch where each turn of a conversation is an example of its
 *     own; {@code tokens} or more
 * @param longestRow tokens of the longest example, from 1 to {@code tokens}
 * @param longestRowLine the line of the longest example, from 1; 0 where it is not known
 * @param estimated whether the tokens were estimated and not counted
 */
public record DatasetFigures(
    long rows,
    long tokens,
    long unrolledTokens,
    long longestRow,
    long longestRowLine,
    boolean estimated) {
  /** Refuses figures that no file has. */
  public DatasetFigures {
    if (rows < 1
        || tokens < rows
        || unrolledTokens < tokens
        || longestRow < 1
        || longestRow > tokens
        || longestRowLine < 0) {
      throw new IllegalArgumentException(
          "no training file has "
              + rows
              + " rows, "
              + tokens
              + " tokens ("
              + unrolledTokens
              + " unrolled) and a longest row of "
              + longestRow
              + " tokens: all are 1 or more, and a row has a token at least");
    }
  }

  /** The figures of a file that was checked. */
  public static DatasetFigures of(CheckReport report) {
    return new DatasetFigures(
        report.rows(),
        report.estimatedTokens(),
        Math.max(report.estimatedTokens(), report.unrolledTokens()),
        report.longestRowTokens(),
        report.longestRowLine(),
        !report.tokensExact());
  }

  /**
   * The figures of a file that is not there yet.
   *
   * @param rows examples
   * @param tokensPerRow tokens of an example, all of the same length and of one turn
   * @throws IllegalArgumentException if one is below 1, or their product is beyond a {@code long}
   */
  public static DatasetFigures planned(long rows, long tokensPerRow) {
    if (rows > 0 && tokensPerRow > Long.MAX_VALUE / rows) {
      throw new IllegalArgumentException(
          "no training file has " + rows + " rows of " + tokensPerRow + " tokens");
    }
    long tokens = rows * tokensPerRow;
    return new DatasetFigures(rows, tokens, tokens, tokensPerRow, 0, true);
  }
}
