package dev.loraport.internal.http;

import dev.loraport.json.Json;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a refusal what it repeats of the addresses that were asked, of the secrets in the
 * JSON that was sent, and of the key.
 */
final class Echoes {
  /** Shorter values are numbers and words that a text holds by chance. */
  private static final int SHORTEST = 6;

  private static final Pattern ADDRESS = Pattern.compile("https?:", Pattern.CASE_INSENSITIVE);

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
    call.call().json().ifPresent(json -> collect("", json, values));
    collect("", Json.object(call.extraBody()), values);
    headers.allValues("location").forEach(to -> collect(queryOf(to), true, values));
    for (String value : values) {
      text = text.replace(value, Masking.MASK);
    }
    return Addresses.mask(Masking.text(text, call.key()), Masking::holdsSecret);
  }

  private static boolean isFirst(URI uri, CallState call) {
    return uri.equals(call.request().uri());
  }

  private static String queryOf(String location) {
    int start = location.indexOf('?');
    return start < 0 ? "" : location.substring(start + 1).replaceFirst("#.*", "");
  }

  /** What is secret by the name of its member, and the queries of addresses to fetch from. */
  private static void collect(String name, Json sent, Set<String> into) {
    sent.members().forEach((member, value) -> collect(member, value, into));
    sent.elements().forEach(element -> collect(name, element, into));
    String text = sent.string().orElse("");
    if (ADDRESS.matcher(text).lookingAt()) {
      collect(queryOf(text), true, into);
    }
    if (BodyMask.isSecretMember(name)) {
      add(text, into);
    }
  }

  private static void collect(@Nullable String query, boolean all, Set<String> into) {
    if (query == null) {
      return;
    }
    boolean every = all || Masking.isSigned(query);
    for (String pair : query.split("&", -1)) {
      String name = pair.substring(0, Math.max(0, pair.indexOf('=')));
      String value = pair.substring(pair.indexOf('=') + 1);
      if (every || Masking.isSecret(name)) {
        add(value, into);
      }
    }
  }

  /** A value in the spellings that a text can have it in. */
  private static void add(String value, Set<String> into) {
    if (value.length() < SHORTEST) {
      return;
    }
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
