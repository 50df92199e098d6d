package dev.loraport.internal.http;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Masks the queries of addresses in a text, JSON or not: who has a signed one is let in. */
public final class Addresses {
  // of what JSON escapes, an address goes on after a slash and after &, = and their like alone
  private static final Pattern ADDRESS =
      Pattern.compile("https?:(?:[^\\s\"'<>\\\\]|\\\\[/u])*+", Pattern.CASE_INSENSITIVE);

  private Addresses() {}

  /** The text without any query. */
  public static String withoutQueries(String text) {
    return mask(text, query -> true);
  }

  static String mask(String text, Predicate<String> secret) {
    return ADDRESS
        .matcher(text)
        .replaceAll(m -> Matcher.quoteReplacement(masked(m.group(), secret)));
  }

  private static String masked(String address, Predicate<String> secret) {
    int query = address.indexOf('?') + 1;
    return query > 0 && secret.test(address.substring(query))
        ? address.substring(0, query) + Masking.MASK
        : address;
  }
}
