package dev.loraport.together.internal.tuning;

import dev.loraport.Capability;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.json.Json.ObjectBuilder;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.Wandb;
import java.net.URI;

/**
 * Writes the requests of jobs. Defaults on which the provider's own clients disagree (type, rank,
 * alpha, learning rate, scheduler) are always sent.
 */
final class JobWriter {
  private static final String METHOD = "training_method";

  private JobWriter() {}

  /**
   * Refuses what Together can't do, before anything is sent.
   *
   * @throws UnsupportedCapabilityException for a method that it lacks
   */
  static void check(TuningSpec spec) {
    TuningMethod method = spec.method();
    if (!method.equals(TuningMethod.SFT) && !method.equals(TuningMethod.DPO)) {
      throw new UnsupportedCapabilityException(
          Settings.PROVIDER,
          Capability.of(method.value() + "_tuning"),
          "as of August 2026 its jobs learn by sft or dpo; choose one of them");
    }
    if (method.equals(TuningMethod.DPO) && spec.trainOnInputs().isPresent()) {
      throw new IllegalArgumentException("trainOnInputs is for sft alone; leave it out for dpo");
    }
    ExtraRules.check(spec);
  }

  /** The request that creates a job. */
  static Json create(TuningSpec spec, String suffix, boolean withModel) {
    ObjectBuilder body = subject(spec, withModel);
    spec.packing().ifPresent(packing -> body.put("packing", packing));
    spec.maxSequenceLength().ifPresent(length -> body.put("max_seq_length", length));
    spec.checkpoints().ifPresent(count -> body.put("n_checkpoints", count));
    spec.batchSize()
        .ifPresentOrElse(size -> body.put("batch_size", size), () -> body.put("batch_size", "max"));
    body.put("learning_rate", spec.learningRate());
    body.put("lr_scheduler", cosine());
    body.put("warmup_ratio", spec.warmupRatio());
    body.put("weight_decay", spec.weightDecay());
    spec.maxGradientNorm().ifPresent(norm -> body.put("max_grad_norm", norm));
    spec.seed().ifPresent(seed -> body.put("random_seed", seed));
    body.put("suffix", suffix);
    spec.wandb().ifPresent(wandb -> wandb(wandb, body));
    spec.extra()
        .forEach(
            (name, value) -> {
              if (!name.equals(METHOD)) {
                body.put(name, value);
              }
            });
    return body.build();
  }

  /** The request for a price. */
  static Json estimate(TuningSpec spec) {
    return subject(spec, spec.fromCheckpoint().isEmpty()).build();
  }

  private static ObjectBuilder subject(TuningSpec spec, boolean withModel) {
    ObjectBuilder body = Json.object();
    if (withModel) {
      body.put("model", spec.model());
    }
    body.put("training_file", spec.trainingFile().value());
    spec.validationFile().map(FileId::value).ifPresent(id -> body.put("validation_file", id));
    body.put("n_epochs", spec.epochs());
    spec.evaluations().ifPresent(count -> body.put("n_evals", count));
    body.put(METHOD, method(spec));
    body.put("training_type", type(spec));
    spec.fromCheckpoint().ifPresent(from -> body.put("from_checkpoint", from));
    return body;
  }

  private static Json method(TuningSpec spec) {
    ObjectBuilder method = Json.object().put("method", spec.method().value());
    if (spec.method().equals(TuningMethod.SFT)) {
      spec.trainOnInputs()
          .ifPresentOrElse(
              inputs -> method.put("train_on_inputs", inputs),
              () -> method.put("train_on_inputs", "auto"));
    }
    spec.beta().ifPresent(beta -> method.put("dpo_beta", beta));
    Json own = spec.extra().getOrDefault(METHOD, Json.missing());
    // one that names its method is whole; the others are details of the method of the spec
    return own.get("method").isAbsent() ? method.putAll(own.members()).build() : own;
  }

  private static Json type(TuningSpec spec) {
    if (spec.fullParameters()) {
      return Json.object().put("type", "Full").build();
    }
    Lora lora = spec.lora();
    boolean all = lora.targetModules().isEmpty();
    return Json.object()
        .put("type", "Lora")
        .put("lora_r", lora.rank())
        .put("lora_alpha", lora.effectiveAlpha())
        .put("lora_dropout", lora.dropout())
        .put("lora_trainable_modules", all ? "all-linear" : String.join(",", lora.targetModules()))
        .build();
  }

  private static Json cosine() {
    Json args = Json.object().put("min_lr_ratio", 0.0).put("num_cycles", 0.5).build();
    return Json.object().put("lr_scheduler_type", "cosine").put("lr_scheduler_args", args).build();
  }

  private static void wandb(Wandb wandb, ObjectBuilder body) {
    body.put("wandb_api_key", wandb.apiKey());
    wandb.project().ifPresent(project -> body.put("wandb_project_name", project));
    wandb.entity().ifPresent(entity -> body.put("wandb_entity", entity));
    wandb.name().ifPresent(name -> body.put("wandb_name", name));
    wandb.baseUrl().map(URI::toString).ifPresent(url -> body.put("wandb_base_url", url));
  }
}
