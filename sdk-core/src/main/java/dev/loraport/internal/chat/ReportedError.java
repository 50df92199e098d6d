package dev.loraport.internal.chat;

import dev.loraport.json.Json;

/** A server reported an error in the body of a success. */
final class ReportedError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Json body;

  /**
   * Makes an exception.
   *
   * @param body the object that reports it
   */
  ReportedError(Json body) {
    super("the server reported an error", null, false, false);
    this.body = body;
  }

  /** The object that reports it. */
  Json body() {
    return body;
  }

  /** Whether a member named {@code error} tells of one: some engines send it always, but empty. */
  static boolean isError(Json member) {
    return switch (member.kind()) {
      case OBJECT, ARRAY -> true;
      case STRING -> !member.string().orElseThrow().isEmpty();
      case BOOLEAN -> member.bool().orElseThrow();
      case NUMBER -> member.integer().orElse(1L) != 0;
      case NULL, MISSING -> false;
    };
  }
}
