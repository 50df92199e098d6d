package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TogetherRateLimitsTest {
  @Test
  void eachHeaderIsRead() {
    TogetherRateLimits limits =
        TogetherRateLimits.of(
                headers(
                    Map.of(
                        "X-RateLimit-Limit", "600",
                        "x-ratelimit-remaining", "599",
                        "x-ratelimit-reset", "1.5",
                        "x-tokenlimit-limit", "180000",
                        "x-tokenlimit-remaining", "179000",
                        "x-ratelimit-limit-dynamic", "700",
                        "x-ratelimit-remaining-dynamic", "650",
                        "x-tokenlimit-limit-dynamic", "200000",
                        "x-tokenlimit-remaining-dynamic", "190000")))
            .orElseThrow();
    assertThat(limits.limitRequests()).contains(new BigDecimal(600));
    assertThat(limits.remainingRequests()).contains(new BigDecimal(599));
    assertThat(limits.reset()).contains(Duration.ofMillis(1500));
    assertThat(limits.limitTokens()).contains(new BigDecimal(180000));
    assertThat(limits.remainingTokens()).contains(new BigDecimal(179000));
    assertThat(limits.dynamicLimitRequests()).contains(new BigDecimal(700));
    assertThat(limits.dynamicRemainingRequests()).contains(new BigDecimal(650));
    assertThat(limits.dynamicLimitTokens()).contains(new BigDecimal(200000));
    assertThat(limits.dynamicRemainingTokens()).contains(new BigDecimal(190000));
  }

  @Test
  void whatIsAbsentOrNoNumberIsEmpty() {
    assertThat(TogetherRateLimits.of(headers(Map.of("x-request-id", "r-1")))).isEmpty();
    TogetherRateLimits limits =
        TogetherRateLimits.of(
                headers(Map.of("x-ratelimit-limit", "many", "x-ratelimit-reset", "-1")))
            .orElseThrow();
    assertThat(limits.limitRequests()).isEmpty();
    assertThat(limits.reset()).isEmpty();
  }

  private static HttpHeaders headers(Map<String, String> values) {
    return HttpHeaders.of(
        values.entrySet().stream()
            .collect(
                java.util.stream.Collectors.toMap(
                    Map.Entry::getKey, entry -> List.of(entry.getValue()))),
        (name, value) -> true);
  }
}
