package dev.loraport.error;

import org.jspecify.annotations.Nullable;

/** A client can not be built as it was asked for; the message says which setting to change. */
public final class ConfigurationException extends LoraportException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes an exception.
   *
   * @param provider the provider, if one was involved
   * @param message what is wrong, and what to set
   */
  public ConfigurationException(@Nullable String provider, String message) {
    this(provider, message, null);
  }

  /**
   * Makes an exception.
   *
   * @param provider the provider, if one was involved
   * @param message what is wrong, and what to set
   * @param cause what it came from
   */
  public ConfigurationException(
      @Nullable String provider, String message, @Nullable Throwable cause) {
    super(provider, null, message, cause);
  }
}
