package dev.loraport.internal.http;

import dev.loraport.error.CallTimeoutException.Phase;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches one attempt: the time to the headers, then that between two pieces of the body. Progress
 * only moves a time stamp.
 */
final class Watch implements Timer.Limited {
  private final Timer timer;
  private final Consumer<PhaseTimeoutException> onTimeout;
  private Phase phase = Phase.RESPONSE_HEADERS;
  private Duration limit = Duration.ZERO;
  private long due;
  private boolean watching;
  private boolean over;
  private @Nullable Future<?> soon;
  private long soonAt;

  Watch(Timer timer, Consumer<PhaseTimeoutException> onTimeout) {
    this.timer = timer;
    this.onTimeout = onTimeout;
  }

  /** Begins a phase, or begins it anew. */
  synchronized void begin(Phase newPhase, Duration newLimit) {
    if (newLimit.isZero() || over) {
      watching = false;
      return;
    }
    phase = newPhase;
    limit = newLimit;
    watching = true;
    progress();
    lookWhenDue(limit.toNanos());
  }

  private void lookWhenDue(long left) {
    if (soon != null && soonAt - due <= 0) {
      return;
    }
    if (soon != null) {
      soon.cancel(false);
    }
    soon = timer.limit(this, left);
    soonAt = due;
  }

  /** Something moved: the phase's time begins anew. */
  synchronized void progress() {
    due = System.nanoTime() + limit.toNanos();
  }

  /** The other side is not to blame for now. */
  synchronized void rest() {
    watching = false;
  }

  /** It is over. */
  synchronized void stop() {
    watching = false;
    over = true;
    if (soon != null) {
      soon.cancel(false);
    }
  }

  @Override
  public synchronized long left() {
    return watching ? due - System.nanoTime() : Long.MAX_VALUE;
  }

  @Override
  public void look() {
    PhaseTimeoutException passed;
    synchronized (this) {
      soon = null;
      long left = left();
      if (left == Long.MAX_VALUE) {
        return;
      }
      if (left > 0) {
        lookWhenDue(left);
        return;
      }
      watching = false;
      passed = new PhaseTimeoutException(phase, limit);
    }
    onTimeout.accept(passed);
  }
}
