package dev.loraport.internal.http;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Keeps secrets out of logs and exceptions. */
final class Masking {
  static final String MASK = "***";
  private static final Pattern SECRET =
      Pattern.compile(
          "authorization|key|token|secret|cookie|signature|^sig$|credential|passw|passphrase");
  private static final Pattern SIGNATURE =
      Pattern.compile("signature|(^|[&;]|u0026)sig(=|\\\\u003d)", Pattern.CASE_INSENSITIVE);
  private static final Pattern QUERY_VALUE = Pattern.compile("([^&=]+)=([^&]*)");

  private Masking() {}

  /** Whether a header or parameter of that name holds a secret. */
  static boolean isSecret(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    // x-ratelimit-remaining-tokens and its like count tokens of text
    return SECRET.matcher(lower).find() && !lower.contains("limit");
  }

  /** Whether a query, as it is or inside a JSON text, has a signature. */
  static boolean isSigned(String query) {
    return SIGNATURE.matcher(query).find();
  }

  /** Whether a query, as it is or inside a JSON text, lets its bearer in. */
  static boolean holdsSecret(String query) {
    return isSigned(query) || SECRET.matcher(query.toLowerCase(Locale.ROOT)).find();
  }

  /** Headers of a request. */
  static Map<String, String> headers(Map<String, String> headers) {
    Map<String, String> masked = new TreeMap<>();
    headers.forEach(
        (name, value) -> masked.put(name.toLowerCase(Locale.ROOT), isSecret(name) ? MASK : value));
    return masked;
  }

  /** Headers of an answer, names in lower case. */
  static Map<String, List<String>> headers(HttpHeaders headers) {
    Map<String, List<String>> masked = new TreeMap<>();
    headers
        .map()
        .forEach(
            (name, values) ->
                masked.put(name.toLowerCase(Locale.ROOT), isSecret(name) ? List.of(MASK) : values));
    // Where a redirect goes is often a signed address.
    masked.computeIfPresent(
        "location",
        (name, values) -> values.stream().map(to -> to.replaceFirst("\\?.*", "?***")).toList());
    return masked;
  }

  /** An address: of a signed one no parameter, of another none that holds a secret. */
  static String uri(URI uri, boolean signed) {
    String base = Origins.of(uri) + (uri.getRawPath() == null ? "" : uri.getRawPath());
    String query = uri.getRawQuery();
    if (query == null) {
      return base;
    }
    if (signed) {
      return base + "?" + MASK;
    }
    return base
        + "?"
        + QUERY_VALUE.matcher(query).replaceAll(m -> isSecret(m.group(1)) ? "$1=" + MASK : "$1=$2");
  }

  /** A text that may repeat a key, as some servers do in their refusals. */
  static String text(String text, String key) {
    return key.length() < 8 ? text : text.replace(key, MASK);
  }
}
