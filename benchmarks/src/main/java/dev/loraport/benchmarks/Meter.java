package dev.loraport.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** What this process has used since {@link #begin}. */
final class Meter {
  private static final Path TASKS = Path.of("/proc/self/task");

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final List<MemoryPoolMXBean> heap =
      ManagementFactory.getMemoryPoolMXBeans().stream()
          .filter(pool -> pool.getType() == MemoryType.HEAP)
          .toList();
  private final AtomicLong freed = new AtomicLong();
  private final AtomicLong told = new AtomicLong();
  private long cpuAtBegin;
  private long bytesAtBegin;

  Meter() {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, handback) -> {
                collected(
                    GarbageCollectionNotificationInfo.from(
                        (CompositeData) notification.getUserData()));
                told.incrementAndGet();
              },
              null,
              null);
    }
    told.set(collections());
  }

  private static long collections() {
    return ManagementFactory.getGarbageCollectorMXBeans().stream()
        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
        .sum();
  }

  private void collected(GarbageCollectionNotificationInfo info) {
    Map<String, MemoryUsage> before = info.getGcInfo().getMemoryUsageBeforeGc();
    Map<String, MemoryUsage> after = info.getGcInfo().getMemoryUsageAfterGc();
    for (MemoryPoolMXBean pool : heap) {
      freed.addAndGet(used(before, pool) - used(after, pool));
    }
  }

  private static long used(Map<String, MemoryUsage> usages, MemoryPoolMXBean pool) {
    MemoryUsage usage = usages.get(pool.getName());
    return usage == null ? 0 : usage.getUsed();
  }

  void begin() throws InterruptedException {
    System.gc();
    bytesAtBegin = allocated();
    threads.resetPeakThreadCount();
    cpuAtBegin = cpu();
  }

  /** Processor time of user and system in nanoseconds, with the collector, without the compiler. */
  long cpuNanos() {
    return cpu() - cpuAtBegin;
  }

  /** Bytes of heap, by what the collector freed and what is used more. */
  long allocatedBytes() throws InterruptedException {
    System.gc();
    return allocated() - bytesAtBegin;
  }

  /** The most threads of Java at once. */
  int peakThreads() {
    return threads.getPeakThreadCount();
  }

  /** The memory of the process that is not a file's. */
  static double ownMegabytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("RssAnon:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
      }
    }
    return 0;
  }

  private long allocated() throws InterruptedException {
    long end = System.nanoTime() + 5_000_000_000L;
    while (told.get() < collections() && System.nanoTime() < end) {
      Thread.sleep(1);
    }
    return freed.get() + heap.stream().mapToLong(pool -> pool.getUsage().getUsed()).sum();
  }

  private long cpu() {
    return system.getProcessCpuTime() - compilers();
  }

  private static long compilers() {
    long sum = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      for (Path task : tasks) {
        sum += compiler(task);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sum;
  }

  private static long compiler(Path task) {
    try {
      String name = Files.readString(task.resolve("comm"));
      if (name.startsWith("C1 Comp") || name.startsWith("C2 Comp")) {
        String times = Files.readString(task.resolve("schedstat"));
        return Long.parseLong(times.substring(0, times.indexOf(' ')));
      }
    } catch (IOException e) {
      // a thread that has ended in between
    }
    return 0;
  }
}
