package dev.loraport.internal.http;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The one timer thread of a client. What it runs must be short.
 *
 * <p>A limit is mostly over long before it is due, so it has no task: what is running is looked at
 * twice a second, and only a limit that passes before the next look gets a task of its own.
 */
final class Timer {
  /** The time between two looks. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final ScheduledThreadPoolExecutor scheduler;
  private final List<Collection<? extends Limited>> watched = new CopyOnWriteArrayList<>();
  private final AtomicBoolean looking = new AtomicBoolean();

  /** Something that may run for so long only. */
  interface Limited {
    /** The nanoseconds that are left; {@link Long#MAX_VALUE} if there is no limit now. */
    long left();

    /** Ends it if its limit has passed; called at any time. */
    void look();
  }

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

  /** Looks at what is in there from now on, once {@link #limit} was called for it. */
  void watch(Collection<? extends Limited> running) {
    watched.add(running);
  }

  /** Sees to it that something in a watched collection is looked at when its time is over. */
  @Nullable Future<?> limit(Limited item, long left) {
    if (left <= LOOK_NANOS) {
      return schedule(item::look, left, TimeUnit.NANOSECONDS);
    }
    keepLooking();
    return null;
  }

  private void keepLooking() {
    if (!looking.get() && looking.compareAndSet(false, true)) {
      schedule(this::lookAtAll, LOOK_NANOS, TimeUnit.NANOSECONDS);
    }
  }

  private void lookAtAll() {
    // before the look: what comes from now on sees to the next one itself
    looking.set(false);
    for (Collection<? extends Limited> running : watched) {
      for (Limited item : running) {
        long left = item.left();
        if (left != Long.MAX_VALUE) {
          keepLooking();
          limit(item, left);
        }
      }
    }
  }

  /** Runs a task later; never, once the timer is closed: then all calls have ended already. */
  @Nullable ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
    try {
      return scheduler.schedule(task, delay, unit);
    } catch (RejectedExecutionException e) {
      return null;
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
        CancellableFuture.of(Runnable::run, this::end);
    private volatile @Nullable ScheduledFuture<?> task;

    private void end() {
      ScheduledFuture<?> scheduled = task;
      if (scheduled != null) {
        scheduled.cancel(false);
      }
    }
  }
}
