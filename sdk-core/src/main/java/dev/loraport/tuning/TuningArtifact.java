package dev.loraport.tuning;

import dev.loraport.spi.SdkStyle;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** One thing that a finished job has left at the provider. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = TuningArtifact.Builder.class)
public interface TuningArtifact {
  /** What it is. */
  ArtifactKind kind();

  /** The id by which the provider deploys or downloads it. */
  String id();

  /** Its name. */
  Optional<String> name();

  /** Its revision. */
  Optional<String> revision();

  /** The training step it is from; absent for the final one. */
  OptionalLong step();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link TuningArtifact}. */
  final class Builder extends ImmutableTuningArtifact.Builder {
    Builder() {}
  }
}
