package dev.loraport.benchmarks;

import java.util.List;
import java.util.Locale;

/** One line of the table: what a process does, in which heap, and what is told about it. */
enum Row {
  CHAT("chat, one after another", "-Xmx1g", Figure.CPU, Figure.BYTES, Figure.P50, Figure.P99),
  THREADS("1000 in flight, a thread each", "-Xmx1g", Figure.RATE, Figure.CPU, Figure.THREADS),
  ASYNC("1000 in flight, async", "-Xmx1g", Figure.RATE, Figure.CPU, Figure.THREADS),
  BURST("stream, burst of 20,000 chunks", "-Xmx1g", Figure.RATE, Figure.CPU, Figure.BYTES),
  PACED("stream, first token of a paced one", "-Xmx1g", Figure.P50, Figure.LATE),
  FAN("200 paced streams at once, async", "-Xmx1g", Figure.THREADS, Figure.CPU, Figure.WALL),
  UPLOAD("upload of 1 GiB", "-Xmx128m", Figure.MEGABYTES, Figure.CPU_GB, Figure.OWN),
  UPLOAD_SMALL("upload of 1 GiB", "-Xmx48m", Figure.MEGABYTES, Figure.CPU_GB, Figure.OWN),
  COLD("cold JVM, main to the first answer", "-Xmx1g", Figure.MILLIS, Figure.CLASSES),
  PATH("run-time class path", "", Figure.SIZE, Figure.JARS),
  CHAT_TLS("chat over TLS", "-Xmx1g", Figure.CPU, Figure.BYTES, Figure.P50, Figure.P99),
  BURST_TLS("stream over TLS", "-Xmx1g", Figure.RATE, Figure.CPU, Figure.BYTES),
  UPLOAD_TLS("upload of 1 GiB over TLS", "-Xmx128m", Figure.MEGABYTES, Figure.CPU_GB, Figure.OWN),
  COLD_TLS("cold JVM over TLS, main to the first answer", "-Xmx1g", Figure.MILLIS, Figure.CLASSES);

  /** What is told, and whether less or more of it is better. */
  enum Figure {
    CPU("cpu_us", "CPU µs", "%.1f"),
    BYTES("bytes", "bytes", "%.0f"),
    P50("p50_us", "p50 µs", "%.0f"),
    P99("p99_us", "p99 µs", "%.0f"),
    LATE("late_us", "late µs", "%.0f"),
    RATE("rate", "/s", "%.0f"),
    THREADS("threads", "threads", "%.0f"),
    WALL("wall_s", "s", "%.2f"),
    MEGABYTES("mb_s", "MB/s", "%.0f"),
    CPU_GB("cpu_ms_gb", "CPU ms/GB", "%.0f"),
    OWN("own_mb", "own MB", "%.0f"),
    MILLIS("ms", "ms", "%.0f"),
    CLASSES("classes", "classes", "%.0f"),
    SIZE("mb", "MB", "%.1f"),
    JARS("jars", "jars", "%.0f");

    private final String key;
    private final String title;
    private final String format;

    Figure(String key, String title, String format) {
      this.key = key;
      this.title = title;
      this.format = format;
    }

    /** The name in the line that a process prints. */
    String key() {
      return key;
    }

    String title() {
      return title;
    }

    String show(double value) {
      return String.format(Locale.ROOT, format, value);
    }
  }

  private final String title;
  private final String heap;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<Figure> figures;

  Row(String title, String heap, Figure... figures) {
    this.title = title;
    this.heap = heap;
    this.figures = List.of(figures);
  }

  String title() {
    return heap.isEmpty() || heap.equals("-Xmx1g") ? title : title + ", " + heap;
  }

  String heap() {
    return heap;
  }

  List<Figure> figures() {
    return figures;
  }

  boolean overTls() {
    return name().endsWith("_TLS");
  }

  /** What the process does, which is the same with and without TLS. */
  String work() {
    return name().replaceFirst("_(TLS|SMALL)$", "").toLowerCase(Locale.ROOT);
  }

  /** The name on the command line. */
  String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
