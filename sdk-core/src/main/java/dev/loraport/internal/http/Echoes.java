package dev.loraport.internal.http;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes out of a refusal what it repeats of the addresses that were asked, and of the key. */
final class Echoes {
  /** Shorter values are numbers and words that a text holds by chance. */
  private static final int SHORTEST = 6;

  private static final Comparator<String> LONGEST_FIRST =
      Comparator.comparingInt(String::length).reversed().thenComparing(String::compareTo);

  private Echoes() {}

  /** The body of a refusal without secrets. */
  static String mask(String body, CallState call, HttpHeaders headers) {
    boolean signed = call.call().signed() || !isFirst(call.target(), call);
    String text = signed && XmlError.isIn(body) ? XmlError.of(body).body() : body;
    // a value can be the beginning of another one
    Set<String> values = new TreeSet<>(LONGEST_FIRST);
    for (URI asked : call.asked()) {
      boolean all = call.call().signed() || !isFirst(asked, call);
      collect(asked.getRawQuery(), all, values);
    }
    headers.allValues("location").forEach(to -> collect(queryOf(to), true, values));
    for (String value : values) {
      text = text.replace(value, Masking.MASK);
    }
    return Masking.text(text, call.key());
  }

  private static boolean isFirst(URI uri, CallState call) {
    return uri.equals(call.request().uri());
  }

  private static String queryOf(String location) {
    int start = location.indexOf('?');
    return start < 0 ? "" : location.substring(start + 1).replaceFirst("#.*", "");
  }

  private static void collect(@Nullable String query, boolean all, Set<String> into) {
    if (query == null) {
      return;
    }
    boolean every = all || Masking.isSigned(query);
    for (String pair : query.split("&", -1)) {
      String name = pair.substring(0, Math.max(0, pair.indexOf('=')));
      String value = pair.substring(pair.indexOf('=') + 1);
      if (value.length() >= SHORTEST && (every || Masking.isSecret(name))) {
        String plain = decoded(value);
        Collections.addAll(
            into,
            value,
            plain,
            encoded(plain),
            encoded(value),
            plain.replace("&", "&amp;"),
            plain.replace("/", "\\/"));
      }
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
