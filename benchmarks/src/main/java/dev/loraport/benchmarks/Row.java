package dev.loraport.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One kind of work: what a process does, in which heap, and what is told about it. */
enum Row {
  CHAT("chat, one after another", "-Xmx1g", 2, Figure.CPU, Figure.BYTES, Figure.P50, Figure.P99),
  THREADS("1000 in flight, a thread each", "-Xmx1g", 3, Figure.RATE, Figure.CPU, Figure.THREADS),
  ASYNC("1000 in flight, async", "-Xmx1g", 3, Figure.RATE, Figure.CPU, Figure.THREADS),
  BURST("stream, burst of 20,000 chunks", "-Xmx1g", 2, Figure.RATE, Figure.CPU, Figure.BYTES),
  PACED("stream, first token of a paced one", "-Xmx1g", 4, Figure.P50, Figure.LATE),
  APART("stream, first token, 5 ms after the last one's end", "-Xmx1g", 5, PACED.figures),
  FAN("200 paced streams at once, async", "-Xmx1g", 6, Figure.THREADS, Figure.CPU, Figure.WALL),
  UPLOAD("upload of 1 GiB", "-Xmx128m", 4, Figure.MEGABYTES, Figure.CPU_GB, Figure.OWN),
  UPLOAD_SMALL("upload of 1 GiB", "-Xmx48m", 4, Figure.MEGABYTES, Figure.CPU_GB, Figure.OWN),
  COLD("cold JVM, main to the first answer", "-Xmx1g", 6, Figure.MILLIS, Figure.CLASSES),
  PATH("run-time class path", "", 0, Figure.SIZE, Figure.JARS),
  CHAT_TLS("chat, one after another", "-Xmx1g", 2, CHAT.figures),
  THREADS_TLS("1000 in flight, a thread each", "-Xmx1g", 4, THREADS.figures),
  ASYNC_TLS("1000 in flight, async", "-Xmx1g", 4, ASYNC.figures),
  BURST_TLS("stream, burst of 20,000 chunks", "-Xmx1g", 2, BURST.figures),
  FAN_TLS("200 paced streams at once, async", "-Xmx1g", 6, FAN.figures),
  UPLOAD_TLS("upload of 1 GiB", "-Xmx128m", 8, UPLOAD.figures),
  COLD_TLS("cold JVM, main to the first answer", "-Xmx1g", 9, COLD.figures),
  CHAT_H2("chat, one after another", "-Xmx1g", 2, CHAT.figures),
  ASYNC_H2("1000 in flight, async", "-Xmx1g", 4, ASYNC.figures);

  /** What is told. */
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
    JARS("jars", "jars", "%.0f"),
    /** How busy the busiest thread of the server was: near 100, the server is the limit. */
    SERVER("server_pct", "server %", "%.0f");

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
  private final double about;

  @SuppressWarnings("ImmutableEnumChecker") // no one else has it
  private final Figure[] figures;

  Row(String title, String heap, double about, Figure... figures) {
    this.title = title;
    this.heap = heap;
    this.about = about;
    this.figures = figures;
  }

  String title() {
    String front =
        switch (front()) {
          case NONE -> "";
          case TLS -> ", over TLS";
          case HTTP2 -> ", over HTTP/2 and TLS";
        };
    return title + front + (heap.isEmpty() || heap.equals("-Xmx1g") ? "" : ", " + heap);
  }

  String heap() {
    return heap;
  }

  List<Figure> figures() {
    Stream<Figure> told = Arrays.stream(figures);
    return (isMeasured() ? Stream.concat(told, Stream.of(Figure.SERVER)) : told).toList();
  }

  /** What is in front of the server. */
  Server.Front front() {
    if (name().endsWith("_TLS")) {
      return Server.Front.TLS;
    }
    return name().endsWith("_H2") ? Server.Front.HTTP2 : Server.Front.NONE;
  }

  /** What the process does, which is the same with and without TLS. */
  String work() {
    return name().replaceFirst("_(TLS|H2|SMALL)$", "").toLowerCase(Locale.ROOT);
  }

  /** Whether a process warms up and is measured then. */
  boolean isMeasured() {
    return !work().equals("cold") && !work().equals("path");
  }

  boolean needsFile() {
    return work().equals("upload");
  }

  /** Whether many calls run side by side. */
  private boolean settles() {
    return work().equals("threads") || work().equals("async");
  }

  /** Seconds that a round of one driver takes, roughly. */
  double about(double warmUp, double seconds) {
    if (!isMeasured()) {
      return about;
    }
    double warm = needsFile() ? 0 : warmUp + (settles() ? Worker.SETTLE * warmUp : 0);
    return about + warm + (work().equals("fan") ? 0 : seconds);
  }

  /** The name on the command line. */
  String option() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The row of a name on the command line. */
  static Row of(String option) {
    return Arrays.stream(values())
        .filter(row -> row.option().equals(option))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no such row: " + option + "; there are " + options(List.of(values()))));
  }

  /** The names of rows on the command line. */
  static String options(List<Row> rows) {
    return rows.stream().map(Row::option).collect(Collectors.joining(", "));
  }
}
