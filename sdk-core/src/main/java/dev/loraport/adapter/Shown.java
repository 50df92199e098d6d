package dev.loraport.adapter;

/** Names from files of others, made fit for one line of a message. */
final class Shown {
  private static final int MAX = 120;

  private Shown() {}

  static String name(String name) {
    return '"' + line(name.length() > MAX ? name.substring(0, MAX) + "..." : name) + '"';
  }

  /** A text in one line: parsers quote what they choke on as it stands. */
  static String line(String text) {
    return text.replaceAll("[\\p{Cntrl}\\p{Cf}\u2028\u2029]", "?");
  }
}
