package dev.loraport.batch;

import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import dev.loraport.tuning.JobState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A batch inference job as the provider last described it. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = BatchJob.Builder.class)
public interface BatchJob {
  /** The id. */
  BatchId id();

  /** The state. */
  @Value.Default
  default JobState state() {
    return JobState.UNKNOWN;
  }

  /** The provider's own word for the state. */
  @Value.Default
  default String status() {
    return "";
  }

  /** The requests. */
  Optional<FileId> inputFile();

  /** The answers, once there are some. */
  Optional<FileId> outputFile();

  /** The requests that failed. */
  Optional<FileId> errorFile();

  /** The path that the requests are for. */
  Optional<String> endpoint();

  /** From 0 to 100. */
  OptionalDouble percent();

  /** Why it failed. */
  Optional<String> failure();

  /** What the provider warned of when it was created. */
  Optional<String> warning();

  /** When it was created. */
  Optional<Instant> createdAt();

  /** When it ended. */
  Optional<Instant> finishedAt();

  /** What the provider sent beyond the fields above, by its own names. */
  @Value.Redacted
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link BatchJob}. */
  final class Builder extends ImmutableBatchJob.Builder {
    Builder() {}
  }
}
