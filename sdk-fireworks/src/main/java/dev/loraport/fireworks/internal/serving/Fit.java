package dev.loraport.fireworks.internal.serving;

import dev.loraport.catalog.Fact;
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
    String model = Market.fullName(baseModel);
    Optional<Offer> told = market.told(model);
    // a preset knows its own number format, which may be smaller
    if (offer.told().isPresent() || (told.isEmpty() && offer.shape().isPresent())) {
      return Optional.empty();
    }
    Optional<Fact> parameters = rules.parameters(model);
    Optional<BigDecimal> weights =
        parameters.flatMap(fact -> fact.value().number()).map(BYTES_PER_PARAMETER::multiply);
    Optional<BigDecimal> least = weights.or(() -> told.flatMap(Fit::memory));
    return memory(offer)
        .filter(memory -> least.filter(needed -> memory.compareTo(needed) < 0).isPresent())
        .map(
            memory ->
                "; its "
                    + memory
                    + " GiB may be too small: "
                    + told.map(Fit::named)
                        .orElseGet(
                            () ->
                                "its weights alone take about "
                                    + least.orElseThrow().stripTrailingZeros().toPlainString()
                                    + " GB in 16 bits ("
                                    + parameters.orElseThrow().cite()
                                    + ")"));
  }

  private static String named(Offer told) {
    return told.hardware().id()
        + told.told().map(gpus -> " (" + gpus.fact().cite() + ")").orElse("")
        + " is what a source names for this model, with "
        + memory(told).map(BigDecimal::toPlainString).orElse("unknown")
        + " GiB";
  }

  private static Optional<BigDecimal> memory(Offer offer) {
    OptionalInt one = offer.hardware().gpuMemoryGib();
    OptionalInt count = offer.hardware().gpuCount();
    return one.isPresent() && count.isPresent()
        ? Optional.of(BigDecimal.valueOf((long) one.getAsInt() * count.getAsInt()))
        : Optional.empty();
  }
}
