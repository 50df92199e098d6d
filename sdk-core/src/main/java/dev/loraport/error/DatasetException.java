package dev.loraport.error;

import dev.loraport.dataset.CheckReport;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A data set has errors that the provider would refuse: nothing was sent. */
public final class DatasetException extends LoraportException {
  private static final long serialVersionUID = 1L;

  private final transient CheckReport report;

  /**
   * Makes an exception.
   *
   * @param provider the provider, if one was involved
   * @param operation the operation, if there was one
   * @param message what happened, in one line
   * @param report all that was found
   * @param cause what it came from
   */
  public DatasetException(
      @Nullable String provider,
      @Nullable String operation,
      String message,
      CheckReport report,
      @Nullable Throwable cause) {
    super(provider, operation, message, cause);
    this.report = Objects.requireNonNull(report);
  }

  /** All that was found. */
  public CheckReport report() {
    return report;
  }
}
