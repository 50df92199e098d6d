package dev.loraport.dataset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the JSON of one line in UTF-8 and checks its syntax, without making a text of what
 * nobody asks for. Behind the line there must be a byte below 0x20, and {@link #SLACK} bytes that
 * may be read.
 *
 * <p>After {@link #beginObject} or {@link #beginArray}, each {@link #nextMember} or {@link
 * #nextElement} that is true must be followed by one reading of the value.
 */
final class JsonCursor {
  /** Bytes behind the last line that must be there. */
  static final int SLACK = 16;

  private static final int MAX_DEPTH = 500;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private byte[] in = {};
  private int start;
  private int end;
  private int at;
  private int depth;
  private boolean fresh;

  private int from;
  private int to;
  private boolean escaped;

  /** Begins a line. */
  void begin(byte[] bytes, int lineStart, int lineEnd) {
    in = bytes;
    start = lineStart;
    end = lineEnd;
    at = lineStart;
    depth = 0;
    fresh = false;
  }

  /** Where it stands, from the start of the line. */
  int offset() {
    return at - start;
  }

  /**
   * Goes to the value and says what it is by its first byte: one of <code>{ [ " t f n</code>, a
   * minus or a digit.
   */
  int value() throws BrokenRow {
    int c = space();
    if (c != '"' && c != '{' && c != '[' && "-0123456789tfn".indexOf(c) < 0) {
      throw unexpected("a value");
    }
    return c;
  }

  /** Goes into the object at which it stands. */
  void beginObject() throws BrokenRow {
    open();
  }

  /** Goes into the array at which it stands. */
  void beginArray() throws BrokenRow {
    open();
  }

  private void open() throws BrokenRow {
    at++;
    fresh = true;
    if (++depth > MAX_DEPTH) {
      throw new BrokenRow(
          "json-too-large", offset() - 1, "JSON beyond what is read: over 500 levels deep");
    }
  }

  /**
   * Goes to the value of the next member; false at the end of the object, which it leaves. The name
   * is what {@link #is} and {@link #string} then speak of.
   */
  boolean nextMember() throws BrokenRow {
    int c = space();
    if (fresh) {
      fresh = false;
      if (c == '}') {
        return close();
      }
    } else if (c == ',') {
      at++;
      c = space();
    } else if (c == '}') {
      return close();
    } else {
      throw unexpected("a comma or }");
    }
    if (c != '"') {
      throw unexpected("the name of a member in quotes");
    }
    skipString();
    if (space() != ':') {
      throw unexpected("a colon");
    }
    at++;
    return true;
  }

  /** Goes to the next element; false at the end of the array, which it leaves. */
  boolean nextElement() throws BrokenRow {
    int c = space();
    if (fresh) {
      fresh = false;
      return c == ']' ? close() : true;
    }
    if (c == ',') {
      at++;
      return true;
    }
    if (c == ']') {
      return close();
    }
    throw unexpected("a comma or ]");
  }

  private boolean close() {
    at++;
    depth--;
    fresh = false;
    return false;
  }

  /** Whether anything is left behind the value. */
  boolean hasMore() {
    space();
    return at < end;
  }

  /** Goes over any value. */
  void skip() throws BrokenRow {
    switch (value()) {
      case '"' -> skipString();
      case '{' -> {
        beginObject();
        while (nextMember()) {
          skip();
        }
      }
      case '[' -> {
        beginArray();
        while (nextElement()) {
          skip();
        }
      }
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> number();
    }
  }

  private void literal(String word) throws BrokenRow {
    for (int i = 0; i < word.length(); i++) {
      if (in[at + i] != word.charAt(i)) {
        at += i;
        throw unexpected(word);
      }
    }
    at += word.length();
    scalarEnds();
  }

  private void number() throws BrokenRow {
    from = at;
    if (in[at] == '-') {
      at++;
    }
    if (in[at] == '0') {
      at++;
    } else {
      digits();
    }
    if (in[at] == '.') {
      at++;
      digits();
    }
    if (in[at] == 'e' || in[at] == 'E') {
      at++;
      if (in[at] == '+' || in[at] == '-') {
        at++;
      }
      digits();
    }
    to = at;
    escaped = false;
    scalarEnds();
  }

  private void digits() throws BrokenRow {
    if (!isDigit(in[at])) {
      throw unexpected("a digit");
    }
    while (isDigit(in[at])) {
      at++;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private void scalarEnds() throws BrokenRow {
    int c = in[at];
    if (at < end && c != ',' && c != '}' && c != ']' && c != ' ' && c != '\t' && c != '\r') {
      throw unexpected("a comma or the end of the value");
    }
  }

  /** Goes over the text at which it stands, in quotes; {@link #is} and {@link #string} know it. */
  void skipString() throws BrokenRow {
    int i = at + 1;
    from = i;
    escaped = false;
    while (true) {
      long stop = stops((long) LONGS.get(in, i));
      if (stop == 0) {
        i += 8;
        continue;
      }
      i += Long.numberOfTrailingZeros(stop) >>> 3;
      if (in[i] == '"') {
        break;
      }
      i = escape(i);
      escaped = true;
    }
    to = i;
    at = i + 1;
  }

  /**
   * Goes over the text at which it stands and measures it; {@link #is} and {@link #string} know it.
   */
  void measure(TextMeter meter) throws BrokenRow {
    from = at + 1;
    escaped = false;
    int i = meter.text(in, at + 1);
    while (in[i] != '"') {
      int next = escape(i);
      escaped = true;
      i = meter.escape(in, i, next);
    }
    meter.ends(i - from);
    to = i;
    at = i + 1;
  }

  /** A bit for each of the eight bytes that is a quote, a backslash or a control character. */
  static long stops(long x) {
    long quote = x ^ (ONES * '"');
    long backslash = x ^ (ONES * '\\');
    // bits above the lowest may be wrong, and nobody looks at them
    return ((quote - ONES) | (backslash - ONES) | (x - ONES * 0x20)) & ~x & HIGH;
  }

  /** Where the text goes on behind the escape at {@code i}. */
  private int escape(int i) throws BrokenRow {
    at = i;
    if (in[i] != '\\') {
      throw i < end
          ? new BrokenRow(
              "not-json",
              offset(),
              "not valid JSON: a control character (0x"
                  + Integer.toHexString(in[i])
                  + ") in a text; write it as \\n, \\t or \\u00"
                  + (in[i] < 16 ? "0" : "")
                  + Integer.toHexString(in[i]))
          : unexpected("the end of a text");
    }
    switch (in[i + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
        return i + 2;
      }
      case 'u' -> {
        for (int k = i + 2; k < i + 6; k++) {
          if (Character.digit(in[k], 16) < 0 || k >= end) {
            at = Math.min(k, end);
            throw unexpected("four hexadecimal digits behind \\u");
          }
        }
        return i + 6;
      }
      default -> {
        at = Math.min(i + 1, end);
        throw unexpected("one of \" \\ / b f n r t u behind a backslash");
      }
    }
  }

  /** Goes over white space; the byte behind it. */
  private int space() {
    byte[] bytes = in;
    int i = at;
    int c = bytes[i];
    if (c > ' ') {
      return c;
    }
    while (c == ' ' || c == '\t' || c == '\r') {
      c = bytes[++i];
    }
    at = i;
    return c;
  }

  private BrokenRow unexpected(String wanted) {
    if (at >= end) {
      return new BrokenRow(
          "not-json",
          end - start,
          "not valid JSON: the row ends in the middle; is a bracket, a quote or the rest of the line"
              + " missing?");
    }
    int c = in[at];
    String found = c > 0x20 && c < 0x7f ? "'" + (char) c + "'" : "another character";
    return new BrokenRow(
        "not-json", offset(), "not valid JSON: " + found + " where " + wanted + " is expected");
  }

  /** Whether the name or text last gone over is that word. */
  boolean is(Word word) {
    return escaped ? string().equals(word.text()) : word.isAt(in, from, to - from);
  }

  /** Whether the text last gone over begins so. */
  boolean startsWith(String prefix) {
    if (escaped) {
      return string().startsWith(prefix);
    }
    if (to - from < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (in[from + i] != prefix.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the text last gone over has nothing but white space. */
  boolean isBlank() {
    for (int i = from; i < to; i++) {
      int c = in[i];
      if (c == '\\') {
        c = in[++i];
        if (c != 'n' && c != 't' && c != 'r') {
          return false;
        }
      } else if (c != ' ') {
        return false;
      }
    }
    return true;
  }

  /** Whether the URL last gone over has base64 behind its comma, if it says so; padding is free. */
  boolean endsInBase64() {
    int comma = from;
    while (comma < to && in[comma] != ',') {
      comma++;
    }
    if (comma - from < 7 || !textAt(comma - start - 7, 7).equals(";base64")) {
      return true;
    }
    boolean some = false;
    for (int i = comma + 1; i < to; i++) {
      int c = in[i];
      boolean letter = isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && c != '+' && c != '/' && c != '\\' && c != '=') {
        return false;
      }
      some |= letter;
    }
    return some;
  }

  /** Whether the number last gone over has neither a fraction nor an exponent. */
  boolean isWhole() {
    for (int i = from; i < to; i++) {
      if (in[i] != '-' && !isDigit(in[i])) {
        return false;
      }
    }
    return true;
  }

  /** Measures what was gone over since that offset, as it stands. */
  void measureFrom(int offset, TextMeter meter) {
    meter.addRaw(in, start + offset, at);
  }

  /** What was gone over since that offset, as it stands. */
  String textFrom(int offset) {
    return new String(in, start + offset, at - start - offset, StandardCharsets.UTF_8);
  }

  /** What stands in the line there. */
  String textAt(int offset, int size) {
    return new String(in, start + offset, size, StandardCharsets.UTF_8);
  }

  /** The language of the text that begins there in the line; {@link Language#UNKNOWN} if untold. */
  Language languageAt(int offset, int size) {
    return Language.of(in, start + offset, start + offset + size);
  }

  /** Where the name or text last gone over begins, without its quote, from the line's start. */
  int stringOffset() {
    return from - start;
  }

  /** The bytes of the text last gone over, as they stand in the file. */
  int length() {
    return to - from;
  }

  /** The name, text or number last gone over. */
  String string() {
    String raw = new String(in, from, to - from, StandardCharsets.UTF_8);
    if (!escaped) {
      return raw;
    }
    StringBuilder text = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      c = raw.charAt(++i);
      if (c == 'u') {
        text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
        i += 4;
      } else {
        text.append(unescaped(c));
      }
    }
    return text.toString();
  }

  /** What a letter behind a backslash stands for. */
  static char unescaped(int c) {
    return switch (c) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> (char) c;
    };
  }
}
