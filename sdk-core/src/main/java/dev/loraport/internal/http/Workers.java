package dev.loraport.internal.http;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The daemon threads of a client; they end when there is nothing to do. */
final class Workers implements Executor {
  private final ThreadPoolExecutor pool;

  Workers(String name) {
    AtomicInteger count = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Lets the threads go; what is still handed in runs, so that nobody waits for ever. */
  void close() {
    pool.setKeepAliveTime(1, TimeUnit.MILLISECONDS);
  }
}
