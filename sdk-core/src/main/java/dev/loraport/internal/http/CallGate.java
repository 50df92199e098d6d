package dev.loraport.internal.http;

import dev.loraport.http.Delayer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Lets in as many calls as may run at once and start in a minute; no thread waits. */
final class CallGate {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final int atOnce;
  private final int perMinute;
  private final Delayer delayer;
  private final InstantSource clock;
  private final Executor executor;
  private final Deque<Ticket> queue = new ArrayDeque<>();
  private final Deque<Instant> starts = new ArrayDeque<>();
  private int inside;

  /**
   * Makes a gate.
   *
   * @param atOnce how many calls may be inside; 0 for no limit
   * @param perMinute how many may start in a minute; 0 for no limit
   */
  CallGate(int atOnce, int perMinute, Delayer delayer, InstantSource clock, Executor executor) {
    this.atOnce = atOnce;
    this.perMinute = perMinute;
    this.delayer = delayer;
    this.clock = clock;
    this.executor = executor;
  }

  /** Whether calls pass without being counted. */
  boolean isOpen() {
    return atOnce == 0 && perMinute == 0;
  }

  /** Asks for a place inside; it must be left, whether it was had or not. */
  Ticket enter() {
    Ticket ticket = new Ticket();
    synchronized (this) {
      if (atOnce > 0 && inside >= atOnce) {
        queue.add(ticket);
        return ticket;
      }
      inside++;
      ticket.inside = true;
    }
    ticket.awaitStart();
    return ticket;
  }

  /** The place of one call, in the queue or inside. */
  final class Ticket {
    private final CancellableFuture<@Nullable Void> turn =
        CancellableFuture.root(executor, () -> {});
    private volatile @Nullable CompletableFuture<?> pause;
    private boolean inside;
    private boolean left;

    /** Ends when the call may start. */
    CompletableFuture<@Nullable Void> turn() {
      return turn;
    }

    private void awaitStart() {
      Duration wait = reserve();
      if (wait.isZero()) {
        turn.finish(null);
        return;
      }
      CompletableFuture<@Nullable Void> delay = delayer.delay(wait);
      pause = delay;
      delay.whenComplete(
          (nothing, error) -> {
            if (error == null) {
              turn.finish(null);
            } else {
              turn.fail(Texts.unwrap(error));
            }
          });
      if (turn.isDone()) {
        delay.cancel(true);
      }
    }

    /** Gives the place to the next. */
    void leave() {
      Ticket next;
      synchronized (CallGate.this) {
        if (left) {
          return;
        }
        left = true;
        if (!inside) {
          queue.remove(this);
          return;
        }
        next = queue.poll();
        if (next == null) {
          CallGate.this.inside--;
        } else {
          next.inside = true;
        }
      }
      turn.cancel(true);
      CompletableFuture<?> running = pause;
      if (running != null) {
        running.cancel(true);
      }
      if (next != null) {
        next.awaitStart();
      }
    }
  }

  /** Takes the next start that the limit allows, and says how long it is until then. */
  private synchronized Duration reserve() {
    if (perMinute == 0) {
      return Duration.ZERO;
    }
    Instant now = clock.instant();
    Instant start = now;
    if (starts.size() == perMinute) {
      Instant free = starts.remove().plus(MINUTE);
      start = free.isAfter(now) ? free : now;
    }
    starts.add(start);
    return Duration.between(now, start);
  }
}
