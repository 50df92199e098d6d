package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.CallTimeoutException;
import dev.loraport.http.Delayer;
import dev.loraport.http.HttpTransport;
import dev.loraport.http.RetryPolicy;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Caller;
import dev.loraport.spi.FakeBody;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The limits of a client when a thousand threads call at once. */
@Timeout(60)
class CrowdTest {
  private static final int THREADS = 1_000;
  private static final int AT_ONCE = 20;
  private static final Duration HOUR = Duration.ofHours(1);
  private static final URI ORIGIN = URI.create("https://api.acme.example");

  /**
   * Answers on a thread of its own, unless it holds back, and counts who is inside. The first
   * attempt at a path that ends in /again is refused.
   */
  private static final class Counting implements HttpTransport {
    private final int status;
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final Set<URI> refused = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final BlockingQueue<Runnable> heldBack = new LinkedBlockingQueue<>();
    private final Thread server = new Thread(this::serve, "the server");
    private volatile boolean holding;

    Counting(int status) {
      this.status = status;
      server.setDaemon(true);
      server.start();
    }

    @Override
    public CompletableFuture<WireResponse> send(WireRequest request, Limits limits) {
      sent.incrementAndGet();
      most.accumulateAndGet(inside.incrementAndGet(), Math::max);
      boolean refuse = request.uri().getPath().endsWith("/again") && refused.add(request.uri());
      CompletableFuture<WireResponse> answer = new CompletableFuture<>();
      (holding ? heldBack : waiting)
          .add(
              () -> {
                inside.decrementAndGet();
                answer.complete(answer(refuse ? 503 : status));
              });
      return answer;
    }

    private static WireResponse answer(int status) {
      HttpHeaders json =
          HttpHeaders.of(Map.of("Content-Type", List.of("application/json")), (n, v) -> true);
      return new WireResponse(status, json, FakeBody.of("{\"ok\":true}"));
    }

    private void serve() {
      try {
        while (true) {
          waiting.take().run();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      server.interrupt();
    }
  }

  /** What one of the crowd does. */
  private interface Deed {
    void with(URI uri) throws Exception;
  }

  /** All threads do theirs at once. */
  private static void crowd(IntFunction<Deed> deeds) throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    Queue<Throwable> unexpected = new ConcurrentLinkedQueue<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      URI uri = ORIGIN.resolve("/" + i);
      Deed deed = deeds.apply(i);
      Thread thread =
          new Thread(
              () -> {
                try {
                  go.await();
                  deed.with(uri);
                } catch (Throwable e) {
                  unexpected.add(e);
                }
              });
      thread.start();
      threads.add(thread);
    }
    go.countDown();
    for (Thread thread : threads) {
      TimeUnit.SECONDS.timedJoin(thread, 50);
    }
    assertThat(threads).as("each call ends").noneMatch(Thread::isAlive);
    assertThat(unexpected).isEmpty();
  }

  @Test
  void noMoreCallsThanAllowedAreInFlight() throws InterruptedException {
    Counting transport = new Counting(200);
    try (Caller caller =
        Fixture.caller(ORIGIN, s -> s.transport(transport).maxConcurrentCalls(AT_ONCE))) {
      crowd(i -> uri -> Fixture.send(caller, Fixture.get(uri)));
      assertThat(transport.sent).hasValue(THREADS);
      assertThat(transport.most.get()).isBetween(2, AT_ONCE);
      assertAllPlacesFree(caller, transport);
    }
  }

