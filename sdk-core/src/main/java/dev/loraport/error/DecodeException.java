package dev.loraport.error;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server answered with success, but with a body that can not be read. */
public final class DecodeException extends LoraportException {
  private static final long serialVersionUID = 1L;

  private final transient String rawBody;
  private final @Nullable String requestId;

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
    this(provider, operation, message, rawBody, null, cause);
  }

  /** As the other, with the id of the request if there was one. */
  public DecodeException(
      @Nullable String provider,
      @Nullable String operation,
      String message,
      String rawBody,
      @Nullable String requestId,
      @Nullable Throwable cause) {
    super(provider, operation, message, cause);
    this.rawBody = Objects.requireNonNull(rawBody);
    this.requestId = requestId;
  }

  @Override
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /** The body, up to 64 KiB. */
  public String rawBody() {
    return rawBody;
  }
}
