package dev.loraport.internal.http;

import dev.loraport.error.ErrorAnswer;
import dev.loraport.spi.Operation.Kind;
import java.util.Locale;

/** The default answer to the question whether a failed attempt is worth another. */
final class RetryTable {
  private RetryTable() {}

  /** The situation that a status stands for. */
  static Situation situation(ErrorAnswer answer) {
    int status = answer.status();
    return switch (status) {
      case 429, 503 -> Situation.REFUSED;
      case 408, 425, 500, 502, 504, 529 -> Situation.TROUBLE;
      case 409 -> isLock(answer) ? Situation.TROUBLE : Situation.FINAL;
      default -> status >= 520 && status <= 527 ? Situation.TROUBLE : Situation.FINAL;
    };
  }

  /** A 409 is most often for good; only a lock goes away by itself. */
  private static boolean isLock(ErrorAnswer answer) {
    String text =
        answer.code().orElse("") + " " + answer.type().orElse("") + " " + answer.message();
    return text.toLowerCase(Locale.ROOT).matches("(?s).*\\block(ed|_|\\b).*");
  }

  /**
   * Whether to repeat.
   *
   * @param kind what is repeated
   * @param situation how it failed
   * @param inference whether inference may be repeated when it may have been done
   */
  static boolean repeats(Kind kind, Situation situation, boolean inference) {
    return switch (situation) {
      case NOTHING_SENT, REFUSED -> true;
      case TROUBLE, BROKEN -> kind != Kind.CREATE && (inference || !isInference(kind));
      case BROKEN_IN_ANSWER -> kind != Kind.CREATE && !isInference(kind);
      case FINAL -> false;
    };
  }

  private static boolean isInference(Kind kind) {
    return kind == Kind.INFERENCE || kind == Kind.STREAM;
  }
}
