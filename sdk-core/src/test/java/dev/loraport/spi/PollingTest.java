package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.error.ApiException;
import dev.loraport.error.ClientClosedException;
import dev.loraport.error.ErrorAnswer;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.TransportException;
import dev.loraport.error.WaitTimeoutException;
import dev.loraport.tuning.WaitOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PollingTest {
  private static final Operation AWAIT = Operation.read("jobs.await");
  private static final WaitOptions HOUR = WaitOptions.of(Duration.ofHours(1));

  private final FakeCaller caller = new FakeCaller();
  private final Deque<Object> answers = new ArrayDeque<>();
  private final List<String> told = new ArrayList<>();
  private int looks;

  private CompletableFuture<String> poll(WaitOptions options, Duration grace) {
    return Polling.poll(
        caller,
        AWAIT,
        "job ft-1",
        options,
        grace,
        () -> {
          looks++;
          Object next = answers.isEmpty() ? "running" : answers.remove();
          return next instanceof Throwable failure
              ? CompletableFuture.failedFuture(failure)
              : CompletableFuture.completedFuture((String) next);
        },
        "done"::equals,
        (value, elapsed, next) -> told.add(value + " " + next.isZero()));
  }

  private CompletableFuture<String> poll(WaitOptions options) {
    return poll(options, Duration.ZERO);
  }

  private static ApiException status(int status) {
    return ApiException.of(
        ErrorAnswer.builder().provider("acme").operation("jobs.get").status(status).build());
  }

  private static TransportException broken() {
    return new TransportException("acme", "jobs.get", "broken", false, 1, null);
  }

  @Test
  void looksUntilItIsDoneWithGrowingPauses() {
    answers.addAll(Collections.nCopies(12, "running"));
    answers.add("done");
    assertThat(poll(HOUR).join()).isEqualTo("done");
    assertThat(looks).isEqualTo(13);
    double expected = 2;
    for (Duration pause : caller.pauses) {
      assertThat(pause.toNanos() / 1e9).isBetween(expected * 0.9, expected * 1.1);
      expected = Math.min(expected * 1.5, 60);
    }
    assertThat(caller.pauses).hasSize(12);
    assertThat(told).hasSize(13).startsWith("running false").endsWith("done true");
  }

  @Test
  void endsWhenTheTimeIsOverAlthoughNeitherClockNorPausesTakeTime() {
    assertThatThrownBy(() -> poll(HOUR).join())
        .cause()
        .isInstanceOfSatisfying(
            WaitTimeoutException.class,
            e -> {
              assertThat(e.last()).isEqualTo("running");
              assertThat(e.timeout()).isEqualTo(Duration.ofHours(1));
              assertThat(e)
                  .hasMessageStartingWith("acme jobs.await: job ft-1 is not done after 1h and ");
            });
    assertThat(caller.pauses.stream().reduce(Duration.ZERO, Duration::plus))
        .isEqualTo(Duration.ofHours(1));
    assertThat(told).last().isEqualTo("running true");
  }

  @Test
  void endsWhenTheClockSaysSo() {
    caller.delay =
        pause -> {
          caller.now = caller.now.plus(Duration.ofMinutes(40));
          return CompletableFuture.completedFuture(null);
        };
    assertThatThrownBy(() -> poll(HOUR).join()).hasCauseInstanceOf(WaitTimeoutException.class);
    assertThat(looks).isEqualTo(3);
  }

  @Test
  void endsDuringALookThatHangsAndCancelsIt() {
    CompletableFuture<String> hanging = new CompletableFuture<>();
    CompletableFuture<String> wait =
        Polling.poll(
            caller,
            AWAIT,
            "job ft-1",
            WaitOptions.of(Duration.ofMillis(20)),
            () -> hanging,
            "done"::equals,
            (value, elapsed, next) -> {});

    assertThatThrownBy(() -> wait.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(WaitTimeoutException.class);
    assertThat(hanging).isCompletedExceptionally();
  }

  /** Who listens to the look or waits for the end has code of the user. */
  @Test
  void theEndOfALookThatHangsIsToldOnTheExecutorOfTheClient() throws Exception {
    caller.executor = work -> new Thread(work, "of-the-client").start();
    CompletableFuture<String> hanging = new CompletableFuture<>();
    CompletableFuture<String> look = hanging.handle((v, e) -> Thread.currentThread().getName());
    CompletableFuture<String> wait =
        Polling.poll(
                caller,
                AWAIT,
                "job ft-1",
                WaitOptions.of(Duration.ofMillis(100)),
                () -> hanging,
                "done"::equals,
                (value, elapsed, next) -> {})
            .handle((v, e) -> Thread.currentThread().getName());

    assertThat(look.get(10, TimeUnit.SECONDS)).isEqualTo("of-the-client");
    assertThat(wait.get(10, TimeUnit.SECONDS)).isEqualTo("of-the-client");
  }

  @Test
  void endsEvenWithoutPausesAndWithoutFillingTheStack() {
    WaitOptions eager =
        WaitOptions.builder()
            .timeout(Duration.ofSeconds(30))
            .initialInterval(Duration.ZERO)
            .maxInterval(Duration.ZERO)
            .build();
    assertThatThrownBy(() -> poll(eager).join()).hasCauseInstanceOf(WaitTimeoutException.class);
    assertThat(looks).isEqualTo(30_001);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 408, 429, 500, 502, 503, 504, 529})
  void bearsPassingErrorsUpToTheLimitInARow(int status) {
    Throwable passing = status == 0 ? broken() : status(status);
    answers.addAll(Collections.nCopies(5, passing));
    answers.add("running");
    answers.addAll(Collections.nCopies(5, passing));
    answers.add("done");
    assertThat(poll(HOUR).join()).isEqualTo("done");

    answers.addAll(Collections.nCopies(6, passing));
    assertThatThrownBy(() -> poll(HOUR).join()).cause().isSameAs(passing);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 422})
  void endsAtOnceOnAnErrorThatStays(int status) {
    answers.add(status(status));
    assertThatThrownBy(() -> poll(HOUR).join())
        .cause()
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.status()).isEqualTo(status));
    assertThat(looks).isOne();
  }

  @Test
  void whatIsNotThereYetIsBorneForTheGraceTime() {
    answers.addAll(Collections.nCopies(8, status(404)));
    answers.add("done");
    assertThat(poll(HOUR, Duration.ofHours(1)).join()).isEqualTo("done");

    looks = 0;
    answers.addAll(Collections.nCopies(100, status(404)));
    assertThatThrownBy(() -> poll(HOUR, Duration.ofMinutes(1)).join())
        .hasCauseInstanceOf(NotFoundException.class);
    // 2 + 3 + 4.5 + 6.75 + 10.1 + 15.2 seconds are under a minute, with 22.8 more over it
    assertThat(looks).isBetween(7, 9);
  }

  @Test
  void waitsAsLongAsTheServerAsks() {
    answers.add(
        ApiException.of(
            ErrorAnswer.builder()
                .provider("acme")
                .operation("jobs.get")
                .status(429)
                .retryAfter(Duration.ofSeconds(45))
                .build()));
    answers.add("done");
    poll(HOUR).join();
    assertThat(caller.pauses).containsExactly(Duration.ofSeconds(45));
  }

  @Test
  void keepsTheLastErrorWhenTheTimeIsOver() {
    answers.addAll(List.of("running", broken()));
    WaitOptions brief = WaitOptions.of(Duration.ofSeconds(1));
    assertThatThrownBy(() -> poll(brief).join())
        .cause()
        .isInstanceOf(WaitTimeoutException.class)
        .hasCauseInstanceOf(TransportException.class)
        .extracting(e -> ((WaitTimeoutException) e).last())
        .isEqualTo("running");
  }

  @Test
  void cancellingADerivedFutureEndsThePauseAndTheLooks() {
    CompletableFuture<@Nullable Void> pause = new CompletableFuture<>();
    caller.delay = any -> pause;
    CompletableFuture<String> wait = poll(HOUR);
    CompletableFuture<Integer> derived = wait.thenApply(String::length);
    assertThat(derived.cancel(true)).isTrue();
    assertThat(pause).isCancelled();
    assertThat(wait).isCancelled();
    assertThat(looks).isOne();
  }

  @Test
  void cancellingEndsALookThatRuns() {
    CompletableFuture<String> look = new CompletableFuture<>();
    CompletableFuture<String> wait =
        Polling.poll(caller, AWAIT, "job ft-1", HOUR, () -> look, "done"::equals, (v, e, n) -> {});
    wait.cancel(true);
    assertThat(look).isCancelled();
  }

  @Test
  void closingTheClientEndsTheWait() {
    CompletableFuture<@Nullable Void> pause = new CompletableFuture<>();
    caller.delay = any -> pause;
    CompletableFuture<String> wait = poll(HOUR);
    caller.close();
    pause.complete(null);
    assertThatThrownBy(wait::join)
        .hasCauseInstanceOf(ClientClosedException.class)
        .hasMessageContaining("acme jobs.await");
    assertThat(looks).isOne();
  }

  @Test
  void anExecutorThatRefusesDoesNotLeaveTheWaitHanging() {
    caller.executor =
        work -> {
          throw new RejectedExecutionException("shut down");
        };
    assertThatThrownBy(() -> poll(HOUR).join())
        .hasCauseInstanceOf(RejectedExecutionException.class);
  }

  @Test
  void aListenerThatThrowsBreaksNothingButAPredicateThatThrowsFailsTheWait() {
    CompletableFuture<String> told =
        Polling.poll(
            caller,
            AWAIT,
            "job ft-1",
            HOUR,
            () -> CompletableFuture.completedFuture("done"),
            "done"::equals,
            (v, e, n) -> {
              throw new IllegalStateException("listener");
            });
    assertThat(told.join()).isEqualTo("done");
    CompletableFuture<String> tested =
        Polling.poll(
            caller,
            AWAIT,
            "job ft-1",
            HOUR,
            () -> CompletableFuture.completedFuture("done"),
            v -> {
              throw new IllegalStateException("predicate");
            },
            (v, e, n) -> {});
    assertThatThrownBy(tested::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("predicate");
  }
}
