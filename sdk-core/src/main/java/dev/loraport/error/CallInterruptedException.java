package dev.loraport.error;

import org.jspecify.annotations.Nullable;

/**
 * The calling thread was interrupted while it waited; its interrupt flag is set again and the
 * connection is closed.
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
}
