package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.error.LoraportException;
import dev.loraport.http.Delayer;
import dev.loraport.http.HttpTransport;
import dev.loraport.http.RetryPolicy;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import dev.loraport.spi.Caller;
import dev.loraport.spi.FakeBody;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits of a client when a thousand threads call at once. */
@Timeout(60)
class CrowdTest {
  private static final int THREADS = 1_000;
  private static final URI ORIGIN = URI.create("https://api.acme.example");

  /** Answers on threads of its own, a few at a time, and counts who is inside. */
  private static final class Counting implements HttpTransport {
    private final int status;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final Queue<CompletableFuture<WireResponse>> waiting = new ConcurrentLinkedQueue<>();
    private final Thread server = new Thread(this::serve, "the server");
    private volatile boolean closed;

    Counting(int status) {
      this.status = status;
      server.setDaemon(true);
      server.start();
    }

    @Override
    public CompletableFuture<WireResponse> send(WireRequest request, Limits limits) {
      sent.incrementAndGet();
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      CompletableFuture<WireResponse> answer = new CompletableFuture<>();
      waiting.add(answer);
      return answer;
    }

    private void serve() {
      while (!closed) {
        CompletableFuture<WireResponse> next = waiting.poll();
        if (next == null) {
          Thread.onSpinWait();
          continue;
        }
        inside.decrementAndGet();
        HttpHeaders json =
            HttpHeaders.of(Map.of("Content-Type", List.of("application/json")), (n, v) -> true);
        next.complete(new WireResponse(status, json, FakeBody.of("{\"ok\":true}")));
      }
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Calls on all threads at once; how many of them were answered. */
  private static int crowd(Caller caller) throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger answered = new AtomicInteger();
    AtomicInteger failed = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      URI uri = ORIGIN.resolve("/" + i);
      Thread thread =
          new Thread(
              () -> {
                try {
                  go.await();
                  Fixture.send(caller, Fixture.get(uri));
                  answered.incrementAndGet();
                } catch (LoraportException e) {
                  failed.incrementAndGet();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      thread.start();
      threads.add(thread);
    }
    go.countDown();
    for (Thread thread : threads) {
      TimeUnit.SECONDS.timedJoin(thread, 50);
    }
    assertThat(answered.get() + failed.get()).as("each call ends once").isEqualTo(THREADS);
    return answered.get();
  }

  @Test
  void noMoreCallsThanAllowedAreInFlight() throws InterruptedException {
    Counting transport = new Counting(200);
    try (Caller caller =
        Fixture.caller(ORIGIN, s -> s.transport(transport).maxConcurrentCalls(20))) {
      assertThat(crowd(caller)).isEqualTo(THREADS);
    }
    assertThat(transport.sent).hasValue(THREADS);
    assertThat(transport.most.get()).isBetween(2, 20);
  }

  @Test
  void noMoreCallsThanAllowedStartInAMinute() throws InterruptedException {
    Counting transport = new Counting(200);
    Queue<Duration> waits = new ConcurrentLinkedQueue<>();
    Delayer noting =
        pause -> {
          waits.add(pause);
          return CompletableFuture.completedFuture(null);
        };
    InstantSource still = InstantSource.fixed(Instant.EPOCH);
    try (Caller caller =
        Fixture.caller(
            ORIGIN,
            s -> s.transport(transport).maxCallsPerMinute(90).delayer(noting).clock(still))) {
      assertThat(crowd(caller)).isEqualTo(THREADS);
    }
    // the clock stands still, so that the wait of a call says in which minute it starts
    for (int minute = 1; minute <= THREADS / 90; minute++) {
      Duration wait = Duration.ofMinutes(minute);
      int expected = Math.min(90, THREADS - 90 * minute);
      assertThat(waits).filteredOn(wait::equals).as("minute %d", minute).hasSize(expected);
    }
    assertThat(waits).hasSize(THREADS - 90);
  }

  @Test
  void noMoreCallsThanTheBudgetAllowsAreRepeated() throws InterruptedException {
    Counting transport = new Counting(503);
    RetryPolicy policy = RetryPolicy.builder().budget(70).maxRetries(2).build();
    Delayer none = pause -> CompletableFuture.completedFuture(null);
    try (Caller caller =
        Fixture.caller(ORIGIN, s -> s.transport(transport).retryPolicy(policy).delayer(none))) {
      assertThat(crowd(caller)).isZero();
    }
    assertThat(transport.sent).hasValue(THREADS + 70);
  }
}
