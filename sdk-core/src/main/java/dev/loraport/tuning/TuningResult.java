package dev.loraport.tuning;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.loraport.internal.json.Parts;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a finished job leaves behind: several artefacts, never just a model name. Since 2026 the
 * name of a tuned model answers 404 at most providers until it is deployed.
 *
 * @param provider the provider, such as {@code together}
 * @param job the job
 * @param baseModel the base model, by its training name
 * @param modelName the name of the tuned model; it can be chatted with only where it is served
 * @param trainedAt when the job was created: the rules for serving an adapter depend on it
 * @param adapter whether the result is a LoRA adapter
 * @param artifacts all that can be deployed or downloaded
 */
public record TuningResult(
    String provider,
    JobId job,
    String baseModel,
    Optional<String> modelName,
    Optional<Instant> trainedAt,
    @JsonProperty(required = true) boolean adapter,
    List<TuningArtifact> artifacts) {
  public TuningResult {
    Objects.requireNonNull(provider, "provider");
    Objects.requireNonNull(job, "job");
    Objects.requireNonNull(baseModel, "baseModel");
    modelName = Parts.optional(modelName);
    trainedAt = Parts.optional(trainedAt);
    artifacts = Parts.list(artifacts);
  }

  /** The first artefact of that kind. */
  public Optional<TuningArtifact> artifact(ArtifactKind kind) {
    return artifacts.stream().filter(a -> a.kind().equals(kind)).findFirst();
  }
}
