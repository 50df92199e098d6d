package dev.loraport.benchmarks.dataset;

import dev.loraport.dataset.CheckOptions;
import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.dataset.DatasetRules;
import dev.loraport.file.FileSource;
import dev.loraport.fireworks.FireworksDatasets;
import dev.loraport.nebius.NebiusDatasets;
import dev.loraport.together.TogetherDatasets;
import dev.loraport.tuning.TuningMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Checks a chat file by all rules, and beside it, in turns, lets Jackson go over the same file from
 * token to token and do nothing else: its two halves on two threads.
 *
 * <pre>
 * CheckSpeed [--rules neutral] [--file FILE] [--mb 200] [--rounds 15]
 * CheckSpeed [--rules neutral] --stream-gb 20
 * </pre>
 */
public final class CheckSpeed {
  private static final JsonFactory JACKSON = new JsonFactory();
  private static final AtomicLong TOKENS = new AtomicLong();

  private CheckSpeed() {}

  /** Runs it. */
  public static void main(String[] arguments) throws Exception {
    String file = "";
    long megabytes = 200;
    int rounds = 15;
    long gigabytes = 0;
    DatasetRules rules = DatasetRules.neutral();
    for (int i = 0; i < arguments.length; i += 2) {
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--file" -> file = value;
        case "--mb" -> megabytes = Long.parseLong(value);
        case "--rounds" -> rounds = Integer.parseInt(value);
        case "--rules" -> rules = rules(value);
        case "--stream-gb" -> gigabytes = Long.parseLong(value);
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "heap %d MB, %d cores, rules of %s%n",
        Runtime.getRuntime().maxMemory() >> 20,
        Runtime.getRuntime().availableProcessors(),
        rules.name());
    if (gigabytes > 0) {
      stream(gigabytes * 1_000_000_000, rules);
    } else if (!file.isEmpty()) {
      compare(Path.of(file), rounds, rules);
    } else {
      Path made = Files.createTempFile("chat", ".jsonl");
      try (OutputStream out = Files.newOutputStream(made);
          InputStream rows = new ChatRows(megabytes * 1_000_000)) {
        rows.transferTo(out);
      }
      compare(made, rounds, rules);
      Files.delete(made);
    }
  }

  private static DatasetRules rules(String name) {
    return switch (name) {
      case "neutral" -> DatasetRules.neutral();
      case "together" -> TogetherDatasets.rules(TuningMethod.SFT);
      case "fireworks" -> FireworksDatasets.rules(TuningMethod.SFT);
      case "nebius" -> NebiusDatasets.rules(TuningMethod.SFT);
      default -> throw new IllegalArgumentException("unknown rules " + name);
    };
  }

  private static void stream(long bytes, DatasetRules rules) {
    long start = System.nanoTime();
    CheckReport report =
        Dataset.of(FileSource.oneShot("made.jsonl", bytes, new ChatRows(bytes))).check(rules);
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%,d bytes, %,d rows in %.1f s with the making of the rows: %.0f MB/s; %s%n",
        report.bytes(),
        report.rows(),
        seconds,
        report.bytes() / seconds / 1e6,
        report.countsByCode());
  }

  private static void compare(Path file, int rounds, DatasetRules rules) throws Exception {
    double[] bare = new double[rounds];
    double[] check = new double[rounds];
    double[] ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      bare[round] = speed(file, () -> bare(file));
      check[round] = speed(file, () -> Dataset.open(file).check(CheckOptions.of(rules)));
      ratios[round] = check[round] / bare[round];
      System.out.printf(
          Locale.ROOT,
          "round %2d: bare %5.0f MB/s, check %5.0f MB/s, ratio %.2f%n",
          round + 1,
          bare[round],
          check[round],
          ratios[round]);
    }
    Arrays.sort(bare);
    Arrays.sort(check);
    Arrays.sort(ratios);
    int middle = rounds / 2;
    System.out.printf(
        Locale.ROOT,
        "median: bare %.0f MB/s, check %.0f MB/s, ratio %.2f; best: %.0f and %.0f, ratio %.2f%n",
        bare[middle],
        check[middle],
        ratios[middle],
        bare[rounds - 1],
        check[rounds - 1],
        check[rounds - 1] / bare[rounds - 1]);
  }

  @FunctionalInterface
  private interface Work {
    Object run() throws Exception;
  }

  private static double speed(Path file, Work work) throws Exception {
    long start = System.nanoTime();
    if (work.run() == null) {
      throw new IllegalStateException("nothing came of it");
    }
    return Files.size(file) / 1e6 / ((System.nanoTime() - start) / 1e9);
  }

  private static Long bare(Path file) throws IOException, InterruptedException, ExecutionException {
    long size = Files.size(file);
    long middle;
    try (RandomAccessFile halves = new RandomAccessFile(file.toFile(), "r")) {
      halves.seek(size / 2);
      halves.readLine();
      middle = halves.getFilePointer();
    }
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      Future<Long> first = pool.submit(() -> tokens(file, 0, middle));
      Future<Long> second = pool.submit(() -> tokens(file, middle, size));
      return TOKENS.addAndGet(first.get() + second.get());
    } finally {
      pool.shutdown();
    }
  }

  private static long tokens(Path file, long from, long to) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      InputStream half = new Limited(in, to - from);
      long tokens = 0;
      try (JsonParser parser = JACKSON.createParser(ObjectReadContext.empty(), half)) {
        while (parser.nextToken() != null) {
          tokens++;
        }
      }
      return tokens;
    }
  }

  private static final class Limited extends InputStream {
    private final InputStream in;
    private long left;

    Limited(InputStream in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int read = in.read(into, offset, (int) Math.min(left, length));
      left -= Math.max(0, read);
      return read;
    }
  }
}
