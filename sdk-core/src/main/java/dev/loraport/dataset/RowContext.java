package dev.loraport.dataset;

/** The row that is being read: gives a finding its line, its column and a printable text. */
final class RowContext {
  private static final int SHOWN_CHARACTERS = 40;

  private final FindingLog log;
  private byte[] bytes = {};
  private int start;
  private int length;
  private int line;

  RowContext(FindingLog log) {
    this.log = log;
  }

  /** Begins a row; the line counts from the start of the chunk. */
  void begin(byte[] bytes, int start, int length, int line) {
    this.bytes = bytes;
    this.start = start;
    this.length = length;
    this.line = line;
  }

  /** Counts an error; whether it is to be told, which must then be done at once. */
  boolean error(String code) {
    return log.count(Treatment.REFUSE, code);
  }

  /** Counts a warning; whether it is to be told, which must then be done at once. */
  boolean warning(String code) {
    return log.count(Treatment.WARN, code);
  }

  /** Counts what a rule makes of a thing; whether it is to be told. */
  boolean finds(Treatment treatment, String code) {
    return treatment != Treatment.ALLOW && log.count(treatment, code);
  }

  /** Tells what was just counted, of the thing that begins at that offset in the line. */
  void tell(int offset, String path, String message) {
    int within = Math.max(0, Math.min(offset, length));
    log.keep(line, Utf8.column(bytes, start, within), path, message);
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
