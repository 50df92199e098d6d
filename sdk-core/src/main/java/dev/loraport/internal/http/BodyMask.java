package dev.loraport.internal.http;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Masks what is secret in a text body: JSON members by their names, and the query of addresses with
 * a signature. It takes JSON, lines of it, events with it and pieces of it, so it does not parse.
 */
final class BodyMask {
  private static final Pattern COUNTS = Pattern.compile("tokens|token_?ids?|tokeniz");

  private final String text;
  private final StringBuilder masked;
  private int at;

  /** How many brackets are open inside the value of a secret member; 0 outside of one. */
  private int secretDepth;

  private BodyMask(String text) {
    this.text = text;
    this.masked = new StringBuilder(text.length());
  }

  static String mask(String text) {
    return Addresses.mask(new BodyMask(text).members(), Masking::holdsSecret);
  }

  /** {@code max_tokens}, {@code token_ids} and their like are about tokens of text. */
  static boolean isSecretMember(String name) {
    return Masking.isSecret(COUNTS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(""));
  }

  private String members() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        string();
      } else {
        if (secretDepth > 0) {
          secretDepth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
        }
        masked.append(c);
        at++;
      }
    }
    return masked.toString();
  }

  private void string() {
    int end = endOfString(at);
    String literal = text.substring(at, end);
    int colon = skipSpace(end);
    boolean name = colon < text.length() && text.charAt(colon) == ':';
    if (!name) {
      masked.append(secretDepth > 0 ? quotedMask() : literal);
      at = end;
      return;
    }
    masked.append(literal);
    at = end;
    if (secretDepth == 0 && isSecretMember(literal.replace("\"", ""))) {
      int value = skipSpace(colon + 1);
      masked.append(text, end, value);
      at = value;
      secretValue();
    }
  }

  private void secretValue() {
    if (at == text.length()) {
      return;
    }
    switch (text.charAt(at)) {
      case '"' -> {
        masked.append(quotedMask());
        at = endOfString(at);
      }
      case '{', '[' -> {
        masked.append(text.charAt(at++));
        secretDepth = 1;
      }
      default -> {
        // a number, or a word such as null
      }
    }
  }

  private static String quotedMask() {
    return '"' + Masking.MASK + '"';
  }

  private int skipSpace(int from) {
    int i = from;
    while (i < text.length() && Character.isWhitespace(text.charAt(i))) {
      i++;
    }
    return i;
  }

  /** After the closing quote; a string never goes beyond its line. */
  private int endOfString(int quote) {
    for (int i = quote + 1; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i++;
        case '"' -> {
          return i + 1;
        }
        case '\n' -> {
          return i;
        }
        default -> {
          // part of the string
        }
      }
    }
    return text.length();
  }
}
