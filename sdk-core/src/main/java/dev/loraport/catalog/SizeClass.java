package dev.loraport.catalog;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A class of model sizes that a price list uses as a subject: {@code up to 16B}, {@code 17B to
 * 69B}, {@code below 20B}, {@code over 300B}.
 *
 * @param above the size in billions from which it holds; 0 for the smallest
 * @param upTo the largest size; null where there is none
 * @param inclusive whether {@code upTo} itself belongs to it
 */
record SizeClass(BigDecimal above, @Nullable BigDecimal upTo, boolean inclusive) {
  private static final String SIZE = "(\\d+(?:\\.\\d+)?)\\s?B";
  private static final Pattern UP_TO = Pattern.compile("(up to |<= ?|below |< ?)" + SIZE);
  private static final Pattern OVER = Pattern.compile("(?:over |> ?)" + SIZE);
  private static final Pattern BETWEEN = Pattern.compile(SIZE + "(?: to | ?[-–] ?)" + SIZE);

  static Optional<SizeClass> parse(String subject) {
    Matcher upTo = UP_TO.matcher(subject);
    if (upTo.matches()) {
      boolean inclusive = upTo.group(1).startsWith("up") || upTo.group(1).startsWith("<=");
      return Optional.of(new SizeClass(BigDecimal.ZERO, new BigDecimal(upTo.group(2)), inclusive));
    }
    Matcher between = BETWEEN.matcher(subject);
    if (between.matches()) {
      return Optional.of(
          new SizeClass(new BigDecimal(between.group(1)), new BigDecimal(between.group(2)), true));
    }
    Matcher over = OVER.matcher(subject);
    return over.matches()
        ? Optional.of(new SizeClass(new BigDecimal(over.group(1)), null, false))
        : Optional.empty();
  }

  /**
   * The subject among the given ones that a size belongs to: the class with the least upper end
   * that is not below it. What falls between two classes belongs to the larger one; what is above
   * or below all classes belongs to none.
   */
  static Optional<String> of(BigDecimal size, Set<String> subjects) {
    String best = null;
    BigDecimal bestEnd = null;
    boolean smaller = false;
    BigDecimal bestStart = BigDecimal.ZERO;
    for (String subject : subjects) {
      SizeClass found = parse(subject).orElse(null);
      if (found == null) {
        continue;
      }
      BigDecimal end = found.upTo;
      if (end != null && found.endsBefore(size, end)) {
        smaller = true;
      } else if (best == null || (end != null && (bestEnd == null || end.compareTo(bestEnd) < 0))) {
        best = subject;
        bestEnd = end;
        bestStart = found.above;
      }
    }
    boolean reaches = smaller || size.compareTo(bestStart) >= 0;
    return reaches ? Optional.ofNullable(best) : Optional.empty();
  }

  private boolean endsBefore(BigDecimal size, BigDecimal end) {
    int order = end.compareTo(size);
    return order < 0 || (order == 0 && !inclusive);
  }
}
