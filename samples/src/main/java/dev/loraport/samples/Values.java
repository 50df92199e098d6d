package dev.loraport.samples;

import dev.loraport.catalog.Nearest;
import dev.loraport.samples.Options.BadArgument;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Values of options, refused in one line where they make no sense. */
final class Values {
  /** More than any base takes, by the providers' limits of 2026 (64 and 128). */
  static final int MOST_RANK = 1_024;

  /** What {@link dev.loraport.catalog.Constraints} takes at the most. */
  static final int MOST_EPOCHS = 1_000;

  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]*");

  private static final long MOST = 10_000_000_000_000L;
  private static final int MOST_DIGITS = 15;
  private static final int SHOWN = 40;
  private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
  private static final LocalDate LAST_DAY = LocalDate.of(2199, 12, 31);

  private Values() {}

  /** The value that follows an option. */
  static String next(String name, Iterator<String> rest) throws BadArgument {
    if (!rest.hasNext()) {
      throw new BadArgument(name + " needs a value");
    }
    return rest.next();
  }

  /**
   * What to say of an option that there is not.
   *
   * @param name what was given
   * @param usage the text that names all options
   */
  static BadArgument unknown(String name, String usage) {
    List<String> known = OPTION.matcher(usage).results().map(MatchResult::group).toList();
    return new BadArgument(
        "unknown option "
            + shown(name)
            + (name.startsWith("-")
                ? "; the nearest is " + Nearest.first(name, known).get(0)
                : ""));
  }

  /** A whole number between two others. */
  static int whole(String name, String value, int least, int most) throws BadArgument {
    return Math.toIntExact(number(name, value, least, most));
  }

  /** A whole number from 1. */
  static long whole(String name, String value) throws BadArgument {
    return number(name, value, 1, MOST);
  }

  private static long number(String name, String value, long least, long most) throws BadArgument {
    try {
      long number = Long.parseLong(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw new BadArgument(
        name + " must be a whole number from " + least + " to " + most + ", not " + shown(value));
  }

  /** A number from 0. What an exponent makes huge is refused before it is calculated with. */
  static BigDecimal decimal(String name, String value) throws BadArgument {
    BigDecimal number;
    try {
      number = new BigDecimal(value);
    } catch (NumberFormatException e) {
      throw new BadArgument(name + " must be a number such as 5.49, not " + shown(value));
    }
    if (number.signum() < 0) {
      throw new BadArgument(name + " must be 0 or more, not " + shown(value));
    }
    long whole = (long) number.precision() - number.scale();
    if (whole > MOST_DIGITS || number.scale() > MOST_DIGITS) {
      throw new BadArgument(
          name + " must have at most " + MOST_DIGITS + " digits, before and after the point");
    }
    return number;
  }

  /** A number above 0: what may cost nothing may not be at all. */
  static BigDecimal amount(String name, String value) throws BadArgument {
    BigDecimal amount = decimal(name, value);
    if (amount.signum() == 0) {
      throw new BadArgument(
          name + " must be more than 0: nothing is free; leave it out for no limit");
    }
    return amount;
  }

  /** A day of this century or the next. */
  static LocalDate day(String name, String value) throws BadArgument {
    try {
      LocalDate day = LocalDate.parse(value);
      if (!day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY)) {
        return day;
      }
    } catch (DateTimeException e) {
      // said below
    }
    throw new BadArgument(name + " must be a date like 2026-02-13, not " + shown(value));
  }

  static Path path(String name, String value) throws BadArgument {
    try {
      return Path.of(value);
    } catch (InvalidPathException e) {
      throw new BadArgument(name + " is no path: " + e.getReason());
    }
  }

  /** A value in quotes, cut to what a line can hold. */
  static String shown(String value) {
    String start = value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value;
    return '"' + start.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
