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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** What this process and its server have used since {@link #begin}. */
final class Meter {
  private static final Path TASKS = Path.of("/proc/self/task");

  private final List<Path> serverTasks;

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
  private Map<Path, Long> serverAtBegin = Map.of();
  private long begin;

  /**
   * Makes one.
   *
   * @param server the numbers of the server's processes, with a comma between them
   */
  Meter(String server) {
    serverTasks =
        Arrays.stream(server.split(",", -1)).map(pid -> Path.of("/proc", pid, "task")).toList();
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
    serverAtBegin = server();
    begin = System.nanoTime();
    cpuAtBegin = cpu();
  }

  /** Of the server's threads the busiest one's share of a processor. */
  double serverPercent() {
    double elapsed = System.nanoTime() - begin;
    long most = 0;
    for (Map.Entry<Path, Long> task : server().entrySet()) {
      most = Math.max(most, task.getValue() - serverAtBegin.getOrDefault(task.getKey(), 0L));
    }
    return 100 * most / elapsed;
  }

  private Map<Path, Long> server() {
    Map<Path, Long> nanos = new HashMap<>();
    for (Path tasks : serverTasks) {
      for (Path task : list(tasks)) {
        nanos.put(task, running(task));
      }
    }
    return nanos;
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
    return list(TASKS).stream().filter(Meter::isCompiler).mapToLong(Meter::running).sum();
  }

  private static List<Path> list(Path tasks) {
    try (Stream<Path> all = Files.list(tasks)) {
      return all.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isCompiler(Path task) {
    String name = read(task.resolve("comm"));
    return name.startsWith("C1 Comp") || name.startsWith("C2 Comp");
  }

  /** Nanoseconds that a thread has run. */
  private static long running(Path task) {
    String times = read(task.resolve("schedstat"));
    return times.isEmpty() ? 0 : Long.parseLong(times.substring(0, times.indexOf(' ')));
  }

  /** What is in the file; nothing if its thread has ended in between. */
  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
