package dev.loraport.error;

import org.jspecify.annotations.Nullable;

/** A download failed; under its name there is either the whole file or nothing. */
public final class DownloadException extends LoraportException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param provider the provider
   * @param operation the operation
   * @param message what happened, in one line
   * @param cause what it came from
   */
  public DownloadException(
      String provider, String operation, String message, @Nullable Throwable cause) {
    super(provider, operation, message, cause);
  }
}
