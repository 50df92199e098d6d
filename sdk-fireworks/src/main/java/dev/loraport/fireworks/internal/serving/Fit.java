package dev.loraport.fireworks.internal.serving;

import dev.loraport.serving.Hardware;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;

/** Whether GPUs are known to have less memory than a base model takes. */
final class Fit {
  // 16-bit weights, as adapters are trained on
  private static final BigDecimal BYTES_PER_PARAMETER = BigDecimal.valueOf(2);

  private final ServingRules rules;
  private final Market market;

  Fit(ServingRules rules, Market market) {
    this.rules = rules;
    this.market = market;
  }

  /** Why the GPUs of an offer may be too small; empty where nothing says so. */
  Optional<String> tooSmall(String baseModel, Offer offer) {
    OptionalInt memory = memory(offer.hardware());
    if (memory.isEmpty() || offer.told().isPresent()) {
      return Optional.empty();
    }
    String model = Market.fullName(baseModel);
    Optional<Offer> told = market.told(model);
    if (told.isPresent()) {
      return less(memory.getAsInt(), told.get());
    }
    // a preset knows its own number format, which may be smaller
    return offer.shape().isPresent() ? Optional.empty() : lessThanWeights(memory.getAsInt(), model);
  }

  private static Optional<String> less(int memory, Offer told) {
    return memory(told.hardware()).stream()
        .filter(needed -> memory < needed)
        .mapToObj(
            needed ->
                told.hardware().id()
                    + told.told().map(gpus -> " (" + gpus.fact().cite() + ")").orElse("")
                    + " is what a source names for this model, with "
                    + needed
                    + " GiB")
        .findFirst()
        .map(why -> tooSmall(memory, why));
  }

  private Optional<String> lessThanWeights(int memory, String model) {
    return rules
        .parameters(model)
        .flatMap(
            fact ->
                fact.value()
                    .number()
                    .map(BYTES_PER_PARAMETER::multiply)
                    .filter(weights -> BigDecimal.valueOf(memory).compareTo(weights) < 0)
                    .map(
                        weights ->
                            tooSmall(
                                memory,
                                "its weights alone take about "
                                    + weights.stripTrailingZeros().toPlainString()
                                    + " GB in 16 bits ("
                                    + fact.cite()
                                    + ")")));
  }

  private static String tooSmall(int memory, String why) {
    return "; its " + memory + " GiB may be too small: " + why;
  }

  private static OptionalInt memory(Hardware hardware) {
    OptionalInt one = hardware.gpuMemoryGib();
    return one.isPresent() && hardware.gpuCount().isPresent()
        ? OptionalInt.of(one.getAsInt() * hardware.gpuCount().getAsInt())
        : OptionalInt.empty();
  }
}
