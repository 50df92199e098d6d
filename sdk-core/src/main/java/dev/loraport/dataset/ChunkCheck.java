package dev.loraport.dataset;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Checks the lines of one chunk after the other, on one thread. */
final class ChunkCheck {
  /**
   * What was found in a chunk.
   *
   * @param lines how many lines it has
   * @param rows how many of them hold an example, valid or not
   * @param units the tokens of all rows
   * @param unrolled the tokens when each user turn is an item with all before it
   * @param longest the tokens of the longest row
   * @param longestLine its line in the chunk
   * @param marks the rows that may be duplicates
   * @param log findings, with lines of the chunk
   */
  record Result(
      int lines,
      long rows,
      long messages,
      long turns,
      long characters,
      long units,
      long unrolled,
      long longest,
      int longestLine,
      RowMarks marks,
      FindingLog log) {}

  private final DatasetRules rules;
  private final DatasetFormat format;
  private final String expected;
  private final @Nullable TokenCounter counter;
  private final int limit;

  private long rows;
  private long unrolled;
  private long longest;
  private int longestLine;
  private RowMarks marks = new RowMarks();

  ChunkCheck(CheckOptions options, DatasetFormat format, String expected) {
    this.rules = options.rules();
    this.format = format;
    this.expected = expected;
    this.counter = options.tokenCounter();
    this.limit = options.maxFindings();
  }

  /** Checks a chunk. */
  Result check(Chunk chunk) {
    FindingLog log = new FindingLog(limit);
    RowReader reader = new RowReader(rules, format, expected, log, counter);
    rows = 0;
    unrolled = 0;
    longest = 0;
    longestLine = 0;
    marks = new RowMarks();
    if (chunk.overlong) {
      rows++;
      tooLong(log, 1);
    }
    while (chunk.nextLine()) {
      if (chunk.line() == 1 && chunk.sequence == 0) {
        byteOrderMark(chunk, log);
      }
      line(chunk, reader, log);
    }
    return new Result(
        chunk.overlong ? 1 : chunk.line(),
        rows,
        reader.messages().count(),
        reader.messages().turns(),
        reader.meter().characters(),
        reader.meter().units(),
        unrolled,
        longest,
        longestLine,
        marks,
        log);
  }

  private void tooLong(FindingLog log, int line) {
    if (log.count(Treatment.REFUSE, "line-too-long")) {
      log.keep(
          line, 0, "", "the line has over " + rules.maxLineBytes() + " bytes and was not read");
    }
  }

  private static void byteOrderMark(Chunk chunk, FindingLog log) {
    if (chunk.skipByteOrderMark() && log.count(Treatment.WARN, "byte-order-mark")) {
      log.keep(1, 0, "", "the file begins with a byte order mark; save it as UTF-8 without one");
    }
  }

  private void line(Chunk chunk, RowReader reader, FindingLog log) {
    int line = chunk.line();
    if (chunk.length() > rules.maxLineBytes()) {
      rows++;
      tooLong(log, line);
      return;
    }
    if (chunk.isBlank()) {
      if (rules.blankLines() != Treatment.ALLOW && log.count(rules.blankLines(), "blank-line")) {
        log.keep(line, 0, "", "the line is blank; take it out, since not every check ignores it");
      }
      return;
    }
    rows++;
    int invalid = chunk.invalidUtf8();
    if (invalid >= 0) {
      notUtf8(chunk, log, invalid);
      return;
    }
    long before = reader.meter().units();
    reader.read(chunk.bytes(), chunk.start(), chunk.length(), line);
    long units = reader.meter().units() - before;
    unrolled += reader.unrolled();
    if (units > longest) {
      longest = units;
      longestLine = line;
    }
    if (units > rules.maxTokensPerRow().orElse(Long.MAX_VALUE / TextMeter.UNIT) * TextMeter.UNIT) {
      rowTooLong(log, line, units);
    }
    marks.add(chunk.hash(), line);
  }

  private void rowTooLong(FindingLog log, int line, long units) {
    if (log.count(Treatment.WARN, "row-too-long")) {
      log.keep(
          line,
          0,
          "",
          (counter == null && format != DatasetFormat.TOKENS ? "about " : "")
              + units / TextMeter.UNIT
              + " tokens, over the context of "
              + rules.maxTokensPerRow().orElseThrow()
              + ": in training the row is cut off, left out or refused; shorten or split it");
    }
  }

  private static void notUtf8(Chunk chunk, FindingLog log, int invalid) {
    if (log.count(Treatment.REFUSE, "not-utf8")) {
      byte[] bytes = chunk.bytes();
      int start = chunk.start();
      int first = bytes[start] & 0xff;
      boolean wide =
          chunk.line() == 1
              && chunk.sequence == 0
              && invalid == 0
              && (first == 0xff || first == 0xfe);
      boolean parquet =
          chunk.line() == 1
              && chunk.sequence == 0
              && new String(bytes, start, 4, StandardCharsets.ISO_8859_1).equals("PAR1");
      log.keep(
          chunk.line(),
          Utf8.column(bytes, start, invalid),
          "",
          "not UTF-8: byte 0x"
              + Integer.toHexString(bytes[start + invalid] & 0xff)
              + (wide ? " (the file looks like UTF-16)" : "")
              + (parquet ? " (it is Parquet: the artifact dataset-parquet reads it)" : "")
              + "; save the file as UTF-8");
    }
  }
}
