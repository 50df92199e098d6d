package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.RequestOptions;
import dev.loraport.error.CallTimeoutException;
import dev.loraport.http.Delayer;
import dev.loraport.http.Timeouts;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Operation.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LimitsTest {
  @Test
  void noMoreCallsThanAllowedAreInFlight() throws Exception {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch together = new CountDownLatch(3);
    RawServer.Script script =
        x -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          together.countDown();
          await(together);
          now.decrementAndGet();
          x.ok();
        };
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.maxConcurrentCalls(3))) {
      List<CompletableFuture<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        calls.add(caller.send(Fixture.get(server.uri("/x")), RequestOptions.none()));
      }
      // Places of calls that were given up are not lost.
      calls.get(40).cancel(true);
      CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new))
          .exceptionally(e -> null)
          .get(20, TimeUnit.SECONDS);

      assertThat(calls).filteredOn(CompletableFuture::isCompletedExceptionally).hasSizeLessThan(2);
      assertThat(most.get()).isEqualTo(3);
      Fixture.send(caller, Fixture.get(server.uri("/x")));
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aStreamKeepsItsPlaceUntilItsBodyIsClosed() throws Exception {
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.maxConcurrentCalls(1))) {
      Caller.Opened opened = Fixture.open(caller, Fixture.get(server.uri("/1")));
      CompletableFuture<Answer> next =
          caller.send(Fixture.get(server.uri("/2")), RequestOptions.none());
      assertThat(next).isNotDone();
      assertThat(server.requests()).hasSize(1);

      opened.response().body().close();

      assertThat(next.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
  }

  @Test
  void aStreamWaitsForItsTurnAsLongAsACallMayTakeAndIsThenReadWithoutALimit() throws Exception {
    Duration limit = Duration.ofMillis(300);
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller =
            Fixture.caller(
                server.uri("/"),
                s -> s.maxConcurrentCalls(1).timeouts(Timeouts.builder().total(limit).build()))) {
      Caller.Opened opened = Fixture.open(caller, Fixture.call(Kind.STREAM, server.uri("/1")));

      assertThatThrownBy(() -> Fixture.open(caller, Fixture.call(Kind.STREAM, server.uri("/2"))))
          .isInstanceOf(CallTimeoutException.class)
          .hasMessageContaining("not begun")
          .hasMessageContaining("a stream takes a place until it is read to its end or closed");

      // the limit has passed for the first too, which had its turn
      assertThat(opened.response().body().stream().readAllBytes()).isNotEmpty();
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void repetitionsCountAsStartsOfTheMinute() throws Exception {
    List<CompletableFuture<Void>> pauses = new CopyOnWriteArrayList<>();
    Delayer byHand =
        pause -> {
          // the pauses of retries pass at once, those for the next start by hand
          CompletableFuture<Void> delay = new CompletableFuture<>();
          if (pause.toSeconds() < 30) {
            delay.complete(null);
          } else {
            pauses.add(delay);
          }
          return delay;
        };
    RawServer.Script script =
        x -> {
          if (x.number() == 1) {
            x.respond(503, "");
          } else {
            x.ok();
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller =
            Fixture.caller(server.uri("/"), s -> s.maxCallsPerMinute(3).delayer(byHand))) {
      Fixture.send(caller, Fixture.get(server.uri("/twice")));
      Fixture.send(caller, Fixture.get(server.uri("/third")));
      CompletableFuture<Answer> next =
          caller.send(Fixture.get(server.uri("/fourth")), RequestOptions.none());
      assertThat(next).isNotDone();
      assertThat(server.requests()).hasSize(3);

      pauses.get(0).complete(null);

      assertThat(next.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
  }
}
