package dev.loraport.tuning;

import dev.loraport.spi.SdkStyle;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What a finished job leaves behind: several artefacts, never just a model name. Since 2026 the
 * name of a tuned model answers 404 at most providers until it is deployed.
 */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = TuningResult.Builder.class)
public interface TuningResult {
  /** The provider, such as {@code together}. */
  String provider();

  /** The job. */
  JobId job();

  /** The base model, by its training name. */
  String baseModel();

  /** The name of the tuned model; it can be chatted with only where it is served. */
  Optional<String> modelName();

  /** When the job was created: the rules for serving an adapter depend on it. */
  Optional<Instant> trainedAt();

  /** Whether the result is a LoRA adapter. */
  @Value.Default
  default boolean adapter() {
    return true;
  }

  /** All that can be deployed or downloaded. */
  List<TuningArtifact> artifacts();

  /** The first artefact of that kind. */
  default Optional<TuningArtifact> artifact(ArtifactKind kind) {
    return artifacts().stream().filter(a -> a.kind().equals(kind)).findFirst();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link TuningResult}. */
  final class Builder extends ImmutableTuningResult.Builder {
    Builder() {}
  }
}
