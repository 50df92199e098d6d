package dev.loraport.testkit.contract;

import java.lang.reflect.Method;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Assumptions;

/** Virtual threads, of which the JDK that this is compiled for knows nothing. */
final class VirtualThreads {
  private VirtualThreads() {}

  static void assumeThereAre() {
    Assumptions.assumeTrue(Runtime.version().feature() >= 21, "virtual threads come with JDK 21");
  }

  /** How many of them can run at once; one in the builds of Loraport. */
  static int carriers() {
    return Integer.getInteger(
        "jdk.virtualThreadScheduler.parallelism", Runtime.getRuntime().availableProcessors());
  }

  /** Runs that on a virtual thread of its own. */
  static Future<?> begin(Runnable task) throws ReflectiveOperationException {
    FutureTask<?> running = new FutureTask<>(task, null);
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    start.invoke(null, running);
    return running;
  }
}
