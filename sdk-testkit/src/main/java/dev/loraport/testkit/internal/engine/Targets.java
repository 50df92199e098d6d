package dev.loraport.testkit.internal.engine;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decoding of request targets and forms. */
final class Targets {
  private Targets() {}

  static String decode(String segment) {
    return form(segment.replace("+", "%2B"));
  }

  /** The pairs of a query or of an urlencoded form, in order. */
  static List<Map.Entry<String, String>> pairs(String query) {
    List<Map.Entry<String, String>> pairs = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        pairs.add(Map.entry(form(name), equals < 0 ? "" : form(pair.substring(equals + 1))));
      }
    }
    return pairs;
  }

  private static String form(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // a stray percent sign: taken as it stands
    }
  }
}
