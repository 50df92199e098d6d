package dev.loraport.fireworks.internal.file;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/**
 * Ids of data sets: lower-case letters, digits and {@code -}, at most 63 of them, a letter first.
 * One is made of the name and the content of a file, so that whoever uploads it again asks for the
 * same id, and other content never gets it.
 */
final class DatasetId {
  private static final int MAX = 63;
  private static final int MARK = 16;
  private static final String PREFIX = "d-";

  private DatasetId() {}

  /**
   * The id.
   *
   * @param fileName the name of the file
   * @param mark what tells the content from others, in hex; its beginning is taken
   * @return nothing if the name has neither a Latin letter nor a digit
   */
  static Optional<String> of(String fileName, String mark) {
    String stem = fileName.replaceFirst("\\.[^.]*$", "");
    // letters with accents count as those without
    String slug =
        Normalizer.normalize(stem, Normalizer.Form.NFKD)
            .toLowerCase(Locale.ROOT)
            .replaceAll("\\p{M}+", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    if (slug.isEmpty()) {
      return Optional.empty();
    }
    String begun = Character.isDigit(slug.charAt(0)) ? PREFIX + slug : slug;
    int most = MAX - MARK - 1;
    String kept = begun.substring(0, Math.min(begun.length(), most)).replaceAll("-+$", "");
    return Optional.of(kept + "-" + mark.substring(0, MARK));
  }
}
