package dev.loraport.spi;

import dev.loraport.internal.http.CancellableFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Work in several steps, one after the other, and the future of its result. Cancelling the future,
 * or one that was derived from it, cancels the step that runs.
 */
final class Task<T> {
  private final CancellableFuture<T> future;
  private final Runnable cleanup;
  private volatile @Nullable Future<?> step;

  /**
   * Makes a task.
   *
   * @param executor where asynchronous stages of the future run
   * @param cleanup run when the task fails or is given up; maybe more than once
   */
  Task(Executor executor, Runnable cleanup) {
    this.cleanup = cleanup;
    this.future = CancellableFuture.of(executor, this::abandon);
  }

  CompletableFuture<T> future() {
    return future;
  }

  /** Sets what may be left at the provider if it is given up from now on. */
  void leaves(String what) {
    future.leaves(what);
  }

  boolean isDone() {
    return future.isDone();
  }

  void complete(T value) {
    future.finish(value);
  }

  void fail(Throwable failure) {
    cleanup.run();
    future.fail(failure);
  }

  /**
   * Waits for a step and goes on with its outcome, where that future runs its dependants. What goes
   * wrong in between fails the task.
   */
  <A extends @Nullable Object> void then(
      CompletableFuture<A> running, BiConsumer<A, @Nullable Throwable> next) {
    step = running;
    if (isDone()) {
      running.cancel(true);
    }
    CompletableFuture<?> unused =
        running
            .handle(
                (value, failure) -> {
                  next.accept(value, failure == null ? null : unwrap(failure));
                  return true;
                })
            .exceptionally(
                failure -> {
                  fail(unwrap(failure));
                  return false;
                });
  }

  private void abandon() {
    Future<?> running = step;
    if (running != null) {
      running.cancel(true);
    }
    cleanup.run();
  }

  private static Throwable unwrap(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException || cause instanceof ExecutionException) {
      Throwable inner = cause.getCause();
      if (inner == null) {
        return cause;
      }
      cause = inner;
    }
    return cause;
  }
}
