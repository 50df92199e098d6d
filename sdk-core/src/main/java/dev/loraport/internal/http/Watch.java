package dev.loraport.internal.http;

import dev.loraport.error.CallTimeoutException.Phase;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches one attempt: the time to the headers, then that between two pieces of the body. One timer
 * task serves all phases; progress only moves a time stamp.
 */
final class Watch implements Runnable {
  private final Timer timer;
  private final Consumer<PhaseTimeoutException> onTimeout;
  private Phase phase = Phase.RESPONSE_HEADERS;
  private Duration limit = Duration.ZERO;
  private long since;
  private long due;
  private boolean watching;
  private @Nullable ScheduledFuture<?> task;

  Watch(Timer timer, Consumer<PhaseTimeoutException> onTimeout) {
    this.timer = timer;
    this.onTimeout = onTimeout;
  }

  /** Begins a phase, or begins it anew. */
  synchronized void begin(Phase newPhase, Duration newLimit) {
    if (newLimit.isZero()) {
      watching = false;
      return;
    }
    phase = newPhase;
    limit = newLimit;
    since = System.nanoTime();
    watching = true;
    long end = since + limit.toNanos();
    if (task == null || due - end > 0) {
      schedule(end);
    }
  }

  /** Something moved: the phase's time begins anew. */
  synchronized void progress() {
    since = System.nanoTime();
  }

  /** The other side is not to blame for now. */
  synchronized void rest() {
    watching = false;
  }

  /** It is over. */
  synchronized void stop() {
    watching = false;
    if (task != null) {
      task.cancel(false);
      task = null;
    }
  }

  private void schedule(long end) {
    if (task != null) {
      task.cancel(false);
    }
    due = end;
    task = timer.schedule(this, Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS);
  }

  @Override
  public void run() {
    PhaseTimeoutException passed;
    synchronized (this) {
      task = null;
      if (!watching) {
        return;
      }
      long end = since + limit.toNanos();
      if (end - System.nanoTime() > 0) {
        schedule(end);
        return;
      }
      watching = false;
      passed = new PhaseTimeoutException(phase, limit);
    }
    onTimeout.accept(passed);
  }
}
