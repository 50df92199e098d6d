package dev.loraport.nebius;

import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/**
 * What an answer says of the limits of its model, by the documentation of 2026. Limits are by
 * minute and move with use, in windows of 15 minutes. Each part may be absent: live answers without
 * any of these headers were seen.
 *
 * @param limitRequests requests a minute
 * @param limitTokens tokens a minute
 * @param remainingRequests requests that are left
 * @param remainingTokens tokens that are left
 * @param resetRequests time until the limit of requests is whole again
 * @param resetTokens time until the limit of tokens is whole again
 * @param scaleRequests how far the limit of requests has moved; 1 is the base
 * @param scaleTokens how far the limit of tokens has moved; 1 is the base
 * @param periodRemaining time until the limits move again
 * @param periodUsageRequests percent of the limit of requests that this window has used on average
 * @param periodUsageTokens percent of the limit of tokens that this window has used on average
 * @param overLimit whether the request was served above the limit, at a lower priority; that is a
 *     success, and a sign that the next may be refused
 */
public record RateLimits(
    Optional<BigDecimal> limitRequests,
    Optional<BigDecimal> limitTokens,
    Optional<BigDecimal> remainingRequests,
    Optional<BigDecimal> remainingTokens,
    Optional<Duration> resetRequests,
    Optional<Duration> resetTokens,
    Optional<BigDecimal> scaleRequests,
    Optional<BigDecimal> scaleTokens,
    Optional<Duration> periodRemaining,
    Optional<BigDecimal> periodUsageRequests,
    Optional<BigDecimal> periodUsageTokens,
    boolean overLimit) {
  private static final String PREFIX = "x-ratelimit-";

  /** What these headers say; empty if they say nothing of limits. */
  public static Optional<RateLimits> of(HttpHeaders headers) {
    if (headers.map().keySet().stream().noneMatch(RateLimits::isOurs)) {
      return Optional.empty();
    }
    return Optional.of(
        new RateLimits(
            number(headers, "limit-requests"),
            number(headers, "limit-tokens"),
            number(headers, "remaining-requests"),
            number(headers, "remaining-tokens"),
            seconds(headers, "reset-requests"),
            seconds(headers, "reset-tokens"),
            number(headers, "dynamic-scale-requests"),
            number(headers, "dynamic-scale-tokens"),
            seconds(headers, "dynamic-period-remaining"),
            number(headers, "dynamic-period-usage-requests"),
            number(headers, "dynamic-period-usage-tokens"),
            headers.firstValue(PREFIX + "over-limit").filter("yes"::equalsIgnoreCase).isPresent()));
  }

  private static boolean isOurs(String name) {
    return name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
  }

  private static Optional<BigDecimal> number(HttpHeaders headers, String name) {
    try {
      return headers
          .firstValue(PREFIX + name)
          .map(String::strip)
          .filter(text -> text.length() <= 30)
          .map(BigDecimal::new);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> seconds(HttpHeaders headers, String name) {
    return number(headers, name)
        .map(BigDecimal::doubleValue)
        .filter(seconds -> seconds >= 0 && seconds < 1e9)
        .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000)));
  }
}
