package dev.loraport.fireworks.internal.tuning;

import dev.loraport.Capability;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.fireworks.FireworksTuning;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.Wandb;
import java.util.regex.Pattern;

/** What is refused before anything is sent: what Fireworks' jobs have no field for, by name. */
final class SpecRules {
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,63}");
  private static final int CONTEXT_STEP = 16;
  private static final double BETA_LIMIT = 0.5;

  private SpecRules() {}

  /**
   * Refuses what can't be honoured.
   *
   * @throws UnsupportedCapabilityException for a method or a field that it lacks
   * @throws IllegalArgumentException for a value that it refuses for certain
   */
  static void check(TuningSpec spec) {
    JobKind kind = JobKind.of(spec.method());
    fields(spec, kind);
    if (!spec.fullParameters() && kind == JobKind.SUPERVISED) {
      lora(spec.lora());
    }
    spec.maxSequenceLength().ifPresent(SpecRules::context);
    spec.wandb().ifPresent(SpecRules::wandb);
    beta(spec);
    if (kind == JobKind.REINFORCEMENT && text(spec, "evaluator").isEmpty()) {
      throw new IllegalArgumentException(
          "an rft job needs an evaluator: putAllExtra(FireworksTuning.fields().evaluator(...)"
              + ".extra())");
    }
    String id = text(spec, FireworksTuning.JOB_ID);
    if (!id.isEmpty() && !ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "jobId must be 1 to 63 lower-case letters, digits and '-', not \"" + id + '"');
    }
  }

  /** A text among the extra fields; empty if there is none. */
  static String text(TuningSpec spec, String name) {
    return spec.extra().getOrDefault(name, Json.missing()).string().orElse("");
  }

  private static void fields(TuningSpec spec, JobKind kind) {
    String always = "leave it out";
    lacks(
        spec.warmupRatio() > 0,
        "warmupRatio",
        "it counts steps: give FireworksTuning.warmupSteps(...) in extra");
    lacks(spec.maxGradientNorm().isPresent(), "maxGradientNorm", always);
    lacks(spec.packing().isPresent(), "packing", "it always packs by tokens; " + always);
    lacks(
        spec.trainOnInputs().orElse(false),
        "trainOnInputs",
        "it learns the assistant's turns alone; " + always);
    lacks(spec.seed().isPresent(), "seed", always);
    lacks(spec.checkpoints().isPresent(), "checkpoints", always);
    lacks(
        spec.evaluations().isPresent(),
        "evaluations",
        "it chooses itself how often it evaluates on the validation file; " + always);
    lacks(
        kind == JobKind.PREFERENCE && spec.validationFile().isPresent(),
        "validationFile",
        "its dpo and orpo jobs do not evaluate; " + always);
  }

  private static void lora(Lora lora) {
    String way = "its sft jobs choose that themselves; leave it out";
    lacks(lora.alpha().isPresent(), "lora.alpha", way);
    lacks(lora.dropout() > 0, "lora.dropout", way);
    lacks(!lora.targetModules().isEmpty(), "lora.targetModules", way);
  }

  private static void context(int length) {
    if (length < CONTEXT_STEP || length % CONTEXT_STEP != 0) {
      int below = Math.max(CONTEXT_STEP, length / CONTEXT_STEP * CONTEXT_STEP);
      throw new IllegalArgumentException(
          "maxSequenceLength must be a multiple of 16 at Fireworks, not "
              + length
              + "; take "
              + below);
    }
  }

  private static void wandb(Wandb wandb) {
    if (wandb.entity().filter(entity -> !entity.isBlank()).isEmpty()) {
      throw new IllegalArgumentException(
          "wandb.entity is required at Fireworks: name the user or the team");
    }
    lacks(wandb.name().isPresent(), "wandb.name", "runs are named by the job; leave it out");
    lacks(wandb.baseUrl().isPresent(), "wandb.baseUrl", "it reports to the public server alone");
  }

  private static void beta(TuningSpec spec) {
    if (spec.beta().isEmpty()) {
      return;
    }
    lacks(spec.method().equals(TuningMethod.RFT), "beta", "give lossConfig.klBeta in extra");
    if (spec.method().equals(TuningMethod.DPO) && spec.beta().getAsDouble() >= BETA_LIMIT) {
      throw new IllegalArgumentException(
          "beta of dpo must be over 0 and below 0.5 at Fireworks, not "
              + spec.beta().getAsDouble()
              + "; 0.1 is usual");
    }
  }

  private static void lacks(boolean given, String field, String way) {
    if (given) {
      throw new UnsupportedCapabilityException(
          Settings.PROVIDER,
          Capability.of(field),
          "as of August 2026 its jobs have no such field; " + way);
    }
  }
}
