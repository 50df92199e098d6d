package dev.loraport.spi;

import dev.loraport.tuning.WaitOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for something at a provider by looking at it again and again. */
public final class Polling {
  private Polling() {}

  /** As the other, without grace for what isn't there yet. */
  public static <T> CompletableFuture<T> poll(
      Caller caller,
      Operation operation,
      WaitOptions options,
      Supplier<CompletableFuture<T>> look,
      Predicate<T> done,
      Listener<T> listener) {
    return poll(caller, operation, options, Duration.ZERO, look, done, listener);
  }

  /** Waits. */
  public static <T> CompletableFuture<T> poll(
      Caller caller,
      Operation operation,
      WaitOptions options,
      Duration notFoundGrace,
      Supplier<CompletableFuture<T>> look,
      Predicate<T> done,
      Listener<T> listener) {
    throw new UnsupportedOperationException();
  }

  /**
   * Told after each look.
   *
   * @param <T> what is looked at
   */
  @FunctionalInterface
  public interface Listener<T> {
    /** Called after each look that succeeded. */
    void onLook(T value, Duration elapsed, Duration nextLook);
  }
}
