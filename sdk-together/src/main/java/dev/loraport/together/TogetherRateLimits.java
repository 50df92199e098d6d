package dev.loraport.together;

import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/**
 * What an answer says of the limits of the organisation and the model, by the vendor's guidance of
 * August 2026. The limits move with use: steady traffic raises them. Each part may be absent.
 *
 * @param limitRequests the rate of requests that is allowed now
 * @param remainingRequests requests that are left
 * @param reset time until the limit is whole again; with a 429 the time to wait
 * @param limitTokens the rate of tokens that is allowed now
 * @param remainingTokens tokens that are left
 * @param dynamicLimitRequests as {@code limitRequests}, where the moving allowance is switched on
 * @param dynamicRemainingRequests as {@code remainingRequests}, of the moving allowance
 * @param dynamicLimitTokens as {@code limitTokens}, of the moving allowance
 * @param dynamicRemainingTokens as {@code remainingTokens}, of the moving allowance
 */
public record TogetherRateLimits(
    Optional<BigDecimal> limitRequests,
    Optional<BigDecimal> remainingRequests,
    Optional<Duration> reset,
    Optional<BigDecimal> limitTokens,
    Optional<BigDecimal> remainingTokens,
    Optional<BigDecimal> dynamicLimitRequests,
    Optional<BigDecimal> dynamicRemainingRequests,
    Optional<BigDecimal> dynamicLimitTokens,
    Optional<BigDecimal> dynamicRemainingTokens) {
  private static final String REQUESTS = "x-ratelimit-";
  private static final String TOKENS = "x-tokenlimit-";

  /** What these headers say; empty if they say nothing of limits. */
  public static Optional<TogetherRateLimits> of(HttpHeaders headers) {
    if (headers.map().keySet().stream().noneMatch(TogetherRateLimits::isOurs)) {
      return Optional.empty();
    }
    return Optional.of(
        new TogetherRateLimits(
            number(headers, REQUESTS + "limit"),
            number(headers, REQUESTS + "remaining"),
            number(headers, REQUESTS + "reset")
                .map(BigDecimal::doubleValue)
                .filter(seconds -> seconds >= 0 && seconds < 1e9)
                .map(seconds -> Duration.ofMillis(Math.round(seconds * 1000))),
            number(headers, TOKENS + "limit"),
            number(headers, TOKENS + "remaining"),
            number(headers, REQUESTS + "limit-dynamic"),
            number(headers, REQUESTS + "remaining-dynamic"),
            number(headers, TOKENS + "limit-dynamic"),
            number(headers, TOKENS + "remaining-dynamic")));
  }

  private static boolean isOurs(String name) {
    return name.regionMatches(true, 0, REQUESTS, 0, REQUESTS.length())
        || name.regionMatches(true, 0, TOKENS, 0, TOKENS.length());
  }

  private static Optional<BigDecimal> number(HttpHeaders headers, String name) {
    try {
      return headers
          .firstValue(name)
          .map(String::strip)
          .filter(text -> text.length() <= 30)
          .map(BigDecimal::new);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
