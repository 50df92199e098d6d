package dev.loraport.spi;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs work on another executor, one piece after the other. What that executor refuses, because it
 * was shut down, runs on the calling thread: it may be a file that must be removed.
 */
final class SerialExecutor implements Executor {
  private final Executor executor;
  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();

  SerialExecutor(Executor executor) {
    this.executor = executor;
  }

  /** Adds work, which must not throw. */
  @Override
  public void execute(Runnable work) {
    queue.add(work);
    if (waiting.getAndIncrement() != 0) {
      return;
    }
    try {
      executor.execute(this::drain);
    } catch (RejectedExecutionException e) {
      drain();
    }
  }

  private void drain() {
    do {
      Runnable work = queue.poll();
      if (work != null) {
        work.run();
      }
    } while (waiting.decrementAndGet() != 0);
  }
}
