package dev.loraport.tuning;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Weights that were saved while a job ran, or at its end. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = Checkpoint.Builder.class)
public interface Checkpoint {
  /** What {@link TuningSpec#fromCheckpoint()} takes to go on from here. */
  String resumeFrom();

  /** The training step. */
  OptionalLong step();

  /** When it was saved. */
  Optional<Instant> createdAt();

  /** Whether it is from the end of the job. */
  @Value.Default
  default boolean last() {
    return false;
  }

  /** Adapter, merged model or whole model. */
  Optional<ArtifactKind> kind();

  /** The provider's own label. */
  Optional<String> label();

  /** The same as something to deploy, where the provider registers it. */
  Optional<TuningArtifact> artifact();

  /** What the provider sent beyond the fields above, by its own names. */
  @JsonAnyGetter
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link Checkpoint}. */
  final class Builder extends ImmutableCheckpoint.Builder {
    Builder() {}
  }
}
