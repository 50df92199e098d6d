package dev.loraport.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The time for a wait passed; what was waited for goes on at the provider. */
public final class WaitTimeoutException extends LoraportException {
  private static final long serialVersionUID = 1L;

  private final Duration timeout;
  private final transient @Nullable Object last;

  /**
   * Makes an exception.
   *
   * @param provider the provider
   * @param operation the operation
   * @param message what happened, in one line
   * @param timeout the time that passed
   * @param last what was last seen, such as the job
   * @param cause the last error, if the last look failed
   */
  public WaitTimeoutException(
      String provider,
      String operation,
      String message,
      Duration timeout,
      @Nullable Object last,
      @Nullable Throwable cause) {
    super(provider, operation, message, cause);
    this.timeout = timeout;
    this.last = last;
  }

  /** The time that passed. */
  public Duration timeout() {
    return timeout;
  }

  /** What was last seen, such as the job or deployment; null if no look succeeded. */
  public @Nullable Object last() {
    return last;
  }
}
