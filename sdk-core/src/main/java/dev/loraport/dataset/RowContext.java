package dev.loraport.dataset;

import dev.loraport.dataset.FindingLog.Place;

/** The row that is being read: gives a finding its line, its column and a printable text. */
final class RowContext {
  private static final int SHOWN_CHARACTERS = 40;

  private final FindingLog log;
  private byte[] bytes = {};
  private int start;
  private int length;
  private long line;

  RowContext(FindingLog log) {
    this.log = log;
  }

  void begin(byte[] bytes, int start, int length, long line) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.line = line;
  }

  /** Reports what a rule makes of the thing whose text begins at that offset in the line. */
  void report(Treatment treatment, String code, long offset, String path, String message) {
    if (treatment != Treatment.ALLOW) {
      log.add(treatment, code, place(offset, path), message);
    }
  }

  void error(String code, long offset, String path, String message) {
    log.error(code, place(offset, path), message);
  }

  void warning(String code, long offset, String path, String message) {
    log.warning(code, place(offset, path), message);
  }

  private Place place(long offset, String path) {
    int within = (int) Math.max(0, Math.min(offset, length));
    return new Place(line, Utf8.column(bytes, start, within), path);
  }

  /** A text from the file for a message: short, in one line, in quotation marks. */
  static String quoted(String text) {
    int end = text.offsetByCodePoints(0, Math.min(SHOWN_CHARACTERS, codePoints(text)));
    String shown = text.substring(0, end).replaceAll("\\p{Cntrl}", "\u00b7");
    return '"' + shown + (end < text.length() ? "…" : "") + '"';
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }
}
