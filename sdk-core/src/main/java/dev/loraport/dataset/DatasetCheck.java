package dev.loraport.dataset;

import dev.loraport.dataset.FindingLog.Place;
import dev.loraport.internal.json.LineReader;
import java.io.IOException;
import java.io.InputStream;

/** One check of one file, line by line. */
final class DatasetCheck {
  private final String name;
  private final String encoding;
  private final DatasetRules rules;
  private final FindingLog log;
  private final TextMeter meter = new TextMeter();
  private final RowHashes hashes = new RowHashes();
  private final ChatRow chatRow;

  private String format = "";
  private long rows;
  private long longestRowTokens;

  DatasetCheck(String name, String encoding, DatasetRules rules, int maxFindings) {
    this.name = name;
    this.encoding = encoding;
    this.rules = rules;
    this.log = new FindingLog(maxFindings);
    this.chatRow = new ChatRow(rules, new RowContext(log), meter);
  }

  CheckReport read(InputStream in) throws IOException {
    if (!encoding.isEmpty()) {
      log.add(
          rules.packed(),
          "packed-file",
          Place.FILE,
          "the file is packed with " + encoding + "; write it as plain JSON Lines for an upload");
    }
    LineReader lines = new LineReader(in, rules.maxLineBytes());
    try {
      while (lines.next()) {
        if (lines.number() == 1) {
          skipByteOrderMark(lines);
        }
        line(lines);
      }
    } catch (IOException e) {
      if (encoding.isEmpty()) {
        throw e;
      }
      log.error(
          "broken-packing",
          Place.FILE,
          "the "
              + encoding
              + " data is broken after "
              + lines.total()
              + " bytes of rows: "
              + e.getMessage()
              + "; pack the file anew");
    }
    whole(lines.total());
    CheckReport.Builder report =
        CheckReport.builder()
            .name(name)
            .format(format)
            .encoding(encoding)
            .rules(rules.name())
            .rows(rows)
            .messages(chatRow.messages())
            .characters(meter.characters())
            .bytes(lines.total())
            .estimatedTokens(meter.tokens())
            .longestRowTokens(longestRowTokens)
            .duplicatesExact(!hashes.isFull());
    log.writeTo(report);
    return report.build();
  }

  private void skipByteOrderMark(LineReader lines) {
    byte[] bytes = lines.buffer();
    int start = lines.start();
    if (lines.length() >= 3
        && bytes[start] == (byte) 0xef
        && bytes[start + 1] == (byte) 0xbb
        && bytes[start + 2] == (byte) 0xbf) {
      lines.skip(3);
      log.warning(
          "byte-order-mark",
          Place.line(1),
          "the file begins with a byte order mark; save it as UTF-8 without one");
    }
  }

  private void line(LineReader lines) {
    long number = lines.number();
    if (lines.tooLong()) {
      rows++;
      log.error(
          "line-too-long",
          Place.line(number),
          "the line has over " + rules.maxLineBytes() + " bytes and was not read");
      return;
    }
    byte[] bytes = lines.buffer();
    int start = lines.start();
    int length = lines.length();
    if (isBlank(bytes, start, length)) {
      log.add(
          rules.blankLines(),
          "blank-line",
          Place.line(number),
          "the line is blank; take it out, since not every check ignores it");
      return;
    }
    rows++;
    int invalid = Utf8.firstInvalid(bytes, start, length);
    if (invalid >= 0) {
      notUtf8(number, bytes, start, invalid);
      return;
    }
    long before = meter.tokens();
    String found = chatRow.read(bytes, start, length, number);
    if (format.isEmpty()) {
      format = found;
    }
    tokens(number, meter.tokens() - before);
    long same = hashes.seenAt(bytes, start, length, number);
    if (same > 0) {
      log.warning(
          "duplicate-row",
          Place.line(number),
          "the row is the same as line " + same + ", so it is learned twice; take one out");
    }
  }

  private void tokens(long number, long tokens) {
    longestRowTokens = Math.max(longestRowTokens, tokens);
    if (tokens > rules.maxTokensPerRow().orElse(Long.MAX_VALUE)) {
      log.warning(
          "row-too-long",
          Place.line(number),
          "about "
              + tokens
              + " tokens, over "
              + rules.maxTokensPerRow().orElseThrow()
              + ": the end of the row is cut off in training; shorten or split it");
    }
  }

  private void notUtf8(long number, byte[] bytes, int start, int invalid) {
    log.error(
        "not-utf8",
        new Place(number, Utf8.column(bytes, start, invalid), ""),
        "not UTF-8: byte 0x"
            + Integer.toHexString(bytes[start + invalid] & 0xff)
            + (number == 1 ? kindOf(bytes, start, invalid) : "")
            + "; save the file as UTF-8");
  }

  /** What the first bytes of a file that is no text say of it. */
  private static String kindOf(byte[] bytes, int start, int invalid) {
    int first = bytes[start] & 0xff;
    if (invalid == 0 && (first == 0xff || first == 0xfe)) {
      return " (the file looks like UTF-16)";
    }
    return "";
  }

  private void whole(long bytes) {
    if (bytes == 0) {
      log.error("empty-file", Place.FILE, "the file is empty; write one example on each line");
    } else if (rows < rules.minExamples()) {
      log.error(
          "too-few-examples",
          Place.FILE,
          "examples: " + rows + "; " + rules.name() + " asks for " + rules.minExamples());
    } else if (rows > rules.maxExamples().orElse(Long.MAX_VALUE)) {
      log.error(
          "too-many-examples",
          Place.FILE,
          "examples: "
              + rows
              + "; "
              + rules.name()
              + " takes at most "
              + rules.maxExamples().orElseThrow());
    }
    if (bytes > rules.maxFileBytes().orElse(Long.MAX_VALUE)) {
      log.warning(
          "large-file",
          Place.FILE,
          bytes
              + " bytes are over the "
              + rules.maxFileBytes().orElseThrow()
              + " that "
              + rules.name()
              + " names; split the file if it is refused");
    }
  }

  private static boolean isBlank(byte[] bytes, int start, int length) {
    for (int i = start; i < start + length; i++) {
      byte b = bytes[i];
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }
}
