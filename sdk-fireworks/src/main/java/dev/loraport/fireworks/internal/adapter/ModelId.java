package dev.loraport.fireworks.internal.adapter;

import java.util.Locale;

/** Ids of models, made of the name that the user gives. */
final class ModelId {
  private static final int LIMIT = 63;
  private static final int MARK = 8;

  private ModelId() {}

  /**
   * The id for a name: as far as an id can hold it.
   *
   * @throws IllegalArgumentException if nothing of the name can be in an id
   */
  static String of(String name) {
    return cut(slug(name), LIMIT);
  }

  /**
   * The id for a name and a content: the same again for the same content alone, so that a retry
   * finds its own.
   *
   * @param fingerprint a hash of the content, in hex
   * @throws IllegalArgumentException if nothing of the name can be in an id
   */
  static String of(String name, String fingerprint) {
    return cut(slug(name), LIMIT - MARK - 1) + "-" + fingerprint.substring(0, MARK);
  }

  private static String slug(String name) {
    String slug =
        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    if (slug.isEmpty()) {
      throw new IllegalArgumentException(
          "no model id can be made of the name \""
              + name
              + "\": give it a letter from a to z; ids have lower-case letters, digits and '-'");
    }
    return slug.matches("[a-z].*") ? slug : "m-" + slug;
  }

  private static String cut(String text, int limit) {
    return text.substring(0, Math.min(text.length(), limit)).replaceAll("-$", "");
  }
}
