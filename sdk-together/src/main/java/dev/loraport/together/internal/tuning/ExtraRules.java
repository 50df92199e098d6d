package dev.loraport.together.internal.tuning;

import dev.loraport.json.Json;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import java.util.Set;

/** What contradicts itself among the fields that only Together has. */
final class ExtraRules {
  private static final Set<String> OF_DPO =
      Set.of(
          "dpo_beta",
          "rpo_alpha",
          "simpo_gamma",
          "dpo_normalize_logratios_by_length",
          "dpo_reference_free");

  private ExtraRules() {}

  /**
   * Refuses it before anything is sent.
   *
   * @throws IllegalArgumentException with what to change
   */
  static void check(TuningSpec spec) {
    Json method = field(spec, "training_method");
    if (spec.method().equals(TuningMethod.SFT) && method.get("method").isAbsent()) {
      method.members().keySet().stream()
          .filter(OF_DPO::contains)
          .findFirst()
          .ifPresent(
              name -> {
                throw new IllegalArgumentException(
                    name + " is for dpo alone; choose method(TuningMethod.DPO) or leave it out");
              });
    }
    if (spec.fromCheckpoint().isPresent() && !field(spec, "from_hf_model").isAbsent()) {
      throw new IllegalArgumentException(
          "a job starts from a checkpoint or from weights at Hugging Face; leave one of them out");
    }
    if (field(spec, "early_stopping_enabled").bool().orElse(false)) {
      earlyStopping(spec);
    }
  }

  private static void earlyStopping(TuningSpec spec) {
    long needed =
        field(spec, "early_stopping_patience").integer().orElse(2L)
            + field(spec, "early_stopping_warmup_evals").integer().orElse(1L)
            + 1;
    boolean measured = spec.validationFile().isPresent() && spec.evaluations().orElse(0) >= needed;
    if (!measured) {
      throw new IllegalArgumentException(
          "early stopping needs a validationFile, and evaluations of " + needed + " or more");
    }
  }

  private static Json field(TuningSpec spec, String name) {
    return spec.extra().getOrDefault(name, Json.missing());
  }
}
