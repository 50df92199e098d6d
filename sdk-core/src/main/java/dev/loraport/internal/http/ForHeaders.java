package dev.loraport.internal.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was made last for headers and something beside them. The maps of headers don't change, and
 * calls of one kind have the very same one, so that it is made once.
 */
final class ForHeaders<T> {
  private final Map<String, String> headers;
  private final @Nullable String beside;
  private final T made;

  ForHeaders(Map<String, String> headers, @Nullable String beside, T made) {
    this.headers = headers;
    this.beside = beside;
    this.made = made;
  }

  /** What was made, if it was for that very map and an equal text; else null. */
  static <T> @Nullable T get(
      @Nullable ForHeaders<T> last, Map<String, String> headers, @Nullable String beside) {
    return last != null
            && last.headers == headers
            && (beside == null ? last.beside == null : beside.equals(last.beside))
        ? last.made
        : null;
  }
}
