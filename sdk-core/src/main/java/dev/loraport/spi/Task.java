package dev.loraport.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The future of work in several steps, one after the other. Cancelling it, or a future that was
 * derived from it, cancels the step that runs. Dependent stages run on the client's executor.
 */
final class Task<T extends @Nullable Object> extends CompletableFuture<T> {
  private final Executor executor;
  private final @Nullable Task<?> source;
  private volatile @Nullable Future<?> step;

  Task(Executor executor) {
    this(executor, null);
  }

  private Task(Executor executor, @Nullable Task<?> source) {
    this.executor = executor;
    this.source = source;
  }

  /** Names the step that runs now, and cancels it if this is over already. */
  void step(Future<?> running) {
    step = running;
    if (isDone()) {
      running.cancel(true);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    Future<?> running = step;
    if (running != null) {
      running.cancel(mayInterruptIfRunning);
    }
    if (source != null) {
      source.cancel(mayInterruptIfRunning);
    }
    return cancelled;
  }

  @Override
  public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
    return new Task<>(executor, this);
  }

  @Override
  public Executor defaultExecutor() {
    return executor;
  }

  /** The failure without what futures wrap it into. */
  static Throwable unwrap(Throwable failure) {
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
