package dev.loraport.error;

import dev.loraport.chat.ChatCompletion;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A stream broke off, or told of an error: what came until then is kept. */
public final class StreamException extends LoraportException {
  private static final long serialVersionUID = 1L;

  private final transient ChatCompletion partial;

  /**
   * Makes an exception.
   *
   * @param provider the provider, if one was involved
   * @param operation the operation, if there was one
   * @param message what happened, in one line
   * @param partial the answer as far as it came
   * @param cause what it came from
   */
  public StreamException(
      @Nullable String provider,
      @Nullable String operation,
      String message,
      ChatCompletion partial,
      @Nullable Throwable cause) {
    super(provider, operation, message, cause);
    this.partial = Objects.requireNonNull(partial);
  }

  @Override
  public Optional<String> requestId() {
    return partial.requestId();
  }

  /** The answer as far as it came. */
  public ChatCompletion partial() {
    return partial;
  }
}
