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
import java.util.Set;

/** Writes the request that creates a job. */
final class JobWriter {
  private static final String HUGGING_FACE = "hf:";
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "training_file",
          "validation_file",
          Parameters.NAME,
          "method",
          "from_checkpoint",
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
    // the precedence of a method's own parameters over those beside it is not known
    if (!spec.extra().containsKey("method")) {
      body.put(Parameters.NAME, Parameters.write(spec));
    }
    spec.seed().ifPresent(seed -> body.put("seed", seed));
    body.put("suffix", suffix);
    spec.fromCheckpoint().ifPresent(from -> body.put("from_checkpoint", checkpoint(from)));
    List<Json> integrations = new ArrayList<>();
    spec.wandb().ifPresent(wandb -> integrations.add(wandb(wandb)));
    Map<String, Json> added = new LinkedHashMap<>(spec.extra());
    Json more = added.remove(NebiusTuning.INTEGRATIONS);
    if (more != null) {
      integrations.addAll(more.elements());
    }
    if (!integrations.isEmpty()) {
      body.put(NebiusTuning.INTEGRATIONS, Json.array(integrations));
    }
    added.remove(Parameters.NAME);
    Parameters.warnOfUnknown("field", added, KNOWN);
    return body.putAll(added).build();
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
    return Json.object().put("type", "wandb").put("wandb", to.build()).build();
  }
}
