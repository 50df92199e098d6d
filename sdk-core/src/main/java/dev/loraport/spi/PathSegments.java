package dev.loraport.spi;

import dev.loraport.ResourceId;
import java.nio.charset.StandardCharsets;

/** Puts ids into the path of an address. */
public final class PathSegments {
  private static final String KEPT = "-._~:";
  private static final String HEX = "0123456789ABCDEF";

  private PathSegments() {}

  /**
   * The path of an id: each segment percent-encoded in UTF-8, joined by {@code /}, without one at
   * either end. Letters, digits and {@code - . _ ~ :} stay as they are.
   */
  public static String encode(ResourceId id) {
    StringBuilder path = new StringBuilder();
    for (String segment : id.segments()) {
      if (!path.isEmpty()) {
        path.append('/');
      }
      append(path, segment);
    }
    return path.toString();
  }

  private static void append(StringBuilder path, String segment) {
    for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (isLetterOrDigit(c) || KEPT.indexOf(c) >= 0) {
        path.append(c);
      } else {
        path.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      }
    }
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
