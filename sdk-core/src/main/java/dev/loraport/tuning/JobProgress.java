package dev.loraport.tuning;

import dev.loraport.spi.SdkStyle;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** How far a job is. Providers know different things; what they do not say is absent. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = JobProgress.Builder.class)
public interface JobProgress {
  /** From 0 to 100. */
  OptionalDouble percent();

  /** Epochs that are done; a fraction where the provider says so. */
  OptionalDouble epoch();

  /** Steps that are done. */
  OptionalLong step();

  /** Steps in all. */
  OptionalLong totalSteps();

  /** An estimate in seconds to the next state or to the end. */
  OptionalLong secondsRemaining();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link JobProgress}. */
  final class Builder extends ImmutableJobProgress.Builder {
    Builder() {}
  }
}
