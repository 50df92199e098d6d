package dev.loraport.internal.http;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The refusal of an object storage, which is XML. Beside code and message it repeats what was
 * signed, tokens and all, so these two are all that is ever kept of it.
 *
 * @param code what stands in {@code Code}; empty if nothing does
 * @param message what stands in {@code Message}; empty if nothing does
 */
public record XmlError(String code, String message) {
  private static final Pattern PART =
      Pattern.compile("<(Code|Message)\\b[^<>]{0,200}>([^<]*)</\\1>");

  /** A byte order mark is no white space. */
  private static final Pattern BEGINNING = Pattern.compile("[\\s\\x{FEFF}]*+<");

  private static final Pattern HTML =
      Pattern.compile(
          "<(!doctype html|html|head|body|title|center|div|h[1-6]|p|pre)\\b",
          Pattern.CASE_INSENSITIVE);

  /** Whether a body is XML and no page for people. */
  public static boolean isIn(String body) {
    boolean markup = BEGINNING.matcher(body).lookingAt() || body.contains("<?xml");
    return body.contains("</Error>") || (markup && !HTML.matcher(body).find());
  }

  /** Reads what can be kept; of two codes or messages the first. */
  public static XmlError of(String body) {
    Map<String, String> parts = new HashMap<>();
    Matcher part = PART.matcher(body);
    while (part.find()) {
      parts.putIfAbsent(part.group(1), part.group(2).strip());
    }
    return new XmlError(parts.getOrDefault("Code", ""), parts.getOrDefault("Message", ""));
  }

  /** Code and message for people. */
  public String line() {
    return Stream.of(code, message)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(": "));
  }

  /** The body with nothing else in it. */
  String body() {
    return "<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>";
  }
}
