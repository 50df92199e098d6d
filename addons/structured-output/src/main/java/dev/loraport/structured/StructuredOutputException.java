package dev.loraport.structured;

import dev.loraport.error.LoraportException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A model gave no value of the class that was asked for. What it wrote instead is kept. */
public final class StructuredOutputException extends LoraportException {
  private static final long serialVersionUID = 1L;

  /** Why there is no value. */
  public enum Reason {
    /** The model declined; {@link #rawText()} is what it said. */
    REFUSED,
    /** The provider withheld the answer, or the rest of it. */
    FILTERED,
    /** The limit of tokens was reached: ask again with a higher {@code maxTokens}. */
    CUT,
    /** The model wrote nothing, or asked for tools instead. */
    EMPTY,
    /** What the model wrote is no JSON; not every model keeps to a schema. */
    NOT_JSON,
    /** What the model wrote is JSON, but does not fit the class; the message names the field. */
    MISFIT
  }

  private final Reason reason;
  private final String rawText;

  /**
   * Makes an exception.
   *
   * @param message what happened and what to do, in one line
   * @param reason why there is no value
   * @param rawText what the model wrote
   * @param cause what it came from
   */
  public StructuredOutputException(
      String message, Reason reason, String rawText, @Nullable Throwable cause) {
    super(null, "chat.structured", message, cause);
    this.reason = Objects.requireNonNull(reason, "reason");
    this.rawText = Objects.requireNonNull(rawText, "rawText");
  }

  /** Why there is no value. */
  public Reason reason() {
    return reason;
  }

  /**
   * What the model wrote, as it came; empty where it wrote nothing. It is no part of the message.
   */
  public String rawText() {
    return rawText;
  }
}
