package dev.loraport.spi;

import java.security.SecureRandom;
import java.util.Optional;

/**
 * The suffix of a job with a mark of ours at its end, by which a job is found again whose answer
 * was lost. Providers take 64 characters, so that a longer suffix is cut before the mark.
 */
public final class SuffixMark {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int MARK = 6;
  private static final int LIMIT = 64;

  private final SecureRandom random = new SecureRandom();

  /** Makes a source of marks. */
  public SuffixMark() {}

  /** The suffix with a new mark. */
  public String mark(Optional<String> suffix) {
    StringBuilder marked = new StringBuilder();
    suffix
        .filter(text -> !text.isBlank())
        .map(text -> text.substring(0, Math.min(text.length(), LIMIT - MARK - 1)))
        .ifPresent(text -> marked.append(text).append('-'));
    for (int i = 0; i < MARK; i++) {
      marked.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return marked.toString();
  }
}
