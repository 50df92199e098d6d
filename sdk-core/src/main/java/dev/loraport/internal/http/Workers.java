package dev.loraport.internal.http;

import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The daemon threads of a client; they end when there is nothing to do. There are few of them as
 * long as they get on with what is handed in. Where they all are held up, as by a callback that
 * waits for another call, more are added, so that none waits for ever.
 */
final class Workers implements Executor {
  /** For how long nothing must have begun until there are more threads. */
  private static final long PATIENCE_MILLIS = 100;

  private final int few = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
  private final Queue<Runnable> waiting;
  private final ThreadPoolExecutor pool;
  private final Timer timer;
  private final AtomicBoolean watching = new AtomicBoolean();

  Workers(String name, Timer timer) {
    AtomicInteger count = new AtomicInteger();
    LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    this.timer = timer;
    waiting = queue;
    pool =
        new ThreadPoolExecutor(
            few,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            queue,
            task -> {
              Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    try {
      pool.execute(task);
    } catch (OutOfMemoryError e) {
      // no thread could be made for it: those that there are do it
      if (pool.getPoolSize() == 0) {
        throw e;
      }
      waiting.add(task);
    }
    watch();
  }

  private void watch() {
    Runnable next = waiting.peek();
    if (next != null && watching.compareAndSet(false, true)) {
      look(next);
    }
  }

  private void look(Runnable first) {
    timer.schedule(() -> lookAgain(first), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void lookAgain(Runnable before) {
    @Nullable Runnable next = waiting.peek();
    if (next == null) {
      pool.setCorePoolSize(few);
      watching.set(false);
      watch();
      return;
    }
    if (next == before) {
      pool.setCorePoolSize(2 * pool.getPoolSize());
    }
    look(next);
  }

  /** Lets the threads go; what is still handed in runs, so that nobody waits for ever. */
  void close() {
    pool.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
    pool.setCorePoolSize(Integer.MAX_VALUE);
  }
}
