package dev.loraport.catalog;

import dev.loraport.internal.json.Parts;
import java.util.List;
import java.util.Objects;

/**
 * Where serverless and dedicated cost the same.
 *
 * @param tokensPerDay tokens a day, read and written together in the proportion of the traffic:
 *     with fewer serverless is cheaper, with more a dedicated deployment, as long as it keeps up
 * @param arithmetic how it comes about, in one line; it says where the GPUs are estimated
 * @param prices the facts that the prices in it come from: of the machine, of a token read and of
 *     one written
 */
public record BreakEven(long tokensPerDay, String arithmetic, List<Fact> prices) {
  public BreakEven {
    Objects.requireNonNull(arithmetic, "arithmetic");
    prices = Parts.list(prices);
  }
}
