package dev.loraport;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The id of something at a provider: opaque text that is safe to put into a path.
 *
 * <p>An id is one segment or, where a provider's ids are names of several, more of them parted by
 * {@code /}; each segment is checked, so that no id can climb to another resource. Two ids are
 * equal when their type and text are.
 */
public abstract class ResourceId {
  private static final int MAX_LENGTH = 512;

  private final String value;

  /**
   * Checks and keeps the text.
   *
   * @param value 1 to 512 characters
   * @param segments whether {@code /} may part it into segments
   * @throws IllegalArgumentException if it, or a segment of it, is empty, {@code .} or {@code ..},
   *     or holds a control character, a space, {@code ?}, {@code #}, {@code %} or a backslash
   */
  protected ResourceId(String value, boolean segments) {
    Objects.requireNonNull(value, "id");
    String kind = getClass().getSimpleName();
    if (value.isEmpty()) {
      throw new IllegalArgumentException(kind + " is empty");
    }
    if (value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(kind + " has over " + MAX_LENGTH + " characters");
    }
    if (!segments && value.indexOf('/') >= 0) {
      throw new IllegalArgumentException(kind + " \"" + value + "\" must not contain '/'");
    }
    for (String segment : value.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException(
            kind + " \"" + printable(value) + "\" has the segment \"" + segment + "\"");
      }
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c == 0x7f || c == '?' || c == '#' || c == '%' || c == '\\') {
        throw new IllegalArgumentException(
            kind + " \"" + printable(value) + "\" has a character at " + i + " that no id has");
      }
    }
    this.value = value;
  }

  /** The text, as the provider knows it. */
  @JsonValue
  public final String value() {
    return value;
  }

  /** The segments between the slashes: mostly one. */
  public final List<String> segments() {
    return List.of(value.split("/"));
  }

  // values of two types are not equal although their texts are
  @SuppressWarnings("EqualsGetClass")
  @Override
  public final boolean equals(@Nullable Object other) {
    return other != null
        && other.getClass() == getClass()
        && ((ResourceId) other).value.equals(value);
  }

  @Override
  public final int hashCode() {
    return value.hashCode();
  }

  @Override
  public final String toString() {
    return value;
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "\u00b7");
  }
}
