package dev.loraport.error;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The server answered with success, but with a body that can not be read. */
public final class DecodeException extends LoraportException {
  private static final long serialVersionUID = 1L;

  private final transient String rawBody;

  /**
   * Makes an exception.
   *
   * @param provider the provider, if one was involved
   * @param operation the operation, if there was one
   * @param message what happened, in one line
   * @param rawBody the body, up to 64 KiB
   * @param cause what it came from
   */
  public DecodeException(
      @Nullable String provider,
      @Nullable String operation,
      String message,
      String rawBody,
      @Nullable Throwable cause) {
    super(provider, operation, message, cause);
    this.rawBody = Objects.requireNonNull(rawBody);
  }

  /** The body, up to 64 KiB. */
  public String rawBody() {
    return rawBody;
  }
}
