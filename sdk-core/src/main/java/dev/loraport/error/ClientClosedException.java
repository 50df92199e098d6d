package dev.loraport.error;

/**
 * The client was closed before, or while, the call ran. What the call was to do may have been done
 * all the same; the message says what to look for where it may be something that costs.
 */
public final class ClientClosedException extends LoraportException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param provider the provider
   * @param operation the operation
   * @param message what was going on, in one line
   */
  public ClientClosedException(String provider, String operation, String message) {
    super(provider, operation, message, null);
  }
}
