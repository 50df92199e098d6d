package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class LinkedFutureTest {
  private final CompletableFuture<String> first = new CompletableFuture<>();
  private final CompletableFuture<String> second = new CompletableFuture<>();

  @Test
  void cancellingReachesTheStepThatIsUnderWay() {
    CompletableFuture<Integer> whole =
        LinkedFuture.of(first).thenCompose(x -> second).thenApply(String::length);
    first.complete("a");
    whole.cancel(true);
    assertThat(second).isCancelled();
  }

  @Test
  void aRescueIsAStepToo() {
    CompletableFuture<String> whole = LinkedFuture.of(first).exceptionallyCompose(e -> second);
    first.completeExceptionally(new IllegalStateException());
    whole.cancel(true);
    assertThat(second).isCancelled();
  }

  @Test
  void noStepBeginsAfterTheEnd() {
    CompletableFuture<String> whole =
        LinkedFuture.of(first)
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
    LinkedFuture.of(first).complete("other");
    assertThat(first).isCancelled();
  }

  @Test
  void aStepThatThrowsFailsTheFuture() {
    CompletableFuture<String> whole =
        LinkedFuture.begin(
            () -> {
              throw new IllegalStateException("no");
            });
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(whole::join)
        .withCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void failuresComeWithoutWrapping() {
    CompletableFuture<String> whole =
        LinkedFuture.of(first)
            .thenApply(x -> x)
            .exceptionallyCompose(e -> LinkedFuture.done(e.getClass().getSimpleName()));
    first.completeExceptionally(new IllegalStateException());
    assertThat(whole).isCompletedWithValue("IllegalStateException");
  }

  @Test
  void asyncStagesRunWhereThoseOfTheSourceRun() {
    List<Runnable> ran = new ArrayList<>();
    Executor executor =
        work -> {
          ran.add(work);
          work.run();
        };
    CompletableFuture<String> source =
        new CompletableFuture<>() {
          @Override
          public Executor defaultExecutor() {
            return executor;
          }
        };
    CompletableFuture<String> derived =
        LinkedFuture.of(source).thenApplyAsync(Function.identity()).thenApplyAsync(x -> x + "!");

    source.complete("a");

    assertThat(derived).isCompletedWithValue("a!");
    assertThat(ran).hasSize(2);
  }
}
