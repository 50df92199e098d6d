package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.ServerErrorException;
import dev.loraport.http.RetryPolicy;
import dev.loraport.http.Timeouts;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.RetryRules;
import dev.loraport.spi.RetryRules.Decision;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPauseTest {
  private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

  private final Fixture.Recorder delayer = new Fixture.Recorder();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "503 | retry-after-ms: 1500                          | 1500",
        "503 | retry-after: 7                                | 7000",
        "503 | retry-after: 0.25                             | 250",
        "429 | Retry-After: Fri, 20 Nov 2026 10:00:30 GMT    | 30000",
        "429 | Retry-After: Fri, 20 Nov 2026 09:00:00 GMT    | 0",
        "429 | x-ratelimit-reset: 12.5                       | 12500",
        "429 | x-ratelimit-reset: 1795168820                 | 20000",
      })
  void theServersWishIsObeyed(int status, String header, long millis) throws IOException {
    String[] parts = header.split(": ", 2);
    RawServer.Script script =
        x -> {
          if (x.number() == 1) {
            x.respond(status, "", parts);
          } else {
            x.ok();
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller = caller(server, RetryPolicy.defaults())) {
      Fixture.send(caller, Fixture.get(server.uri("/x")));

      assertThat(delayer.pauses()).containsExactly(Duration.ofMillis(millis));
    }
  }

  @ParameterizedTest
  @CsvSource({"soon", "-3", "1e9", "Fri, 40 Nov 2026 10:00:30 GMT"})
  void aWishThatCanNotBeReadIsIgnored(String wish) throws IOException {
    try (RawServer server = new RawServer(x -> x.respond(503, "", "Retry-After", wish));
        Caller caller = caller(server, RetryPolicy.defaults())) {
      ApiException failure = failure(caller, server, RequestOptions.none());

      assertThat(failure.retryAfter()).isEmpty();
      assertThat(delayer.pauses())
          .hasSize(2)
          .allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(1)));
    }
  }

  @ParameterizedTest
  @CsvSource({"61, 300", "20, 15"})
  void aWishBeyondTheLimitsFailsAtOnce(int seconds, int total) throws IOException {
    try (RawServer server = new RawServer(x -> x.respond(429, "", "Retry-After", "" + seconds));
        Caller caller = caller(server, RetryPolicy.defaults())) {
      ApiException failure =
          failure(
              caller, server, RequestOptions.builder().timeout(Duration.ofSeconds(total)).build());

      assertThat(failure.retryAfter()).contains(Duration.ofSeconds(seconds));
      assertThat(failure).hasMessageContaining("retry-after=" + seconds + "s");
      assertThat(delayer.pauses()).isEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void pausesAreARandomShareOfADoublingTime() throws IOException {
    RetryPolicy policy =
        RetryPolicy.builder()
            .maxRetries(40)
            .budget(0)
            .baseDelay(Duration.ofMillis(100))
            .maxDelay(Duration.ofMillis(1600))
            .build();
    try (RawServer server = new RawServer(x -> x.respond(503, ""));
        Caller caller = caller(server, policy)) {
      failure(caller, server, RequestOptions.none());

      List<Duration> pauses = delayer.pauses();
      assertThat(pauses).hasSize(40);
      for (int i = 0; i < 40; i++) {
        long most = Math.min(1600, 100L << Math.min(i, 10));
        assertThat(pauses.get(i).toMillis()).isBetween(0L, most);
      }
      assertThat(pauses.stream().distinct().count()).isGreaterThan(10);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "READ, 500, false, 1",
    "READ, 404, true, 3",
    "CREATE, 503, false, 1",
    "CREATE, 500, true, 1"
  })
  void xShouldRetryIsHeard(Kind kind, int status, String wish, int attempts) throws IOException {
    try (RawServer server = new RawServer(x -> x.respond(status, "", "x-should-retry", wish));
        Caller caller = caller(server, RetryPolicy.defaults())) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.call(kind, server.uri("/x"))))
          .isInstanceOf(ApiException.class);

      assertThat(server.requests()).hasSize(attempts);
    }
  }

  @ParameterizedTest
  @CsvSource({"FAIL, 503, READ, 1", "RETRY, 404, READ, 3", "RETRY, 500, CREATE, 3"})
  void theProvidersRulesComeFirst(Decision decision, int status, Kind kind, int attempts)
      throws IOException {
    try (RawServer server = new RawServer(x -> x.respond(status, "", "x-should-retry", "false"));
        Caller caller =
            Fixture.caller(server.uri("/"), (op, answer) -> decision, s -> s.delayer(delayer))) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.call(kind, server.uri("/x"))))
          .isInstanceOf(ApiException.class);

      assertThat(server.requests()).hasSize(attempts);
    }
  }

  @Test
  void notReadyIsWaitedOutBeyondTheRetries() throws IOException {
    RetryRules rules = (op, answer) -> Decision.WAIT;
    RawServer.Script script =
        x -> {
          if (x.number() < 12) {
            x.respond(503, "", "Retry-After", "3");
          } else {
            x.ok();
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"), rules, s -> s.delayer(delayer))) {
      assertThat(Fixture.send(caller, Fixture.call(Kind.INFERENCE, server.uri("/x"))).status())
          .isEqualTo(200);
      assertThat(delayer.pauses()).hasSize(11).containsOnly(Duration.ofSeconds(3));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 250, 500", "90, 90000, 90000"})
  void notReadyIsNeitherAskedWithoutAPauseNorGivenUpForALongOne(int wish, long least, long most)
      throws IOException {
    RawServer.Script script =
        x -> {
          if (x.number() == 1) {
            x.respond(503, "", "Retry-After", "" + wish);
          } else {
            x.ok();
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller =
            Fixture.caller(
                server.uri("/"), (op, answer) -> Decision.WAIT, s -> s.delayer(delayer))) {
      Fixture.send(caller, Fixture.call(Kind.INFERENCE, server.uri("/x")));

      assertThat(delayer.pauses())
          .singleElement()
          .satisfies(pause -> assertThat(pause.toMillis()).isBetween(least, most));
    }
  }

  @ParameterizedTest
  @CsvSource({"INFERENCE", "STREAM"})
  void notReadyIsWaitedOutNoLongerThanTheCallMayTake(Kind kind) throws IOException {
    Timeouts timeouts = Timeouts.builder().total(Duration.ofSeconds(100)).build();
    try (RawServer server = new RawServer(x -> x.respond(503, "", "Retry-After", "30"));
        Caller caller =
            Fixture.caller(
                server.uri("/"),
                (op, answer) -> Decision.WAIT,
                s -> s.delayer(delayer).timeouts(timeouts))) {
      ServerErrorException failure =
          catchThrowableOfType(
              ServerErrorException.class,
              () -> Fixture.send(caller, Fixture.call(kind, server.uri("/x"))));

      assertThat(failure.attempts()).isEqualTo(4);
      assertThat(delayer.pauses()).hasSize(3);
    }
  }

  @Test
  void theBudgetEndsRepetitionsUntilSuccessesFillItUp() throws IOException {
    RawServer.Script script =
        x -> {
          if (x.request().target().equals("/good")) {
            x.ok();
          } else {
            x.respond(503, "");
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller = caller(server, RetryPolicy.builder().budget(3).build())) {
      assertThat(failure(caller, server, RequestOptions.none()).attempts()).isEqualTo(3);
      assertThat(failure(caller, server, RequestOptions.none()).attempts()).isEqualTo(2);
      assertThat(failure(caller, server, RequestOptions.none()).attempts()).isEqualTo(1);
      for (int i = 1; i <= 10; i++) {
        Fixture.send(caller, Fixture.get(server.uri("/good")));
        int attempts = i < 10 ? 1 : 2;
        assertThat(failure(caller, server, RequestOptions.none()).attempts()).isEqualTo(attempts);
      }
    }
  }

  @Test
  void theOptionsOfACallCountMoreThanThePolicy() throws IOException {
    try (RawServer server = new RawServer(x -> x.respond(503, ""));
        Caller caller = caller(server, RetryPolicy.defaults())) {
      RequestOptions options = RequestOptions.builder().maxRetries(0).build();

      assertThat(failure(caller, server, options).attempts()).isEqualTo(1);
    }
  }

  private Caller caller(RawServer server, RetryPolicy policy) {
    return Fixture.caller(
        server.uri("/"),
        s -> s.delayer(delayer).retryPolicy(policy).clock(InstantSource.fixed(NOW)));
  }

  private static ApiException failure(Caller caller, RawServer server, RequestOptions options) {
    return catchThrowableOfType(
        ApiException.class, () -> Fixture.send(caller, Fixture.get(server.uri("/x")), options));
  }
}
