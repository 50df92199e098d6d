package dev.loraport.samples;

import org.jspecify.annotations.Nullable;

/**
 * What one look of the {@link Doctor} found.
 *
 * @param verdict how it is
 * @param what what was looked at, in a word
 * @param detail what was found, and what to do where something is wrong
 */
record Finding(Verdict verdict, String what, String detail) {
  /** How it is. */
  enum Verdict {
    /** As it should be. */
    OK("ok"),
    /** Works, but may surprise. */
    WARN("warn"),
    /** Will not work. */
    FAIL("FAIL"),
    /** There is nothing to look at. */
    NONE("-");

    private final String word;

    Verdict(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  static Finding ok(String what, @Nullable String detail) {
    return new Finding(Verdict.OK, what, String.valueOf(detail));
  }

  static Finding warn(String what, @Nullable String detail) {
    return new Finding(Verdict.WARN, what, String.valueOf(detail));
  }

  static Finding fail(String what, @Nullable String detail) {
    return new Finding(Verdict.FAIL, what, String.valueOf(detail));
  }

  static Finding none(String what, @Nullable String detail) {
    return new Finding(Verdict.NONE, what, String.valueOf(detail));
  }
}
