package dev.loraport.chat;

import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The ranges of fields of requests, as they are at every provider. */
final class Ranges {
  static final int NO_END = Integer.MAX_VALUE;

  private Ranges() {}

  static void check(String field, OptionalInt value, int least, int most) {
    if (value.isPresent() && (value.getAsInt() < least || value.getAsInt() > most)) {
      throw refused(field, value.getAsInt(), least, most);
    }
  }

  static void check(String field, OptionalDouble value, int least, int most) {
    double number = value.orElse(least);
    if (!(number >= least && number <= most)) {
      throw refused(field, number, least, most);
    }
  }

  private static IllegalArgumentException refused(String field, Number value, int least, int most) {
    return new IllegalArgumentException(
        field
            + " must be "
            + (most == NO_END ? least + " or more" : "from " + least + " to " + most)
            + ", not "
            + value);
  }
}
