package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinkedFutureTest {
  private final CompletableFuture<String> first = new CompletableFuture<>();
  private final CompletableFuture<String> second = new CompletableFuture<>();
  private final List<Runnable> ran = new ArrayList<>();
  private final Executor executor =
      work -> {
        ran.add(work);
        work.run();
      };

  @Test
  void cancellingReachesTheStepThatIsUnderWay() {
    CompletableFuture<Integer> whole =
        LinkedFuture.of(executor, first).thenCompose(x -> second).thenApply(String::length);
    first.complete("a");
    whole.cancel(true);
    assertThat(second).isCancelled();
  }

  @Test
  void aRescueIsAStepToo() {
    CompletableFuture<String> whole =
        LinkedFuture.of(executor, first).exceptionallyCompose(e -> second);
    first.completeExceptionally(new IllegalStateException());
    whole.cancel(true);
    assertThat(second).isCancelled();
  }

  @Test
  void noStepBeginsAfterTheEnd() {
    CompletableFuture<String> whole =
        LinkedFuture.of(executor, first)
            .thenCompose(
                x -> {
                  throw new AssertionError("began");
                });
    whole.cancel(true);
    assertThat(first).isCancelled();
    assertThat(whole).isCancelled();
  }

  @Test
  void whatIsCompletedFromOutsideIsNotWantedAnyMore() {
    LinkedFuture.of(executor, first).complete("other");
    assertThat(first).isCancelled();
  }

  @Test
  void aStepThatThrowsFailsTheFuture() {
    CompletableFuture<String> whole =
        LinkedFuture.begin(
            executor,
            () -> {
              throw new IllegalStateException("no");
            });
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(whole::join)
        .withCauseInstanceOf(IllegalStateException.class);
  }

  /** Each runs code of a user that throws an error, which a future alone would keep. */
  static Stream<Function<Executor, CompletableFuture<String>>> stepsThatThrowErrors() {
    return Stream.of(
        executor ->
            LinkedFuture.begin(
                executor,
                () -> {
                  throw new LinkageError("no");
                }),
        executor ->
            LinkedFuture.done(executor, "")
                .thenCompose(
                    x -> {
                      throw new LinkageError("no");
                    }),
        executor ->
            LinkedFuture.<String>of(executor, CompletableFuture.failedFuture(new IOException()))
                .exceptionallyCompose(
                    x -> {
                      throw new LinkageError("no");
                    }));
  }

  @ParameterizedTest
  @MethodSource("stepsThatThrowErrors")
  void anErrorOfAStepEndsTheFuture(Function<Executor, CompletableFuture<String>> make) {
    assertThat(make.apply(executor))
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(LinkageError.class);
  }

  @Test
  void failuresComeWithoutWrapping() {
    CompletableFuture<String> whole =
        LinkedFuture.of(executor, first)
            .thenApply(x -> x)
            .exceptionallyCompose(e -> LinkedFuture.done(executor, e.getClass().getSimpleName()));
    first.completeExceptionally(new IllegalStateException());
    assertThat(whole).isCompletedWithValue("IllegalStateException");
  }

  static Stream<Function<Executor, CompletableFuture<String>>> waysToMakeOne() {
    return Stream.of(
        executor -> LinkedFuture.of(executor, CompletableFuture.completedFuture("a")),
        executor -> LinkedFuture.begin(executor, () -> CompletableFuture.completedFuture("a")),
        executor -> LinkedFuture.done(executor, "a"),
        executor ->
            LinkedFuture.done(executor, "")
                .thenCompose(x -> CompletableFuture.completedFuture("a")),
        executor ->
            LinkedFuture.<String>of(executor, CompletableFuture.failedFuture(new IOException()))
                .exceptionallyCompose(e -> CompletableFuture.completedFuture("a")));
  }

  @ParameterizedTest
  @MethodSource("waysToMakeOne")
  void asyncStagesRunOnItsExecutorEvenWhereAStepIsAPlainFuture(
      Function<Executor, CompletableFuture<String>> make) {
    CompletableFuture<String> derived =
        make.apply(executor)
            .thenApplyAsync(Function.identity())
            .thenComposeAsync(CompletableFuture::completedFuture)
            .thenApplyAsync(x -> x + "!");

    assertThat(derived).isCompletedWithValue("a!");
    assertThat(ran).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void anAsyncStageOfAStepThatIsUnderWayRunsOnItsExecutorToo() {
    CompletableFuture<String> derived =
        LinkedFuture.of(executor, first).thenApplyAsync(x -> x + "!");

    first.complete("a");

    assertThat(derived).isCompletedWithValue("a!");
    assertThat(ran).hasSize(1);
  }
}
