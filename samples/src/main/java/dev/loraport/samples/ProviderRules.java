package dev.loraport.samples;

import dev.loraport.dataset.DatasetRules;
import dev.loraport.fireworks.FireworksDatasets;
import dev.loraport.nebius.NebiusDatasets;
import dev.loraport.together.TogetherDatasets;
import dev.loraport.tuning.TuningMethod;

/** What a provider takes to train on. */
final class ProviderRules {
  private ProviderRules() {}

  /**
   * The rules of a provider; the neutral ones for a provider that is not known here.
   *
   * @throws IllegalArgumentException if the provider does not train by the method
   */
  static DatasetRules of(String provider, TuningMethod method) {
    return switch (provider) {
      case "together" -> TogetherDatasets.rules(method);
      case "fireworks" -> FireworksDatasets.rules(method);
      case "nebius" -> NebiusDatasets.rules(method);
      default -> DatasetRules.neutral();
    };
  }
}
