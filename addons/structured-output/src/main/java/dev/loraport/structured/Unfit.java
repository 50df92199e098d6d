package dev.loraport.structured;

import dev.loraport.structured.StructuredOutputException.Reason;
import org.jspecify.annotations.Nullable;

/** What is wrong with an answer, in words that a model may be told as well as a user. */
final class Unfit extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String what;
  private final String raw;

  /**
   * Makes an exception.
   *
   * @param what what the answer is, such as {@code is no JSON: ...}
   * @param raw what the model wrote
   */
  Unfit(Reason reason, String what, String raw, @Nullable Throwable cause) {
    super(what, cause);
    this.reason = reason;
    this.what = what;
    this.raw = raw;
  }

  Reason reason() {
    return reason;
  }

  String what() {
    return what;
  }

  String raw() {
    return raw;
  }
}
