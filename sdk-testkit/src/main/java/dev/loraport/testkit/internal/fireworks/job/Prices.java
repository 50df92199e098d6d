package dev.loraport.testkit.internal.fireworks.job;

import dev.loraport.testkit.internal.engine.Wire;
import tools.jackson.databind.node.ObjectNode;

/** What training costs, by the price page of 13 Feb 2026; full parameters cost twice a LoRA. */
final class Prices {
  private Prices() {}

  /** USD for that many training tokens. */
  static double training(Kind kind, double billions, int rank, long tokens) {
    double million = billions <= 16 ? 0.5 : billions <= 80 ? 3.0 : billions <= 300 ? 6.0 : 10.0;
    return tokens / 1e6 * million * (kind == Kind.DPO ? 2 : 1) * (rank == 0 ? 2 : 1);
  }

  /** An amount as a whole number and billionths. */
  static ObjectNode money(double dollars) {
    long units = (long) dollars;
    return Wire.object()
        .put("currencyCode", "USD")
        .put("units", Long.toString(units))
        .put("nanos", (int) Math.round((dollars - units) * 1e9));
  }
}
