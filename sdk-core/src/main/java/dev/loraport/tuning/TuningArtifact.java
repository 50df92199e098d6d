package dev.loraport.tuning;

import dev.loraport.internal.json.Parts;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One thing that a finished job has left at the provider.
 *
 * @param kind what it is
 * @param id the id by which the provider deploys or downloads it
 * @param name its name
 * @param revision its revision
 * @param step the training step it is from; absent for the final one
 */
public record TuningArtifact(
    ArtifactKind kind,
    String id,
    Optional<String> name,
    Optional<String> revision,
    OptionalLong step) {
  public TuningArtifact {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(id, "id");
    name = Parts.optional(name);
    revision = Parts.optional(revision);
    step = Parts.optional(step);
  }
}
