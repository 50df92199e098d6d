package dev.loraport.adapter;

/** Names from files of others, made fit for one line of a message. */
final class Shown {
  private static final int MAX = 120;

  private Shown() {}

  static String name(String name) {
    String line = name.length() > MAX ? name.substring(0, MAX) + "..." : name;
    return '"' + line.replaceAll("[\\p{Cntrl}\\p{Cf}\u2028\u2029]", "?") + '"';
  }
}
