package dev.loraport.testkit.internal.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One range of a {@code Range: bytes=…} header, cut to the size of the content. */
record ByteRange(long from, long length) {
  private static final Pattern FORM = Pattern.compile("bytes=(\\d{1,18})?-(\\d{1,18})?");

  /** Null when the header is not a single byte range: then the whole content is the answer. */
  static @Nullable ByteRange parse(String header, long size) {
    Matcher matcher = FORM.matcher(header.strip());
    if (!matcher.matches()) {
      return null;
    }
    String first = matcher.group(1);
    String second = matcher.group(2);
    if (first == null) {
      long suffix = second == null ? 0 : Math.min(Long.parseLong(second), size);
      return second == null ? null : new ByteRange(size - suffix, suffix);
    }
    long from = Long.parseLong(first);
    long last = second == null ? size - 1 : Math.min(Long.parseLong(second), size - 1);
    return new ByteRange(from, last - from + 1);
  }

  long last() {
    return from + length - 1;
  }
}
