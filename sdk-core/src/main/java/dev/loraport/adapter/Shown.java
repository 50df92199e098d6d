package dev.loraport.adapter;

import java.util.regex.Pattern;

/** Names from files of others, made fit for one line of a message. */
final class Shown {
  private static final int MAX = 120;
  private static final Pattern HIDDEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\u2028\u2029]");

  private Shown() {}

  static String name(String name) {
    return '"' + line(name.length() > MAX ? name.substring(0, MAX) + "..." : name) + '"';
  }

  /** A text in one line: parsers quote what they choke on as it stands. */
  static String line(String text) {
    return HIDDEN.matcher(text).replaceAll("?");
  }
}