  /** A fifth each: good, cancelled, timed out, interrupted, and repeated. */
  @Test
  void howeverCallsEndTheyGiveTheirPlaceBack() throws InterruptedException {
    Counting transport = new Counting(200);
    AtomicInteger interrupted = new AtomicInteger();
    AtomicInteger answered = new AtomicInteger();
    RequestOptions brief = RequestOptions.builder().timeout(Duration.ofNanos(1)).build();
    try (Caller caller =
        Fixture.caller(
            ORIGIN,
            s ->
                s.transport(transport)
                    .maxConcurrentCalls(AT_ONCE)
                    .retryPolicy(RetryPolicy.builder().budget(0).build())
                    .delayer(pause -> CompletableFuture.completedFuture(null)))) {
      Deed good =
          uri -> {
            Fixture.send(caller, Fixture.get(uri));
            answered.incrementAndGet();
          };
      Deed cancelled = uri -> caller.send(Fixture.get(uri), RequestOptions.none()).cancel(true);
      Deed timedOut =
          uri -> {
            try {
              Fixture.send(caller, Fixture.get(uri), brief);
            } catch (CallTimeoutException e) {
              // most are, but an answer can be faster
            }
          };
      Deed interrupting =
          uri -> {
            Thread.currentThread().interrupt();
            try {
              Fixture.send(caller, Fixture.get(uri));
            } catch (CallInterruptedException e) {
              interrupted.incrementAndGet();
            }
          };
      Deed repeated = uri -> good.with(uri.resolve(uri.getPath() + "/again"));
      List<Deed> deeds = List.of(good, cancelled, timedOut, interrupting, repeated);
      crowd(i -> deeds.get(i % deeds.size()));
      assertThat(answered).hasValue(THREADS * 2 / 5);
      assertThat(interrupted).hasValue(THREADS / 5);
      assertAllPlacesFree(caller, transport);
    }
  }

  /** As many further calls get in as may, and no more. */
  private static void assertAllPlacesFree(Caller caller, Counting transport)
      throws InterruptedException {
    transport.holding = true;
    List<CompletableFuture<Answer>> calls = new ArrayList<>();
    for (int i = 0; i < 2 * AT_ONCE; i++) {
      calls.add(caller.send(Fixture.get(ORIGIN.resolve("/held")), RequestOptions.none()));
    }
    List<Runnable> held = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      held.add(transport.heldBack.poll(20, TimeUnit.SECONDS));
    }
    assertThat(held).as("no place is lost").doesNotContainNull();
    assertThat(transport.heldBack.poll(200, TimeUnit.MILLISECONDS)).as("none is doubled").isNull();
    calls.forEach(call -> call.cancel(true));
  }

  @Test
  void callsThatAreCancelledWhileTheyWaitTakeNoStartOfTheMinute() throws Exception {
    Counting transport = new Counting(200);
    CompletableFuture<Void> minute = new CompletableFuture<>();
    try (Caller caller =
        Fixture.caller(
            ORIGIN,
            s -> s.transport(transport).maxCallsPerMinute(90).delayer(pause -> minute.copy()))) {
      Queue<CompletableFuture<Answer>> calls = new ConcurrentLinkedQueue<>();
      CountDownLatch answered = new CountDownLatch(90);
      crowd(
          i ->
              uri -> {
                CompletableFuture<Answer> call =
                    caller.send(Fixture.get(uri), RequestOptions.builder().timeout(HOUR).build());
                calls.add(call);
                call.thenRun(answered::countDown);
              });
      assertThat(answered.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(transport.sent).hasValue(90);
      calls.forEach(call -> call.cancel(true));

      List<CompletableFuture<Answer>> later = new ArrayList<>();
      for (int i = 0; i < 90; i++) {
        later.add(caller.send(Fixture.get(ORIGIN.resolve("/later")), RequestOptions.none()));
      }
      minute.complete(null);

      CompletableFuture.allOf(later.toArray(CompletableFuture<?>[]::new)).get(20, TimeUnit.SECONDS);
      assertThat(transport.sent).hasValue(180);
    }
  }

  @Test
  void noMoreCallsThanTheBudgetAllowsAreRepeated() throws InterruptedException {
    Counting transport = new Counting(503);
    RetryPolicy policy = RetryPolicy.builder().budget(70).maxRetries(2).build();
    Delayer none = pause -> CompletableFuture.completedFuture(null);
    try (Caller caller =
        Fixture.caller(ORIGIN, s -> s.transport(transport).retryPolicy(policy).delayer(none))) {
      crowd(
          i ->
              uri ->
                  assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(uri)))
                      .isInstanceOf(ApiException.class));
    }
    assertThat(transport.sent).hasValue(THREADS + 70);
  }
}
