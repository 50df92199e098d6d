package dev.loraport.internal.chat;

import dev.loraport.json.Json;

/** A reader came upon an error that a server reported in the body of a success. */
public final class ReportedError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReportedError() {
    super("the server reported an error", null, false, false);
  }

  /** Whether a member named {@code error} tells of one: some engines send it always, but empty. */
  public static boolean isError(Json member) {
    return switch (member.kind()) {
      case OBJECT, ARRAY -> true;
      case STRING -> !member.string().orElseThrow().isEmpty();
      case BOOLEAN -> member.bool().orElseThrow();
      case NUMBER -> member.integer().orElse(1L) != 0;
      case NULL, MISSING -> false;
    };
  }
}
