package dev.loraport.internal.http;

import dev.loraport.error.LoraportException;
import dev.loraport.http.Delayer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets in as many calls as may run at once and start in a minute; no thread waits. A call takes its
 * start when it is due and not before, so that one that is given up while it waits takes none; one
 * that is given up between its turn and its attempt gives its start back.
 */
final class CallGate {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private final int atOnce;
  private final int perMinute;
  private final Delayer delayer;
  private final LongSupplier nanos;
  private final Executor executor;
  // what has begun is ended first: these have their place, and wait for the start of a repetition
  private final Deque<Ticket> repeats = new ArrayDeque<>();
  private final Deque<Ticket> newcomers = new ArrayDeque<>();
  private final Deque<Long> starts = new ArrayDeque<>();
  private final AtomicInteger work = new AtomicInteger();
  private int inside;
  private boolean pausing;
  // pauses count as they were planned, also where a delayer doesn't wait
  private long skipped;

  /**
   * Makes a gate.
   *
   * @param atOnce how many calls may be inside; 0 for no limit
   * @param perMinute how many attempts may start in a minute; 0 for no limit
   * @param nanos a clock that is never set back, in nanoseconds
   */
  CallGate(int atOnce, int perMinute, Delayer delayer, LongSupplier nanos, Executor executor) {
    this.atOnce = atOnce;
    this.perMinute = perMinute;
    this.delayer = delayer;
    this.nanos = nanos;
    this.executor = executor;
  }

  /** Whether calls pass without being counted. */
  boolean isOpen() {
    return atOnce == 0 && perMinute == 0;
  }

  /** Asks for a place inside and a start; it must be left, whether they were had or not. */
  Ticket enter(CallState call) {
    Ticket ticket = new Ticket(call);
    ticket.queue(newcomers, wait -> TransportErrors.noTurn(call, wait));
    return ticket;
  }

  /** The place of one call, in the queue or inside. */
  final class Ticket {
    private final CallState call;
    private volatile CancellableFuture<@Nullable Void> turn = newTurn();
    private boolean queued;
    private boolean inside;
    private boolean left;
    private @Nullable Long unused;

    private Ticket(CallState call) {
      this.call = call;
    }

    private CancellableFuture<@Nullable Void> newTurn() {
      return CancellableFuture.of(executor, () -> {});
    }

    /** Ends when the call may start; fails at once if that would be after its end. */
    CompletableFuture<@Nullable Void> turn() {
      return turn;
    }

    /**
     * Asks for the start of a repetition.
     *
     * @param failure what the turn fails with if it would be after the call's end
     */
    CompletableFuture<@Nullable Void> again(LoraportException failure) {
      turn = newTurn();
      queue(repeats, wait -> failure);
      return turn;
    }

    private void queue(Deque<Ticket> queue, Function<Duration, LoraportException> tooLate) {
      Duration wait;
      boolean inTime;
      synchronized (CallGate.this) {
        if (left) {
          return;
        }
        int before = repeats.size() + (inside ? 0 : newcomers.size());
        wait = Duration.ofNanos(untilStart(before, now()));
        inTime = wait.isZero() || call.hasTimeFor(wait, false);
        if (inTime) {
          queue.add(this);
          queued = true;
        }
      }
      if (inTime) {
        admit();
      } else {
        turn.fail(tooLate.apply(wait));
      }
    }

    /** Uses the start; false if the call was given up before. */
    boolean begin() {
      synchronized (CallGate.this) {
        unused = null;
        return !left;
      }
    }

    /** Gives the place to the next, and a start that was not used. */
    void leave() {
      synchronized (CallGate.this) {
        if (left) {
          return;
        }
        left = true;
        if (queued) {
          (inside ? repeats : newcomers).remove(this);
        }
        if (inside) {
          CallGate.this.inside--;
        }
        if (unused != null) {
          starts.remove(unused);
        }
      }
      turn.cancel(true);
      admit();
    }
  }

  // A loop and not a call per pause: pauses that end at once would fill the stack.
  private void admit() {
    if (work.getAndIncrement() == 0) {
      do {
        letIn();
      } while (work.decrementAndGet() != 0);
    }
  }

  /** Lets in who may go in now, and looks again when the next start is due. */
  private void letIn() {
    List<CancellableFuture<@Nullable Void>> turns = new ArrayList<>();
    long wait = 0;
    long due = 0;
    synchronized (this) {
      long now = now();
      Ticket next = next();
      while (next != null && wait == 0) {
        wait = untilStart(0, now);
        if (wait == 0) {
          start(next, now);
          turns.add(next.turn);
          next = next();
        }
      }
      if (pausing) {
        wait = 0;
      } else if (wait > 0) {
        pausing = true;
        due = now + wait;
      }
    }
    turns.forEach(turn -> turn.finish(null));
    if (wait > 0) {
      pause(wait, due);
    }
  }

  /** The first that lacks nothing but a start. */
  private @Nullable Ticket next() {
    Ticket first = repeats.peek();
    return first != null || (atOnce > 0 && inside >= atOnce) ? first : newcomers.peek();
  }

  private void start(Ticket ticket, long now) {
    (ticket.inside ? repeats : newcomers).remove();
    ticket.queued = false;
    if (!ticket.inside) {
      ticket.inside = true;
      inside++;
    }
    if (perMinute > 0) {
      if (starts.size() == perMinute) {
        starts.remove();
      }
      starts.add(now);
      ticket.unused = now;
    }
  }

  private void pause(long wait, long due) {
    // composed, so that a delayer that throws fails the one that waits for it
    CompletableFuture.completedFuture(Duration.ofNanos(wait))
        .thenCompose(delayer::delay)
        .whenComplete(
            (nothing, error) -> {
              Ticket failed = null;
              synchronized (this) {
                pausing = false;
                if (error == null) {
                  skipped += Math.max(0, due - now());
                } else {
                  failed = next();
                }
              }
              if (failed == null) {
                admit();
              } else {
                failed.turn.fail(Texts.unwrap(error));
              }
            });
  }

  private long now() {
    return nanos.getAsLong() + skipped;
  }

  /**
   * How long it is until the start that comes after so many others, if none of them is given up.
   */
  private long untilStart(int others, long now) {
    int taken = starts.size() + others - perMinute;
    if (perMinute == 0 || taken < 0) {
      return 0;
    }
    int round = taken / perMinute;
    long freed = starts.stream().skip(taken % perMinute).findFirst().orElse(now);
    return Math.max(0, freed + MINUTE - now) + round * MINUTE;
  }
}
