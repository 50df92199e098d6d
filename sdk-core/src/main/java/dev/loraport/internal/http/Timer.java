package dev.loraport.internal.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The one timer thread of a client. What it runs must be short. */
final class Timer {
  /** A wake-up that is due is left as it is for so long, though what it was for is over. */
  private static final long LEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final ScheduledThreadPoolExecutor scheduler;
  private final AtomicLong nextWake = new AtomicLong(System.nanoTime());

  Timer(String name) {
    scheduler =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
    // Otherwise the tasks of finished calls, and all they hold, would stay until their time comes.
    scheduler.setRemoveOnCancelPolicy(true);
    // A client that is dropped without being closed leaves no thread behind.
    scheduler.setKeepAliveTime(30, TimeUnit.SECONDS);
    scheduler.allowCoreThreadTimeOut(true);
  }

  /** Runs a task later; never, once the timer is closed: then all calls have ended already. */
  @Nullable ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    try {
      keepAhead(unit.toNanos(delay));
      return scheduler.schedule(task, delay, unit);
    } catch (RejectedExecutionException e) {
      return null;
    }
  }

  /**
   * The scheduler wakes its thread for each task that becomes the first in its queue. The limits of
   * calls one after another all would, as that on the end of a stream, and are taken back long
   * before they are due. So there is always something in the queue that is due before them.
   */
  private void keepAhead(long delay) {
    long now = System.nanoTime();
    long wake = nextWake.get();
    if (delay > LEAD_NANOS && wake - now <= 0 && nextWake.compareAndSet(wake, now + LEAD_NANOS)) {
      scheduler.schedule(() -> {}, LEAD_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  /** A future that ends after the pause; its dependants run where it ends, and must be short. */
  CompletableFuture<@Nullable Void> delay(Duration pause) {
    Delay delay = new Delay();
    delay.task = schedule(() -> delay.result.finish(null), pause.toNanos(), TimeUnit.NANOSECONDS);
    return delay.result;
  }

  void close() {
    scheduler.shutdownNow();
  }

  private static final class Delay {
    private final CancellableFuture<@Nullable Void> result =
        CancellableFuture.inner(Runnable::run, this::end);
    private volatile @Nullable ScheduledFuture<?> task;

    private void end() {
      ScheduledFuture<?> scheduled = task;
      if (scheduled != null) {
        scheduled.cancel(false);
      }
    }
  }
}
