package dev.loraport.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** No usable answer came: the server was not reached, or the connection broke. */
public class TransportException extends LoraportException {
  private static final long serialVersionUID = 1L;

  private final boolean requestMayHaveBeenProcessed;
  private final int attempts;
  private final @Nullable String requestId;

  /**
   * Makes the exception of a call to which no answer had begun.
   *
   * @param provider the provider
   * @param operation the operation
   * @param message what happened, in one line
   * @param requestMayHaveBeenProcessed whether the server may have acted on the request
   * @param attempts how often the call was sent
   * @param cause what it came from
   */
  public TransportException(
      String provider,
      String operation,
      String message,
      boolean requestMayHaveBeenProcessed,
      int attempts,
      @Nullable Throwable cause) {
    this(provider, operation, message, requestMayHaveBeenProcessed, attempts, null, cause);
  }

  /** As the other, with the id of the request if the headers of an answer brought one. */
  public TransportException(
      String provider,
      String operation,
      String message,
      boolean requestMayHaveBeenProcessed,
      int attempts,
      @Nullable String requestId,
      @Nullable Throwable cause) {
    super(provider, operation, message, cause);
    this.requestMayHaveBeenProcessed = requestMayHaveBeenProcessed;
    this.attempts = attempts;
    this.requestId = requestId;
  }

  /**
   * Whether the server may have acted on the request although no answer came. After a create this
   * means: look whether it exists before creating it again.
   */
  public final boolean requestMayHaveBeenProcessed() {
    return requestMayHaveBeenProcessed;
  }

  @Override
  public final Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** How often the call was sent. */
  public final int attempts() {
    return attempts;
  }
}
