package dev.loraport.tuning;

import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Weights that were saved while a job ran, or at its end.
 *
 * @param resumeFrom what {@link TuningSpec#fromCheckpoint()} takes to go on from here
 * @param step the training step
 * @param createdAt when it was saved
 * @param last whether it is from the end of the job
 * @param kind adapter, merged model or whole model
 * @param label the provider's own label
 * @param artifact the same as something to deploy, where the provider registers it
 * @param extra what the provider sent beyond the fields above, by its own names
 */
public record Checkpoint(
    String resumeFrom,
    OptionalLong step,
    Optional<Instant> createdAt,
    boolean last,
    Optional<ArtifactKind> kind,
    Optional<String> label,
    Optional<TuningArtifact> artifact,
    Map<String, Json> extra) {
  public Checkpoint {
    Objects.requireNonNull(resumeFrom, "resumeFrom");
    step = Parts.optional(step);
    createdAt = Parts.optional(createdAt);
    kind = Parts.optional(kind);
    label = Parts.optional(label);
    artifact = Parts.optional(artifact);
    extra = Parts.members(extra);
  }
}
