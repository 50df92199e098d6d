package dev.loraport.tuning;

import dev.loraport.spi.SdkStyle;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Why a job ended without a result. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = JobFailure.Builder.class)
public interface JobFailure {
  /** The provider's code. */
  Optional<String> code();

  /** The text for people. */
  String message();

  /** Whether the data or the parameters are to blame, so that the same job would fail again. */
  @Value.Default
  default boolean causedByInput() {
    return false;
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link JobFailure}. */
  final class Builder extends ImmutableJobFailure.Builder {
    Builder() {}
  }
}
