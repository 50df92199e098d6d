package dev.loraport.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A time limit of a call passed; which one, and its value, are part of the message. */
public final class CallTimeoutException extends TransportException {
  private static final long serialVersionUID = 1L;

  /** The part of a call that a limit is for. */
  public enum Phase {
    /** Opening the connection. */
    CONNECT,
    /** From sending the request to the headers of the answer. */
    RESPONSE_HEADERS,
    /** Between two pieces of the body. */
    READ_IDLE,
    /** The whole call with its retries. */
    TOTAL
  }

  private final Phase phase;
  private final Duration limit;

  /**
   * Makes an exception.
   *
   * @param provider the provider
   * @param operation the operation
   * @param message what happened, in one line
   * @param phase which limit passed
   * @param limit its value
   * @param requestMayHaveBeenProcessed whether the server may have acted on the request
   * @param attempts how often the call was sent
   * @param cause what it came from
   */
  public CallTimeoutException(
      String provider,
      String operation,
      String message,
      Phase phase,
      Duration limit,
      boolean requestMayHaveBeenProcessed,
      int attempts,
      @Nullable Throwable cause) {
    this(
        provider,
        operation,
        message,
        phase,
        limit,
        requestMayHaveBeenProcessed,
        attempts,
        null,
        cause);
  }

  /** As the other, with the id of the request if the headers of an answer brought one. */
  public CallTimeoutException(
      String provider,
      String operation,
      String message,
      Phase phase,
      Duration limit,
      boolean requestMayHaveBeenProcessed,
      int attempts,
      @Nullable String requestId,
      @Nullable Throwable cause) {
    super(provider, operation, message, requestMayHaveBeenProcessed, attempts, requestId, cause);
    this.phase = phase;
    this.limit = limit;
  }

  /** Which limit passed. */
  public Phase phase() {
    return phase;
  }

  /** The value of the limit. */
  public Duration limit() {
    return limit;
  }
}
