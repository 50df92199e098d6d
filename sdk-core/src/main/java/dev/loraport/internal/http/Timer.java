package dev.loraport.internal.http;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The one timer thread of a client. What it runs must be short. */
final class Timer {
  private final ScheduledThreadPoolExecutor scheduler;

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
      return scheduler.schedule(task, delay, unit);
    } catch (RejectedExecutionException e) {
      return null;
    }
  }

  /** A future that ends after the pause; its dependants run on the executor. */
  CompletableFuture<@Nullable Void> delay(Duration pause, Executor executor) {
    Delay delay = new Delay(executor);
    delay.task = schedule(() -> delay.result.finish(null), pause.toNanos(), TimeUnit.NANOSECONDS);
    return delay.result;
  }

  void close() {
    scheduler.shutdownNow();
  }

  private static final class Delay {
    private final CancellableFuture<@Nullable Void> result;
    private volatile @Nullable ScheduledFuture<?> task;

    Delay(Executor executor) {
      result = CancellableFuture.root(executor, this::end);
    }

    private void end() {
      ScheduledFuture<?> scheduled = task;
      if (scheduled != null) {
        scheduled.cancel(false);
      }
    }
  }
}
