package dev.loraport.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calling thread was interrupted; its interrupt flag is set again. A call that was under way is
 * cancelled and its connection closed; of a thread that was interrupted before, nothing is sent,
 * and the message says so.
 *
 * <p>What a call that was under way was to do may have been done all the same; the message says
 * what to look for where it may be something that costs. The cause of one that was interrupted
 * while it read a stream is a {@link StreamException}, which has what had come.
 */
public final class CallInterruptedException extends LoraportException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param provider the provider
   * @param operation the operation
   * @param message what was interrupted, in one line
   * @param cause the interrupt
   */
  public CallInterruptedException(
      @Nullable String provider,
      @Nullable String operation,
      String message,
      @Nullable Throwable cause) {
    super(provider, operation, message, cause);
  }

  /** The id of the request, where its cause knows one, as that of a stream does. */
  @Override
  public Optional<String> requestId() {
    return getCause() instanceof LoraportException known ? known.requestId() : Optional.empty();
  }
}
