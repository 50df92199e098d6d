package dev.loraport.spi;

import dev.loraport.http.WireResponse;
import java.net.http.HttpHeaders;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says of the content that it brings, whole or in part.
 *
 * @param from the offset of its first byte; 0 for a whole one
 * @param total the length of the whole content; negative if it is unknown
 * @param etag the entity tag, if there is one
 */
record Content(long from, long total, @Nullable String etag) {
  static final Content UNKNOWN = new Content(0, -1, null);

  private static final Pattern RANGE =
      Pattern.compile("bytes (?:([0-9]{1,18})-[0-9]{1,18}|\\*)/([0-9]{1,18}|\\*)");
  private static final int PARTIAL = 206;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  static Content of(WireResponse response) {
    HttpHeaders headers = response.headers();
    String etag = headers.firstValue("etag").orElse(null);
    if (response.status() != PARTIAL && response.status() != RANGE_NOT_SATISFIABLE) {
      return new Content(0, length(headers).orElse(-1), etag);
    }
    String range = headers.firstValue("content-range").orElse("").strip().toLowerCase(Locale.ROOT);
    Matcher matcher = RANGE.matcher(range);
    if (!matcher.matches()) {
      return new Content(-1, -1, etag);
    }
    long from = matcher.group(1) == null ? -1 : Long.parseLong(matcher.group(1));
    OptionalLong length = length(headers);
    long total = -1;
    if (!matcher.group(2).equals("*")) {
      total = Long.parseLong(matcher.group(2));
    } else if (from >= 0 && length.isPresent()) {
      total = from + length.getAsLong();
    }
    return new Content(from, total, etag);
  }

  private static OptionalLong length(HttpHeaders headers) {
    try {
      return headers.firstValueAsLong("content-length");
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  boolean isLengthKnown() {
    return total >= 0;
  }

  /** The tag by which a server can tell that content is the same byte for byte. */
  Optional<String> strongEtag() {
    return Optional.ofNullable(etag).filter(tag -> !tag.startsWith("W/"));
  }

  /** Whether this is the rest of that content. */
  boolean continues(Content begun, long offset) {
    boolean sameLength = !isLengthKnown() || !begun.isLengthKnown() || total == begun.total;
    boolean sameTag = etag == null || begun.etag == null || etag.equals(begun.etag);
    return from == offset && sameLength && sameTag;
  }

  /** This, with the length that the other knows. */
  Content with(Content other) {
    return isLengthKnown() ? this : new Content(from, other.total, etag);
  }
}
