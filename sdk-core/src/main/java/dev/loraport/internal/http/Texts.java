package dev.loraport.internal.http;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Small helps for messages. */
final class Texts {
  private Texts() {}

  /** A duration as people write it. */
  static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 60_000 == 0 && millis > 0) {
      return millis / 60_000 + " min";
    }
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }

  /** What a failure says of itself, in one line. */
  static String of(Throwable error) {
    String message = error.getMessage();
    return message == null || message.isBlank()
        ? error.getClass().getSimpleName()
        : message.strip().replaceAll("\\s+", " ");
  }

  /** The failure without the wrappers that futures put around it. */
  static Throwable unwrap(Throwable error) {
    Throwable inner = error;
    while (inner instanceof CompletionException || inner instanceof ExecutionException) {
      Throwable cause = inner.getCause();
      if (cause == null) {
        break;
      }
      inner = cause;
    }
    return inner;
  }

  /** Whether the failure, or what caused it, is of that class. */
  static boolean has(@Nullable Throwable error, Class<?> type) {
    Throwable at = error;
    for (int depth = 0; at != null && depth < 20; depth++, at = at.getCause()) {
      if (type.isInstance(at)) {
        return true;
      }
    }
    return false;
  }
}
