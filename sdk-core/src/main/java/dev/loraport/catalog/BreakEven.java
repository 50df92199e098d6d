package dev.loraport.catalog;

import java.util.Objects;

/**
 * Where serverless and dedicated cost the same.
 *
 * @param tokensPerDay tokens a day, read and written together in the proportion of the traffic:
 *     with fewer serverless is cheaper, with more a dedicated deployment, as long as it keeps up
 * @param arithmetic how it comes about, in one line
 */
public record BreakEven(long tokensPerDay, String arithmetic) {
  public BreakEven {
    Objects.requireNonNull(arithmetic, "arithmetic");
  }
}
