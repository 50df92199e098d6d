package dev.loraport.internal.http;

import dev.loraport.spi.Unfinished;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A future that tells what works for it when nobody wants its value any more: when it, or a future
 * derived from it, is cancelled or completed from outside, as {@code orTimeout} does.
 *
 * <p>Its dependants run where it is completed. On threads of the HTTP client and of the timer it is
 * therefore only completed for the pipeline itself; for a user it is on an executor, with all that
 * hangs on it: a stage on a derived future, or on one of {@code allOf}, runs there too.
 */
public final class CancellableFuture<T extends @Nullable Object> extends CompletableFuture<T>
    implements Unfinished {
  private final Executor executor;
  private final Runnable abandon;
  private volatile @Nullable InnerStage inner;
  private volatile @Nullable String leaves;

  private CancellableFuture(Executor executor, Runnable abandon) {
    this.executor = executor;
    this.abandon = abandon;
  }

  /**
   * Makes a future.
   *
   * @param executor where asynchronous stages run that name no executor
   * @param abandon run when the value is no longer wanted; it may be run more than once
   */
  public static <T extends @Nullable Object> CancellableFuture<T> of(
      Executor executor, Runnable abandon) {
    return new CancellableFuture<>(executor, abandon);
  }

  /** Sets what may be left at the provider if it is given up from now on. */
  public void leaves(String what) {
    leaves = what;
  }

  @Override
  public @Nullable String leaves() {
    return leaves;
  }

  /** Completes it from the inside. */
  public boolean finish(@Nullable T value) {
    return super.complete(value);
  }

  /** Fails it from the inside. */
  public boolean fail(Throwable error) {
    return super.completeExceptionally(error);
  }

  private boolean abandoned(boolean changed) {
    if (changed) {
      InnerStage stage = inner;
      if (stage != null) {
        stage.cancel();
      }
      abandon.run();
    }
    return changed;
  }

  @Override
  public boolean complete(T value) {
    return abandoned(super.complete(value));
  }

  @Override
  public boolean completeExceptionally(Throwable error) {
    return abandoned(super.completeExceptionally(error));
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    return abandoned(super.cancel(mayInterruptIfRunning));
  }

  @Override
  public Executor defaultExecutor() {
    return executor;
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CancellableFuture<>(executor, () -> cancel(true));
  }

  @Override
  public <U> CompletableFuture<U> thenCompose(
      Function<? super T, ? extends CompletionStage<U>> fn) {
    return linked(fn, f -> super.thenCompose(f));
  }

  @Override
  public <U> CompletableFuture<U> thenComposeAsync(
      Function<? super T, ? extends CompletionStage<U>> fn) {
    return thenComposeAsync(fn, executor);
  }

  @Override
  public <U> CompletableFuture<U> thenComposeAsync(
      Function<? super T, ? extends CompletionStage<U>> fn, Executor on) {
    return linked(fn, f -> super.thenComposeAsync(f, on));
  }

  @Override
  public CompletableFuture<T> exceptionallyCompose(
      Function<Throwable, ? extends CompletionStage<T>> fn) {
    return linked(fn, f -> super.exceptionallyCompose(f));
  }

  @Override
  public CompletableFuture<T> exceptionallyComposeAsync(
      Function<Throwable, ? extends CompletionStage<T>> fn) {
    return exceptionallyComposeAsync(fn, executor);
  }

  @Override
  public CompletableFuture<T> exceptionallyComposeAsync(
      Function<Throwable, ? extends CompletionStage<T>> fn, Executor on) {
    return linked(fn, f -> super.exceptionallyComposeAsync(f, on));
  }

  /** Composes so that cancelling the derived future reaches the stage that the function gave. */
  private static <A, U> CompletableFuture<U> linked(
      Function<? super A, ? extends CompletionStage<U>> fn,
      Function<Function<A, CompletionStage<U>>, CompletableFuture<U>> compose) {
    InnerStage stage = new InnerStage();
    CompletableFuture<U> derived =
        compose.apply(
            a -> {
              CompletionStage<U> next = fn.apply(a);
              stage.set(next);
              return next;
            });
    ((CancellableFuture<U>) derived).inner = stage;
    return derived;
  }

  /** The stage that a composing function gave, or will give. */
  private static final class InnerStage {
    private @Nullable CompletionStage<?> stage;
    private boolean cancelled;

    void set(CompletionStage<?> given) {
      boolean tooLate;
      synchronized (this) {
        stage = given;
        tooLate = cancelled;
      }
      if (tooLate) {
        given.toCompletableFuture().cancel(true);
      }
    }

    void cancel() {
      CompletionStage<?> given;
      synchronized (this) {
        cancelled = true;
        given = stage;
      }
      if (given != null) {
        given.toCompletableFuture().cancel(true);
      }
    }
  }
}
