package dev.loraport.error;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root of all that this library throws for what happens outside of it. The first split below:
 * the server answered ({@link ApiException}) or it did not ({@link TransportException}).
 *
 * <p>The message is one line and holds neither keys nor signed addresses.
 */
public abstract class LoraportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String provider;
  private final @Nullable String operation;

  /**
   * Makes an exception.
   *
   * @param provider the provider, such as {@code together}, if one was involved
   * @param operation the operation, such as {@code jobs.create}, if there was one
   * @param message what happened, where, and what to do
   * @param cause what it came from
   */
  protected LoraportException(
      @Nullable String provider,
      @Nullable String operation,
      String message,
      @Nullable Throwable cause) {
    super(message, cause);
    this.provider = provider;
    this.operation = operation;
  }

  /** The provider, such as {@code together}, if one was involved. */
  public final Optional<String> provider() {
    return Optional.ofNullable(provider);
  }

  /**
   * The id of the request, for the support of the provider, if an answer had begun and brought one.
   */
  public Optional<String> requestId() {
    return Optional.empty();
  }

  /** The operation, such as {@code jobs.create}, if there was one. */
  public final Optional<String> operation() {
    return Optional.ofNullable(operation);
  }
}
