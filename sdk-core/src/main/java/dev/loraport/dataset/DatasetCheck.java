package dev.loraport.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One check of one file by several threads: each takes the next chunk, checks it and hands in what
 * it found; what was found is put together in the order of the file.
 */
final class DatasetCheck {
  /** Chunks that may be ahead of the slowest one, for each thread: bounds what waits in memory. */
  private static final int AHEAD = 4;

  private final ChunkReader reader;
  private final CheckOptions options;
  private final DatasetFormat format;
  private final String expected;
  private final CheckTotals totals;

  private final Map<Long, ChunkCheck.Result> waiting = new HashMap<>();
  private long taken;
  private long merged;
  private boolean merging;
  private @Nullable Throwable failure;

  private DatasetCheck(
      ChunkReader reader,
      CheckOptions options,
      DatasetFormat format,
      String expected,
      CheckTotals totals) {
    this.reader = reader;
    this.options = options;
    this.format = format;
    this.expected = expected;
    this.totals = totals;
  }

  /**
   * Checks a data set that was opened.
   *
   * @param in its rows
   * @param encoding the name of what unpacks them; empty for plain JSON Lines
   * @param given the format; null to find it by looking
   */
  static CheckReport run(
      String name,
      InputStream in,
      String encoding,
      @Nullable DatasetFormat given,
      CheckOptions options)
      throws IOException {
    DatasetRules rules = options.rules();
    CheckTotals totals = new CheckTotals(options);
    ChunkReader reader = new ChunkReader(in, rules.maxLineBytes());
    Chunk first = new Chunk();
    boolean any = reader.next(first);
    DatasetFormat found = given != null || !any ? given : FormatFinder.of(first);
    if (found == DatasetFormat.CHAT
        && !rules.formats().contains(DatasetFormat.CHAT)
        && rules.formats().contains(DatasetFormat.PROMPTS)) {
      found = DatasetFormat.PROMPTS;
    }
    totals.packed(encoding, found);
    DatasetFormat format = found != null ? found : usual(rules);
    if (any && FormatFinder.isArray(first)) {
      totals.array();
      while (reader.next(first)) {
        // its lines are no rows, and only its bytes are counted
      }
    } else if (any) {
      String expected = expected(rules, given, found);
      new DatasetCheck(reader, options, format, expected, totals).all(first);
    }
    IOException broken = reader.broken();
    if (broken != null) {
      if (encoding.isEmpty()) {
        throw broken;
      }
      totals.broken(encoding, reader.total(), broken);
    }
    return totals.report(name, encoding, found, reader.total());
  }

  private static String expected(
      DatasetRules rules, @Nullable DatasetFormat given, @Nullable DatasetFormat found) {
    if (found != null) {
      return (given != null ? "the format was given as " : "the first rows of the file have ")
          + found.described();
    }
    List<String> taken = new ArrayList<>();
    for (DatasetFormat format : DatasetFormat.values()) {
      if (format != DatasetFormat.TOKENS && rules.formats().contains(format)) {
        taken.add(format.described());
      }
    }
    return rules.name()
        + " takes "
        + String.join(", ", taken)
        + (rules.formats().contains(DatasetFormat.CHAT)
            ? "; a chat is {\"messages\": [{\"role\": \"user\", \"content\": \u2026}, \u2026]}"
            : "");
  }

  private static DatasetFormat usual(DatasetRules rules) {
    return rules.formats().contains(DatasetFormat.CHAT)
        ? DatasetFormat.CHAT
        : rules.formats().iterator().next();
  }

  private void all(Chunk first) {
    List<Thread> helpers = new ArrayList<>();
    taken = 1;
    if (!first.last) {
      for (int i = 1; i < options.threads(); i++) {
        Thread helper = new Thread(() -> work(new Chunk(), false), "loraport-dataset-check-" + i);
        helper.setDaemon(true);
        helper.start();
        helpers.add(helper);
      }
    }
    work(first, true);
    boolean interrupted = false;
    for (Thread helper : helpers) {
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      if (failure instanceof Error error) {
        throw error;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  private void work(Chunk chunk, boolean filled) {
    try {
      ChunkCheck check = new ChunkCheck(options, format, expected);
      boolean any = filled || take(chunk);
      while (any) {
        handIn(chunk.sequence, check.check(chunk));
        any = take(chunk);
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  private boolean take(Chunk chunk) {
    boolean interrupted = false;
    synchronized (this) {
      while (failure == null && taken - merged >= (long) AHEAD * options.threads()) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (failure != null) {
        return false;
      }
      taken++;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return reader.next(chunk);
  }

  private synchronized void fail(Throwable e) {
    if (failure == null) {
      failure = e;
    }
    notifyAll();
  }

  // one thread puts together what there is, and the others go on
  private void handIn(long sequence, ChunkCheck.Result result) {
    ChunkCheck.Result next;
    synchronized (this) {
      waiting.put(sequence, result);
      if (merging) {
        return;
      }
      merging = true;
      next = nextInOrder();
    }
    while (next != null) {
      totals.add(next);
      synchronized (this) {
        merged++;
        notifyAll();
        next = nextInOrder();
      }
    }
  }

  private ChunkCheck.@Nullable Result nextInOrder() {
    ChunkCheck.Result next = waiting.remove(merged);
    merging = next != null;
    return next;
  }
}
