package dev.loraport.internal.chat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts bytes into server-sent events: put bytes in, then take events until there is none.
 *
 * <p>Lines end in CR, LF or CRLF. An event ends at a blank line, and is there as soon as the first
 * byte of that line's end is. Its data stays in the buffer: it is good until the next call.
 */
final class SseReader {
  /** The longest event in bytes, with the name of the field at the line that came last. */
  static final int LIMIT = 1 << 20;

  /** Enough for the pieces of a model that writes; a buffer that is filled grows to four times. */
  private static final int FIRST_SIZE = 4 << 10;

  /** How many characters are kept of what is no event. */
  private static final int SHOWN = 200;

  private final int limit;
  private final int usualSize;
  private byte[] buffer;
  private int filled;
  private int scan;
  private int lineStart;

  // the data lines of the event at hand, joined in place
  private boolean hasData;
  private int dataFrom;
  private int dataTo;
  private String name = "";
  private String nextName = "";
  private String other = "";

  private boolean firstLine = true;
  private boolean afterCr;
  private boolean ended;

  SseReader() {
    this(FIRST_SIZE, LIMIT);
  }

  /** With the first size of the buffer, from 4, and the longest event in bytes. */
  SseReader(int firstSize, int limit) {
    this.buffer = new byte[firstSize];
    this.usualSize = 4 * firstSize;
    this.limit = limit;
  }

  /** Puts bytes in. */
  void put(ByteBuffer bytes) {
    int count = bytes.remaining();
    makeRoom(count);
    bytes.get(buffer, filled, count);
    filled += count;
  }

  /** Reads what is there from a stream, waits if there is nothing; false at its end. */
  boolean fill(InputStream in) throws IOException {
    boolean moreWaits = filled == buffer.length && filled < usualSize;
    makeRoom(moreWaits ? usualSize : Math.min(buffer.length, usualSize) / 4);
    int count = in.read(buffer, filled, buffer.length - filled);
    if (count > 0) {
      filled += count;
    }
    return count >= 0;
  }

  /** No more bytes will come: a last event without its blank line is taken as it is. */
  void end() {
    ended = true;
  }

  /**
   * Goes to the next event with data.
   *
   * @return false if more bytes are needed, or there are no more
   * @throws IllegalStateException if an event is longer than the limit
   */
  boolean next() {
    if (afterCr && scan < filled) {
      afterCr = false;
      if (buffer[scan] == '\n') {
        lineStart = ++scan;
      }
    }
    for (int end = lineEnd(); end >= 0; end = lineEnd()) {
      int start = lineStart;
      scan = end + 1;
      if (buffer[end] == '\r') {
        afterCr = scan == filled;
        if (!afterCr && buffer[scan] == '\n') {
          scan++;
        }
      }
      lineStart = scan;
      if (line(start, end)) {
        return true;
      }
    }
    scan = filled;
    bound(filled - lineStart);
    return ended && last();
  }

  private int lineEnd() {
    byte[] bytes = buffer;
    int end = filled;
    for (int at = scan; at < end; at++) {
      byte b = bytes[at];
      if (b == '\n' || b == '\r') {
        return at;
      }
    }
    return -1;
  }

  private boolean last() {
    int start = lineStart;
    lineStart = filled;
    return (start < filled && line(start, filled)) || dispatch();
  }

  /** The array that holds the data. */
  byte[] array() {
    return buffer;
  }

  /** Where the data begins. */
  int from() {
    return dataFrom;
  }

  /** Where the data ends. */
  int to() {
    return dataTo;
  }

  /** The name of the event; empty if it has none. */
  String name() {
    return name;
  }

  /** What came that is of no event, a page or a text: its beginning, in one line. */
  String other() {
    return other.substring(0, Math.min(other.length(), SHOWN)).strip();
  }

  /** Whether the data begins with that text. */
  boolean startsWith(byte[] text) {
    return dataTo - dataFrom >= text.length
        && Arrays.equals(buffer, dataFrom, dataFrom + text.length, text, 0, text.length);
  }

  private boolean dispatch() {
    boolean complete = hasData;
    hasData = false;
    name = nextName;
    nextName = "";
    return complete;
  }

  private boolean line(int start, int end) {
    bound(end - start); // here and not only while it is incomplete: cuts must not matter
    int from = start;
    if (firstLine) {
      firstLine = false;
      from = afterMark(start, end);
    }
    if (from == end) {
      return dispatch();
    }
    if (isField("data", from, end)) {
      data(value(from + 4, end), end);
    } else if (isField("event", from, end)) {
      int value = value(from + 5, end);
      nextName = new String(buffer, value, end - value, StandardCharsets.UTF_8);
    } else if (other.length() < SHOWN
        && buffer[from] != ':'
        && !isField("id", from, end)
        && !isField("retry", from, end)) {
      // each character has four bytes at most
      int shown = Math.min(end - from, 4 * SHOWN);
      other += new String(buffer, from, shown, StandardCharsets.UTF_8) + ' ';
    }
    return false;
  }

  private void data(int from, int end) {
    if (hasData) {
      // the lines behind are as long as their bytes, less the name of the field: this overwrites
      // nothing that is still needed
      buffer[dataTo++] = '\n';
      System.arraycopy(buffer, from, buffer, dataTo, end - from);
      dataTo += end - from;
    } else {
      hasData = true;
      dataFrom = from;
      dataTo = end;
    }
  }

  private int afterMark(int start, int end) {
    boolean marked =
        end - start >= 3
            && buffer[start] == (byte) 0xEF
            && buffer[start + 1] == (byte) 0xBB
            && buffer[start + 2] == (byte) 0xBF;
    return marked ? start + 3 : start;
  }

  private boolean isField(String field, int from, int end) {
    int length = field.length();
    if (end - from < length || (end - from > length && buffer[from + length] != ':')) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (buffer[from + i] != field.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int value(int colon, int end) {
    int from = Math.min(colon + 1, end);
    return from < end && buffer[from] == ' ' ? from + 1 : from;
  }

  private void bound(int more) {
    if ((hasData ? dataTo - dataFrom : 0) + more > limit) {
      throw new IllegalStateException("an event is longer than the limit of " + limit + " bytes");
    }
  }

  /** Moves what is still needed to the front, then grows if that was not enough. */
  private void makeRoom(int count) {
    if (!hasData && lineStart == filled) {
      lineStart = 0;
      scan = 0;
      filled = 0;
    }
    if (buffer.length - filled >= count) {
      return;
    }
    int data = 0;
    if (hasData) {
      data = dataTo - dataFrom;
      System.arraycopy(buffer, dataFrom, buffer, 0, data);
      dataFrom = 0;
      dataTo = data;
    }
    int rest = filled - lineStart;
    System.arraycopy(buffer, lineStart, buffer, data, rest);
    scan -= lineStart - data;
    lineStart = data;
    filled = data + rest;
    if (buffer.length - filled < count) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, filled + count));
    }
  }
}
