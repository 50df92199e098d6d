package dev.loraport.error;

import dev.loraport.tuning.TuningJob;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A job that was waited for ended without a result. */
public final class JobFailedException extends LoraportException {
  private static final long serialVersionUID = 1L;

  private final transient TuningJob job;

  /**
   * Makes an exception.
   *
   * @param provider the provider, if one was involved
   * @param operation the operation, if there was one
   * @param message what happened, in one line
   * @param job the job as it ended
   * @param cause what it came from
   */
  public JobFailedException(
      @Nullable String provider,
      @Nullable String operation,
      String message,
      TuningJob job,
      @Nullable Throwable cause) {
    super(provider, operation, message, cause);
    this.job = Objects.requireNonNull(job);
  }

  /** The job as it ended. */
  public TuningJob job() {
    return job;
  }
}
