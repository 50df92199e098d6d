package dev.loraport.tuning;

import dev.loraport.Money;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A fine-tuning job as the provider last described it. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = TuningJob.Builder.class)
public interface TuningJob {
  /** The id. */
  JobId id();

  /** The state in the vocabulary of all providers. */
  @Value.Default
  default JobState state() {
    return JobState.UNKNOWN;
  }

  /** The provider's own word for the state; empty where it sent none. */
  @Value.Default
  default String status() {
    return "";
  }

  /** The base model. */
  Optional<String> model();

  /** The training file. */
  Optional<FileId> trainingFile();

  /** The validation file. */
  Optional<FileId> validationFile();

  /** How the model learns. */
  Optional<TuningMethod> method();

  /** The adapter; absent for full-parameter tuning and where it is not said. */
  Optional<Lora> lora();

  /** Epochs asked for. */
  OptionalInt epochs();

  /**
   * Part of the name of the result. Together tells it in {@code create} and {@code list} alone: it
   * is empty in the answer of {@code get}, and so of {@code await}.
   */
  Optional<String> suffix();

  /** When it was created. */
  Optional<Instant> createdAt();

  /** When it last changed. */
  Optional<Instant> updatedAt();

  /** When it ended. */
  Optional<Instant> finishedAt();

  /** How far it is. */
  Optional<JobProgress> progress();

  /** Tokens trained so far: what is billed. */
  OptionalLong trainedTokens();

  /** What it has cost, or will cost, by the provider. */
  Optional<Money> cost();

  /** Why it failed. */
  Optional<JobFailure> failure();

  /** What it has left behind, once it has succeeded. */
  Optional<TuningResult> output();

  /** What the provider sent beyond the fields above, by its own names. */
  @Value.Redacted
  Map<String, Json> extra();

  /**
   * What the job has left behind.
   *
   * @throws IllegalStateException if it has not succeeded
   */
  default TuningResult result() {
    return output()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "job "
                        + id()
                        + " is "
                        + state()
                        + " ("
                        + status()
                        + ") and has no result; "
                        + (state().isTerminal()
                            ? "it has ended without one, see failure() and jobs().events(id)"
                            : "await it first")));
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link TuningJob}. */
  final class Builder extends ImmutableTuningJob.Builder {
    Builder() {}
  }
}
