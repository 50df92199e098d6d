package dev.loraport.catalog;

import java.util.Objects;

/**
 * What training would cost.
 *
 * @param low with the fewest epochs that were asked for
 * @param likely with the epochs of the plan
 * @param high with the most epochs
 */
public record TrainingCost(Cost low, Cost likely, Cost high) {
  public TrainingCost {
    Objects.requireNonNull(low, "low");
    Objects.requireNonNull(likely, "likely");
    Objects.requireNonNull(high, "high");
  }
}
