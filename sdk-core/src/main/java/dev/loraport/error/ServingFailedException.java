package dev.loraport.error;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model could not be served although something was created for it already. What was created is
 * deleted again; what could not be deleted is named, because it may cost money.
 */
public final class ServingFailedException extends LoraportException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> leftovers;

  /**
   * Makes an exception.
   *
   * @param provider the provider
   * @param operation the operation
   * @param message what happened, in one line
   * @param leftovers the ids of what is still there and may cost money
   * @param cause what it came from
   */
  public ServingFailedException(
      String provider,
      String operation,
      String message,
      List<String> leftovers,
      @Nullable Throwable cause) {
    super(provider, operation, message, cause);
    this.leftovers = List.copyOf(leftovers);
  }

  /** The ids of what is still there and may cost money; empty if all was deleted. */
  public List<String> leftovers() {
    return leftovers;
  }
}
