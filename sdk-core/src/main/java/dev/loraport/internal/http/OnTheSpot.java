package dev.loraport.internal.http;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs a task at once, on the thread that hands it in, and lets other threads be woken when that is
 * over. The JDK's client tells of a last piece of a body and of its end in the same task: a reader
 * that is woken for the first would have to be woken again for the second.
 */
final class OnTheSpot implements Executor {
  // Empty outside of a task. It holds no class of ours then, which a pooled thread would keep.
  private static final ThreadLocal<Queue<Runnable>> AFTERWARDS =
      ThreadLocal.withInitial(ArrayDeque::new);

  @Override
  public void execute(Runnable task) {
    Queue<Runnable> afterwards = AFTERWARDS.get();
    if (!afterwards.isEmpty()) {
      task.run();
      return;
    }
    afterwards.add(OnTheSpot::running);
    try {
      task.run();
    } finally {
      runAll(afterwards);
    }
  }

  private static void running() {}

  /** One that fails keeps none of the others back. */
  private static void runAll(Queue<Runnable> afterwards) {
    @Nullable Throwable failure = null;
    @Nullable Runnable next = afterwards.poll();
    while (next != null) {
      try {
        next.run();
      } catch (RuntimeException | Error e) {
        failure = failure == null ? e : failure;
      }
      next = afterwards.poll();
    }
    if (failure instanceof Error error) {
      throw error;
    } else if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Runs it once the task of this thread is over; at once if there is none. */
  static void afterwards(Runnable action) {
    Queue<Runnable> afterwards = AFTERWARDS.get();
    if (afterwards.isEmpty()) {
      action.run();
    } else {
      afterwards.add(action);
    }
  }
}
