package dev.loraport;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestOptionsTest {
  static Stream<RequestOptions.Builder> negatives() {
    Duration negative = Duration.ofSeconds(-1);
    return Stream.of(
        RequestOptions.builder().timeout(negative),
        RequestOptions.builder().responseTimeout(negative),
        RequestOptions.builder().idleTimeout(negative),
        RequestOptions.builder().maxRetries(-1));
  }

  @ParameterizedTest
  @MethodSource("negatives")
  void aNegativeLimitIsRefused(RequestOptions.Builder options) {
    assertThatIllegalArgumentException()
        .isThrownBy(options::build)
        .withMessageContaining("must be 0 or more");
  }
}
