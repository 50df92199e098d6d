package dev.loraport.error;

/** The client was closed before, or while, the call ran. */
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
