package dev.loraport.fireworks.internal.tuning;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/**
 * The id that a job gets from us, and by which it is found again when its answer was lost: the
 * suffix as far as an id can hold it, and letters of chance.
 */
final class JobName {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int MARK = 8;
  private static final int LIMIT = 63;

  private final SecureRandom random = new SecureRandom();

  /** A new id. */
  String next(Optional<String> suffix) {
    StringBuilder id = new StringBuilder(stem(suffix.orElse("")));
    id.append('-');
    for (int i = 0; i < MARK; i++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  private static String stem(String suffix) {
    String slug =
        suffix.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String stem = slug.matches("[a-z].*") ? slug : slug.isEmpty() ? "job" : "job-" + slug;
    int end = Math.min(stem.length(), LIMIT - MARK - 1);
    return stem.substring(0, end).replaceAll("-$", "");
  }
}
