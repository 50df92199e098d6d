package dev.loraport.spi;

import dev.loraport.error.ApiException;
import dev.loraport.error.ClientClosedException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.WaitTimeoutException;
import dev.loraport.tuning.WaitOptions;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for something at a provider by looking at it again and again; it holds no thread.
 *
 * <p>The pause between two looks begins with {@link WaitOptions#initialInterval()}, grows by half
 * up to {@link WaitOptions#maxInterval()}, and varies by up to a tenth. A wish of the server
 * ({@code Retry-After}) makes it longer. Looks that fail for passing reasons (no answer, 408, 429,
 * 5xx) are borne, up to {@link WaitOptions#maxConsecutiveErrors()} in a row; any other failure ends
 * the wait.
 *
 * <p>Time is what has passed on the caller's clock, or the sum of the pauses if that is more: so
 * the wait ends even where neither the clock nor the pauses of a test take any time. A look that
 * runs when the time is over is cancelled; the last one, which begins then, gets a tenth of the
 * timeout, up to five seconds.
 */
public final class Polling {
  private static final System.Logger LOG = System.getLogger("dev.loraport.wait");
  private static final Duration LAST_LOOK = Duration.ofSeconds(5);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(1);
  private static final double GROWTH = 1.5;
  private static final double JITTER = 0.1;

  private Polling() {}

  /**
   * Waits; something that isn't there (404) ends the wait at once.
   *
   * @see #poll(Caller, Operation, String, WaitOptions, Duration, Supplier, Predicate, Listener)
   */
  public static <T> CompletableFuture<T> poll(
      Caller caller,
      Operation operation,
      String what,
      WaitOptions options,
      Supplier<CompletableFuture<T>> look,
      Predicate<T> done,
      Listener<T> listener) {
    return poll(caller, operation, what, options, Duration.ZERO, look, done, listener);
  }

  /**
   * Waits until a look shows what is wanted. The future fails with {@link WaitTimeoutException},
   * which holds what was last seen, with {@link ClientClosedException} when the client is closed,
   * and else with the failure of a look. Cancelling it ends the pause, or the look, at once.
   *
   * @param caller the way to the provider
   * @param operation the operation, for errors
   * @param what what is waited for, such as {@code job ft-1}, for errors
   * @param options how long and how often; its listener is not used
   * @param notFoundGrace how long after the beginning a 404 counts as "not there yet"
   * @param look looks once
   * @param done whether that is what is waited for
   * @param listener told after each look that succeeded
   * @param <T> what is looked at
   */
  public static <T> CompletableFuture<T> poll(
      Caller caller,
      Operation operation,
      String what,
      WaitOptions options,
      Duration notFoundGrace,
      Supplier<CompletableFuture<T>> look,
      Predicate<T> done,
      Listener<T> listener) {
    Loop<T> loop =
        new Loop<>(caller, operation, what, options, notFoundGrace, look, done, listener);
    loop.turn();
    return loop.result.future();
  }

  /**
   * Told after each look. What it throws is logged and breaks nothing.
   *
   * @param <T> what is looked at
   */
  @FunctionalInterface
  public interface Listener<T> {
    /**
     * Called after each look that succeeded.
     *
     * @param value what was seen
     * @param elapsed time since the wait began
     * @param nextLook pause until the next look; zero if this was the last
     */
    void onLook(T value, Duration elapsed, Duration nextLook);
  }

  private static final class Loop<T> {
    private final Caller caller;
    private final Operation operation;
    private final String what;
    private final WaitOptions options;
    private final Duration notFoundGrace;
    private final Supplier<CompletableFuture<T>> look;
    private final Predicate<T> done;
    private final Listener<T> listener;
    private final Task<T> result;
    private final Instant began;
    private final AtomicInteger turns = new AtomicInteger();
    private Duration interval;
    private Duration planned = Duration.ZERO;
    private int looks;
    private int errors;
    private @Nullable T last;

    Loop(
        Caller caller,
        Operation operation,
        String what,
        WaitOptions options,
        Duration notFoundGrace,
        Supplier<CompletableFuture<T>> look,
        Predicate<T> done,
        Listener<T> listener) {
      this.caller = caller;
      this.operation = operation;
      this.what = what;
      this.options = options;
      this.notFoundGrace = notFoundGrace;
      this.look = look;
      this.done = done;
      this.listener = listener;
      this.result = new Task<>(caller.executor(), () -> {});
      this.began = caller.clock().instant();
      this.interval = options.initialInterval();
    }

    // A loop and not a call per look: looks and pauses that end at once would fill the stack.
    void turn() {
      if (turns.getAndIncrement() != 0) {
        return;
      }
      do {
        look();
      } while (turns.decrementAndGet() != 0);
    }

    private void look() {
      if (result.isDone()) {
        return;
      }
      if (caller.isClosed()) {
        result.fail(closed());
        return;
      }
      CompletableFuture<T> seen;
      try {
        seen = look.get();
      } catch (RuntimeException e) {
        seen = CompletableFuture.failedFuture(e);
      }
      looks++;
      Duration least = min(options.timeout().dividedBy(10), LAST_LOOK);
      Duration most = max(options.timeout().minus(elapsed()), least);
      limit(seen, most);
      result.then(seen, this::looked);
    }

    /** As {@code orTimeout}, which would run what hangs on the look on the timer of the JDK. */
    private void limit(CompletableFuture<T> seen, Duration most) {
      CompletableFuture<Boolean> timer = new CompletableFuture<>();
      timer
          .orTimeout(TimeUnit.MILLISECONDS.convert(most), TimeUnit.MILLISECONDS)
          .exceptionallyAsync(seen::completeExceptionally, caller.executor());
      seen.whenComplete((value, failure) -> timer.complete(true));
    }

    private void looked(T value, @Nullable Throwable failure) {
      if (result.isDone()) {
        return;
      }
      Duration elapsed = elapsed();
      if (failure == null) {
        errors = 0;
        last = value;
        if (done.test(value)) {
          tell(value, elapsed, Duration.ZERO);
          result.complete(value);
          return;
        }
      } else if (failure instanceof TimeoutException) {
        result.fail(timedOut(failure));
        return;
      } else if (!isBorne(failure, elapsed)) {
        result.fail(failure);
        return;
      }
      Duration left = options.timeout().minus(elapsed);
      boolean over = left.isNegative() || left.isZero();
      Duration pause = over ? Duration.ZERO : nextPause(failure, left);
      if (failure == null) {
        tell(value, elapsed, pause);
      }
      if (over) {
        result.fail(timedOut(failure));
      } else {
        pause(pause);
      }
    }

    private boolean isBorne(Throwable failure, Duration elapsed) {
      if (failure instanceof NotFoundException) {
        return elapsed.compareTo(notFoundGrace) < 0;
      }
      return PassingErrors.isPassing(failure) && ++errors <= options.maxConsecutiveErrors();
    }

    private Duration nextPause(@Nullable Throwable failure, Duration left) {
      double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
      Duration pause = times(interval, factor);
      interval = min(times(interval, GROWTH), options.maxInterval());
      if (failure instanceof ApiException refused) {
        pause = max(pause, refused.retryAfter().orElse(Duration.ZERO));
      }
      return min(max(pause, SHORTEST_PAUSE), left);
    }

    private void pause(Duration pause) {
      planned = planned.plus(pause);
      result.then(
          caller.delayer().delay(pause),
          (none, failure) -> {
            if (caller.isClosed()) {
              result.fail(closed());
            } else if (failure != null) {
              result.fail(failure);
            } else {
              // not on the thread of the timer
              caller.executor().execute(this::turn);
            }
          });
    }

    private Duration elapsed() {
      return max(Duration.between(began, caller.clock().instant()), planned);
    }

    private void tell(T value, Duration elapsed, Duration nextLook) {
      try {
        listener.onLook(value, elapsed, nextLook);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a listener of " + operation + " failed", e);
      }
    }

    private WaitTimeoutException timedOut(@Nullable Throwable failure) {
      return new WaitTimeoutException(
          caller.provider(),
          operation.name(),
          String.format(
              Locale.ROOT,
              "%s %s: %s is not done after %s and %d looks; it goes on at the provider, so wait again or"
                  + " look at it later",
              caller.provider(),
              operation,
              what,
              options.timeout().toString().substring(2).toLowerCase(Locale.ROOT),
              looks),
          options.timeout(),
          last,
          failure);
    }

    private ClientClosedException closed() {
      return new ClientClosedException(
          caller.provider(),
          operation.name(),
          caller.provider() + " " + operation + ": the client was closed during the wait");
    }

    private static Duration times(Duration duration, double factor) {
      return Duration.ofNanos(Math.round(duration.toNanos() * factor));
    }

    private static Duration min(Duration a, Duration b) {
      return a.compareTo(b) <= 0 ? a : b;
    }

    private static Duration max(Duration a, Duration b) {
      return a.compareTo(b) >= 0 ? a : b;
    }
  }
}
