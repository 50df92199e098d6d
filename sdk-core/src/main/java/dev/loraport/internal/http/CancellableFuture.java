package dev.loraport.internal.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A future that tells what works for it when nobody wants its value any more: when it, or a future
 * derived from it, is cancelled or completed from outside, as {@code orTimeout} does.
 *
 * <p>Its dependants run on the given executor even where they don't ask for it, so that code of a
 * user never runs on a thread of the HTTP client; futures that are derived from it are there
 * already and hand on at once.
 */
public final class CancellableFuture<T extends @Nullable Object> extends CompletableFuture<T> {
  private final Executor executor;
  private final boolean root;
  private final Runnable abandon;
  private volatile @Nullable InnerStage inner;

  private CancellableFuture(Executor executor, boolean root, Runnable abandon) {
    this.executor = executor;
    this.root = root;
    this.abandon = abandon;
  }

  /**
   * A future whose dependants run on the executor.
   *
   * @param executor where dependants run
   * @param abandon run when the value is no longer wanted; it may be run more than once
   */
  public static <T extends @Nullable Object> CancellableFuture<T> root(
      Executor executor, Runnable abandon) {
    return new CancellableFuture<>(executor, true, abandon);
  }

  /** A future for use within the pipeline, whose dependants run where it is completed. */
  static <T extends @Nullable Object> CancellableFuture<T> inner(
      Executor executor, Runnable abandon) {
    return new CancellableFuture<>(executor, false, abandon);
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
    return new CancellableFuture<>(executor, false, () -> cancel(true));
  }

  @Override
  public <U> CompletableFuture<U> thenCompose(
      Function<? super T, ? extends CompletionStage<U>> fn) {
    return linked(fn, f -> root ? super.thenComposeAsync(f, executor) : super.thenCompose(f));
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
    return linked(
        fn,
        f -> root ? super.exceptionallyComposeAsync(f, executor) : super.exceptionallyCompose(f));
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

  @Override
  public <U> CompletableFuture<U> thenApply(Function<? super T, ? extends U> fn) {
    return root ? thenApplyAsync(fn, executor) : super.thenApply(fn);
  }

  @Override
  public CompletableFuture<Void> thenAccept(Consumer<? super T> action) {
    return root ? thenAcceptAsync(action, executor) : super.thenAccept(action);
  }

  @Override
  public CompletableFuture<Void> thenRun(Runnable action) {
    return root ? thenRunAsync(action, executor) : super.thenRun(action);
  }

  @Override
  public <U, V> CompletableFuture<V> thenCombine(
      CompletionStage<? extends U> other, BiFunction<? super T, ? super U, ? extends V> fn) {
    return root ? thenCombineAsync(other, fn, executor) : super.thenCombine(other, fn);
  }

  @Override
  public <U> CompletableFuture<Void> thenAcceptBoth(
      CompletionStage<? extends U> other, BiConsumer<? super T, ? super U> action) {
    return root
        ? thenAcceptBothAsync(other, action, executor)
        : super.thenAcceptBoth(other, action);
  }

  @Override
  public CompletableFuture<Void> runAfterBoth(CompletionStage<?> other, Runnable action) {
    return root ? runAfterBothAsync(other, action, executor) : super.runAfterBoth(other, action);
  }

  @Override
  public <U> CompletableFuture<U> applyToEither(
      CompletionStage<? extends T> other, Function<? super T, U> fn) {
    return root ? applyToEitherAsync(other, fn, executor) : super.applyToEither(other, fn);
  }

  @Override
  public CompletableFuture<Void> acceptEither(
      CompletionStage<? extends T> other, Consumer<? super T> action) {
    return root ? acceptEitherAsync(other, action, executor) : super.acceptEither(other, action);
  }

  @Override
  public CompletableFuture<Void> runAfterEither(CompletionStage<?> other, Runnable action) {
    return root
        ? runAfterEitherAsync(other, action, executor)
        : super.runAfterEither(other, action);
  }

  @Override
  public <U> CompletableFuture<U> handle(BiFunction<? super T, Throwable, ? extends U> fn) {
    return root ? handleAsync(fn, executor) : super.handle(fn);
  }

  @Override
  public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super Throwable> action) {
    return root ? whenCompleteAsync(action, executor) : super.whenComplete(action);
  }

  @Override
  public CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> fn) {
    return root ? exceptionallyAsync(fn, executor) : super.exceptionally(fn);
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
