package dev.loraport.fireworks.internal.tuning;

import dev.loraport.fireworks.FireworksTuning;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.json.Json;
import dev.loraport.json.Json.ObjectBuilder;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.Wandb;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Writes the requests of jobs. The rank is always sent: left out, the whole model would be tuned.
 * So is the method of the loss, on whose default the sources disagree. References are full names.
 */
final class JobWriter {
  private static final String CONFIG = "trainingConfig";
  private static final String OUTPUT = "outputModel";
  private static final String EVALUATOR = "evaluator";
  private static final int NAME_LIMIT = 63;

  /** The hyper-parameters that jobs other than supervised ones have one level down. */
  private static final Set<String> NESTED =
      Set.of(
          "baseModel",
          "warmStartFrom",
          OUTPUT,
          "jinjaTemplate",
          "learningRate",
          "maxContextLength",
          "loraRank",
          "epochs",
          "batchSize",
          "batchSizeSamples",
          "gradientAccumulationSteps",
          "learningRateWarmupSteps",
          "optimizerWeightDecay",
          "region",
          "loraAlpha",
          "loraDropout",
          "loraTargetModules",
          "trainerShardingScheme");

  private final Account account;
  private final JobKind kind;
  private final TuningSpec spec;

  JobWriter(Account account, TuningSpec spec) {
    this.account = account;
    this.kind = JobKind.of(spec.method());
    this.spec = spec;
  }

  /** The full name of the base model; a name of another shape is left to the provider. */
  static String baseModel(Account account, String model) {
    return model.startsWith("accounts/") || model.contains("/")
        ? model
        : account.name(Collection.MODELS, model).value();
  }

  /** The request that creates a job of that id, or asks for its price. */
  Json write(String id) {
    Map<String, Json> body = new LinkedHashMap<>();
    body.put("dataset", dataset(spec.trainingFile().value()));
    spec.validationFile().ifPresent(file -> body.put("evaluationDataset", dataset(file.value())));
    spec.suffix()
        .filter(suffix -> !suffix.isBlank())
        .map(suffix -> suffix.substring(0, Math.min(suffix.length(), NAME_LIMIT)))
        .ifPresent(name -> body.put("displayName", Json.of(name)));
    Map<String, Json> config = config(id);
    if (kind.isNested()) {
      body.put(CONFIG, Json.object(config));
    } else {
      body.putAll(config);
    }
    if (kind == JobKind.PREFERENCE) {
      body.put("lossConfig", loss());
    }
    spec.wandb().ifPresent(wandb -> body.put("wandbConfig", wandb(wandb)));
    spec.extra().forEach((name, value) -> extra(body, name, value));
    return Json.object(body);
  }

  private Json dataset(String id) {
    return Json.of(account.name(Collection.DATASETS, id).value());
  }

  private Map<String, Json> config(String id) {
    ObjectBuilder config = Json.object();
    spec.fromCheckpoint()
        .ifPresentOrElse(
            from -> config.put("warmStartFrom", baseModel(account, from)),
            () -> config.put("baseModel", baseModel(account, spec.model())));
    config.put(OUTPUT, account.name(Collection.MODELS, id).value());
    config.put("epochs", spec.epochs());
    config.put("learningRate", spec.learningRate());
    config.put("loraRank", spec.fullParameters() ? 0 : spec.lora().rank());
    spec.batchSize().ifPresent(size -> config.put("batchSizeSamples", size));
    spec.maxSequenceLength().ifPresent(length -> config.put("maxContextLength", length));
    if (spec.weightDecay() > 0) {
      config.put("optimizerWeightDecay", spec.weightDecay());
    }
    if (kind.isNested() && !spec.fullParameters()) {
      lora(spec.lora(), config);
    }
    return config.build().members();
  }

  private static void lora(Lora lora, ObjectBuilder config) {
    lora.alpha().ifPresent(alpha -> config.put("loraAlpha", alpha));
    if (lora.dropout() > 0) {
      config.put("loraDropout", lora.dropout());
    }
    if (!lora.targetModules().isEmpty()) {
      config.put("loraTargetModules", Json.strings(lora.targetModules()));
    }
  }

  private Json loss() {
    boolean dpo = spec.method().equals(TuningMethod.DPO);
    ObjectBuilder loss = Json.object().put("method", dpo ? "DPO" : "ORPO");
    spec.beta()
        .ifPresent(
            beta ->
                loss.put(
                    dpo ? "dpo" : "orpo",
                    Json.object().put(dpo ? "beta" : "lambda", beta).build()));
    return loss.build();
  }

  private static Json wandb(Wandb wandb) {
    ObjectBuilder config = Json.object().put("enabled", true).put("apiKey", wandb.apiKey());
    wandb.project().ifPresent(project -> config.put("project", project));
    wandb.entity().ifPresent(entity -> config.put("entity", entity));
    return config.build();
  }

  private void extra(Map<String, Json> body, String name, Json value) {
    if (name.equals(FireworksTuning.JOB_ID)) {
      return;
    }
    if (kind.isNested() && NESTED.contains(name)) {
      extra(body, CONFIG, Json.object(Map.of(name, full(name, value))));
      return;
    }
    Json known = body.getOrDefault(name, Json.missing());
    if (known.kind() == Json.Kind.OBJECT && value.kind() == Json.Kind.OBJECT) {
      body.put(name, Json.object().putAll(known.members()).putAll(value.members()).build());
    } else {
      body.put(name, full(name, value));
    }
  }

  // references by an id alone are refused, or looked for elsewhere
  private Json full(String name, Json value) {
    if (name.equals(OUTPUT)) {
      return named(Collection.MODELS, value);
    }
    return name.equals(EVALUATOR) ? named(Collection.EVALUATORS, value) : value;
  }

  private Json named(Collection collection, Json value) {
    return value.string().map(id -> Json.of(account.name(collection, id).value())).orElse(value);
  }
}
