package dev.loraport.internal.http;

import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** How long a server asks to wait. */
final class RetryAfter {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,12}(\\.\\d{1,9})?");
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);

  /** Above this a number of seconds is a point in time: about the year 2001. */
  private static final long EPOCH = 1_000_000_000L;

  private RetryAfter() {}

  /** The wish in the headers of an answer with that status. */
  static Optional<Duration> of(int status, HttpHeaders headers, InstantSource clock) {
    return first(headers, "retry-after-ms")
        .flatMap(text -> seconds(text, 3))
        .or(
            () ->
                first(headers, "retry-after")
                    .flatMap(text -> seconds(text, 0).or(() -> date(text, clock))))
        .or(
            () ->
                status == 429
                    ? first(headers, "x-ratelimit-reset").flatMap(text -> reset(text, clock))
                    : Optional.empty());
  }

  private static Optional<String> first(HttpHeaders headers, String name) {
    return headers.firstValue(name).map(String::strip).filter(text -> !text.isEmpty());
  }

  private static Optional<Duration> seconds(String text, int scale) {
    if (!NUMBER.matcher(text).matches()) {
      return Optional.empty();
    }
    return Optional.of(
        Duration.ofMillis(new BigDecimal(text).scaleByPowerOfTen(3 - scale).longValue()));
  }

  private static Optional<Duration> reset(String text, InstantSource clock) {
    return seconds(text, 0)
        .map(
            wait ->
                wait.toSeconds() < EPOCH
                    ? wait
                    : until(Instant.ofEpochMilli(wait.toMillis()), clock));
  }

  private static Optional<Duration> date(String text, InstantSource clock) {
    try {
      return Optional.of(until(Instant.from(HTTP_DATE.parse(text)), clock));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Duration until(Instant then, InstantSource clock) {
    Duration wait = Duration.between(clock.instant(), then);
    return wait.isNegative() ? Duration.ZERO : wait;
  }
}
