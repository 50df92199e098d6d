package dev.loraport.together;

import dev.loraport.json.Json;
import dev.loraport.testkit.FakeServers;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.function.ToLongFunction;

/**
 * A fake alone in its JVM, which writes a line of JSON about its memory for each line that comes
 * in, in bytes.
 */
final class HugeFake {
  private HugeFake() {}

  public static void main(String[] args) throws IOException {
    Thread server = new Thread(() -> serve(args), "fake");
    server.setDaemon(true);
    server.start();
    for (int next = System.in.read(); next >= 0; next = System.in.read()) {
      if (next == '\n') {
        System.out.println(figures());
      }
    }
  }

  private static void serve(String... args) {
    try {
      FakeServers.main(args);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Json figures() {
    return Json.object()
        .put("peakHeap", sum(MemoryType.HEAP, pool -> pool.getPeakUsage().getUsed()))
        .put("otherThanHeap", sum(MemoryType.NON_HEAP, pool -> pool.getUsage().getCommitted()))
        .put(
            "buffers",
            ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum())
        .put("peakThreads", ManagementFactory.getThreadMXBean().getPeakThreadCount())
        .build();
  }

  private static long sum(MemoryType type, ToLongFunction<MemoryPoolMXBean> figure) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == type)
        .mapToLong(figure)
        .sum();
  }
}
