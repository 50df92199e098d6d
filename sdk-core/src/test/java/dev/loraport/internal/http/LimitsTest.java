package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.RequestOptions;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Caller;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
  void callsBeyondTheMinuteWaitForTheirTurn() throws IOException {
    Fixture.Recorder delayer = new Fixture.Recorder();
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller =
            Fixture.caller(
                server.uri("/"),
                s ->
                    s.maxCallsPerMinute(2)
                        .delayer(delayer)
                        .clock(InstantSource.fixed(Instant.EPOCH)))) {
      for (int i = 0; i < 5; i++) {
        Fixture.send(caller, Fixture.get(server.uri("/x")));
      }

      assertThat(delayer.pauses())
          .containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMinutes(2));
    }
  }
}
