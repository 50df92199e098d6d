package dev.loraport.internal.http;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread of a caller that waits for its call: it sends the requests of the call itself, so that
 * no other thread has to be woken for them.
 */
final class CallingThread implements Executor {
  private final Thread thread = Thread.currentThread();
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private volatile boolean parked;

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    wake();
  }

  /** To be called when the future that is waited for has ended. */
  void wake() {
    if (parked) {
      LockSupport.unpark(thread);
    }
  }

  /**
   * Does what is handed in until the future has ended, however it did.
   *
   * @throws InterruptedException if the thread was interrupted before
   */
  void runUntil(CompletableFuture<?> future) throws InterruptedException {
    while (!future.isDone()) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      Runnable task = tasks.poll();
      if (task != null) {
        task.run();
        continue;
      }
      parked = true;
      if (tasks.isEmpty() && !future.isDone()) {
        LockSupport.park(this);
      }
      parked = false;
    }
  }
}
