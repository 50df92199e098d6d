package dev.loraport.spi;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future of several steps: cancelling it or completing it from outside, or one derived from it,
 * cancels the step that is under way. {@link CompletableFuture} alone forgets the step that {@code
 * thenCompose} has begun, so that its connection would stay open.
 *
 * <p>Asynchronous stages run on the executor that the first future is given, which those derived
 * from it carry on: a step may be a plain future, whose own would be the common pool.
 */
public final class LinkedFuture<T extends @Nullable Object> extends CompletableFuture<T>
    implements Unfinished {
  private final Executor executor;
  private volatile @Nullable CompletableFuture<?> step;

  private LinkedFuture(Executor executor) {
    this.executor = executor;
  }

  /**
   * A future that follows the given one.
   *
   * @param executor where asynchronous stages run
   * @param source what it follows
   */
  public static <T extends @Nullable Object> LinkedFuture<T> of(
      Executor executor, CompletableFuture<T> source) {
    LinkedFuture<T> future = new LinkedFuture<>(executor);
    future.follow(source);
    return future;
  }

  /**
   * A future that has ended.
   *
   * @param executor where asynchronous stages run
   * @param value its value
   */
  public static <T extends @Nullable Object> LinkedFuture<T> done(Executor executor, T value) {
    LinkedFuture<T> future = new LinkedFuture<>(executor);
    future.finish(value);
    return future;
  }

  /**
   * Begins with a first step; what it throws becomes a failure of the future.
   *
   * @param executor where asynchronous stages run
   * @param first begins the first step, on the calling thread
   */
  public static <T extends @Nullable Object> LinkedFuture<T> begin(
      Executor executor, Supplier<? extends CompletableFuture<T>> first) {
    LinkedFuture<T> future = new LinkedFuture<>(executor);
    future.run(first);
    return future;
  }

  private void run(Supplier<? extends CompletableFuture<T>> next) {
    try {
      follow(next.get());
    } catch (Throwable e) {
      // an error too: who waits for the future would wait for ever
      fail(e);
    }
  }

  private void follow(CompletableFuture<T> source) {
    step = source;
    if (isDone()) {
      source.cancel(true);
    }
    source.whenComplete(
        (value, failure) -> {
          if (failure != null) {
            fail(cause(failure));
          } else {
            finish(value);
          }
        });
  }

  private void finish(T value) {
    super.complete(value);
  }

  private void fail(Throwable failure) {
    super.completeExceptionally(failure);
  }

  private boolean abandoned(boolean changed) {
    CompletableFuture<?> current = step;
    if (changed && current != null) {
      current.cancel(true);
    }
    return changed;
  }

  @Override
  public boolean cancel(boolean mayInterrupt) {
    return abandoned(super.cancel(mayInterrupt));
  }

  @Override
  public boolean complete(T value) {
    return abandoned(super.complete(value));
  }

  @Override
  public boolean completeExceptionally(Throwable failure) {
    return abandoned(super.completeExceptionally(failure));
  }

  @Override
  public @Nullable String leaves() {
    CompletableFuture<?> current = step;
    return current == null || current.isDone()
        // the next step is begun at this moment, and not known yet
        ? "a request of it may just have gone out all the same; look whether it was carried out"
        : Unfinished.of(current);
  }

  @Override
  public Executor defaultExecutor() {
    return executor;
  }

  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    LinkedFuture<U> derived = new LinkedFuture<>(executor);
    derived.step = this;
    return derived;
  }

  @Override
  public <U extends @Nullable Object> CompletableFuture<U> thenCompose(
      Function<? super T, ? extends CompletionStage<U>> next) {
    LinkedFuture<U> derived = new LinkedFuture<>(executor);
    derived.step = this;
    whenComplete(
        (value, failure) -> {
          if (failure != null) {
            derived.fail(cause(failure));
          } else if (!derived.isDone()) {
            derived.run(() -> next.apply(value).toCompletableFuture());
          }
        });
    return derived;
  }

  @Override
  public CompletableFuture<T> exceptionallyCompose(
      Function<Throwable, ? extends CompletionStage<T>> next) {
    LinkedFuture<T> derived = new LinkedFuture<>(executor);
    derived.step = this;
    whenComplete(
        (value, failure) -> {
          if (failure == null) {
            derived.finish(value);
          } else if (!derived.isDone()) {
            derived.run(() -> next.apply(cause(failure)).toCompletableFuture());
          }
        });
    return derived;
  }

  /** What a failure came from, without the wrapping of futures. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  /** Whether a failure is a cancellation. */
  public static boolean isCancellation(Throwable failure) {
    return cause(failure) instanceof CancellationException;
  }
}
