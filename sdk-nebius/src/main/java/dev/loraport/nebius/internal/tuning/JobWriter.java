package dev.loraport.nebius.internal.tuning;

import dev.loraport.Capability;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.json.Json.ObjectBuilder;
import dev.loraport.nebius.NebiusTuning;
import dev.loraport.nebius.internal.wire.Settings;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.Wandb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes the request that creates a job. */
final class JobWriter {
  private static final String HUGGING_FACE = "hf:";
  private static final String METHOD = "method";
  private static final String SUPERVISED = "supervised";
  private static final String CHECKPOINT = "from_checkpoint";
  private static final String WANDB = "wandb";
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "training_file",
          "validation_file",
          Parameters.NAME,
          METHOD,
          CHECKPOINT,
          NebiusTuning.INTEGRATIONS,
          "seed",
          "suffix",
          "tags",
          "extra_body");

  private JobWriter() {}

  /**
   * Refuses what Nebius can't do, before anything is sent.
   *
   * @throws UnsupportedCapabilityException for what it lacks
   * @throws IllegalArgumentException for a value outside of its range
   */
  static void check(TuningSpec spec) {
    method(spec.method());
    lacks(spec.trainOnInputs().isPresent(), "train_on_inputs", "leave trainOnInputs out");
    lacks(
        spec.checkpoints().isPresent(),
        "checkpoint_count",
        "it keeps a checkpoint after every epoch; leave checkpoints out");
    lacks(
        spec.evaluations().isPresent(),
        "evaluation_count",
        "it evaluates with every checkpoint; leave evaluations out");
    lacks(
        !spec.fullParameters() && !spec.lora().targetModules().isEmpty(),
        "target_modules",
        "it chooses the modules itself; leave targetModules out");
    spec.fromCheckpoint()
        .ifPresent(
            from ->
                lacks(
                    !from.startsWith(HUGGING_FACE),
                    "continued_tuning",
                    "no source says how a checkpoint of a job is named; publish the weights at"
                        + " Hugging Face and go on from hf:owner/name, or hf:owner/name@revision"));
    spec.wandb().ifPresent(JobWriter::wandb);
    Parameters.check(spec);
  }

  private static void method(TuningMethod method) {
    if (method.equals(TuningMethod.DPO) || method.equals(TuningMethod.ORPO)) {
      throw new UnsupportedCapabilityException(
          Settings.PROVIDER,
          Capability.PREFERENCE_TUNING,
          "as of October 2026 its jobs learn by sft alone");
    }
    lacks(
        !method.equals(TuningMethod.SFT),
        method.value() + "_tuning",
        "as of October 2026 its jobs learn by sft alone");
  }

  private static void lacks(boolean asked, String what, String way) {
    if (asked) {
      throw new UnsupportedCapabilityException(Settings.PROVIDER, Capability.of(what), way);
    }
  }

  /** The request that creates a job. */
  static Json create(TuningSpec spec, String suffix) {
    ObjectBuilder body =
        Json.object().put("model", spec.model()).put("training_file", spec.trainingFile().value());
    spec.validationFile().map(FileId::value).ifPresent(id -> body.put("validation_file", id));
    Map<String, Json> added = new LinkedHashMap<>(spec.extra());
    Json method = Extras.object(added.remove(METHOD), METHOD);
    Json parameters = Extras.object(added.remove(Parameters.NAME), Parameters.NAME);
    // the precedence of a method's own parameters over those beside it is not known
    if (method.isAbsent()) {
      body.put(Parameters.NAME, Parameters.write(spec, parameters));
    } else if (parameters.isAbsent()) {
      body.put(METHOD, method(spec, method));
    } else {
      throw new IllegalArgumentException(
          "extra has both method and hyperparameters, and Nebius does not say which one counts:"
              + " put the hyper-parameters into method.supervised.hyperparameters");
    }
    spec.seed().ifPresent(seed -> body.put("seed", seed));
    body.put("suffix", suffix);
    Json checkpoint = checkpoint(spec, Extras.object(added.remove(CHECKPOINT), CHECKPOINT));
    if (!checkpoint.isAbsent()) {
      body.put(CHECKPOINT, checkpoint);
    }
    List<Json> integrations =
        integrations(
            spec.wandb().map(JobWriter::wandb),
            Extras.array(added.remove(NebiusTuning.INTEGRATIONS), NebiusTuning.INTEGRATIONS));
    if (!integrations.isEmpty()) {
      body.put(NebiusTuning.INTEGRATIONS, Json.array(integrations));
    }
    Parameters.warnOfUnknown("field", added, KNOWN);
    return body.putAll(added).build();
  }

  // Other methods than this one have parameters of their own, and none of an adapter.
  private static Json method(TuningSpec spec, Json method) {
    if (!method.get("type").string().orElse(SUPERVISED).equals(SUPERVISED)) {
      return method;
    }
    Json supervised = Extras.object(method.get(SUPERVISED), METHOD + "." + SUPERVISED);
    Json given =
        Extras.object(
            supervised.get(Parameters.NAME), METHOD + "." + SUPERVISED + "." + Parameters.NAME);
    return Extras.with(
        method,
        SUPERVISED,
        Extras.with(supervised, Parameters.NAME, Parameters.write(spec, given)));
  }

  private static Json checkpoint(TuningSpec spec, Json added) {
    if (spec.fromCheckpoint().isEmpty() && !added.isAbsent() && added.get("repo").isAbsent()) {
      throw new IllegalArgumentException(
          "from_checkpoint in extra names no repository at Nebius: set fromCheckpoint too");
    }
    return spec.fromCheckpoint().map(from -> Extras.merged(checkpoint(from), added)).orElse(added);
  }

  /** What is added to the type that the spec has itself is merged with it. */
  private static List<Json> integrations(Optional<Json> wandb, Json added) {
    List<Json> all = new ArrayList<>();
    Json own = wandb.orElse(Json.missing());
    for (Json integration : added.elements()) {
      boolean tracks = integration.get("type").string().filter(WANDB::equals).isPresent();
      Json settings = integration.get(WANDB);
      if (tracks && !own.isAbsent()) {
        own = Extras.with(own, WANDB, Extras.merged(own.get(WANDB), settings));
      } else if (tracks && settings.get("api_key").isAbsent()) {
        throw new IllegalArgumentException(
            "the integration wandb in extra has no api_key for Nebius: set wandb of the spec too");
      } else {
        all.add(integration);
      }
    }
    if (!own.isAbsent()) {
      all.add(0, own);
    }
    return all;
  }

  private static Json checkpoint(String from) {
    String repository = from.substring(HUGGING_FACE.length());
    int at = repository.indexOf('@');
    ObjectBuilder to = Json.object().put("type", "hf");
    return at < 0
        ? to.put("repo", repository).build()
        : to.put("repo", repository.substring(0, at))
            .put("revision", repository.substring(at + 1))
            .build();
  }

  private static Json wandb(Wandb wandb) {
    lacks(wandb.baseUrl().isPresent(), "wandb_server", "it reports to wandb.ai; leave baseUrl out");
    String project =
        wandb
            .project()
            .orElseThrow(
                () -> new IllegalArgumentException("wandb needs a project at Nebius: set it"));
    ObjectBuilder to = Json.object().put("project", project).put("api_key", wandb.apiKey());
    wandb.name().ifPresent(name -> to.put("name", name));
    wandb.entity().ifPresent(entity -> to.put("entity", entity));
    return Json.object().put("type", WANDB).put(WANDB, to.build()).build();
  }
}
