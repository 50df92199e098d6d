package dev.loraport.internal.chat;

import dev.loraport.json.Json;
import java.util.Map;

/** A reader came upon an error that a server reported in the body of a success. */
public final class ReportedError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReportedError() {
    super("the server reported an error", null, false, false);
  }

  /**
   * Whether the members of what has no choices are those of an error: a {@code detail}, as of a
   * FastAPI server, or the text of a {@code message}, as of a gateway.
   */
  static boolean isIn(Map<String, Json> members) {
    return members.containsKey("detail")
        || members
            .getOrDefault("message", Json.missing())
            .string()
            .filter(text -> !text.isBlank())
            .isPresent();
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
