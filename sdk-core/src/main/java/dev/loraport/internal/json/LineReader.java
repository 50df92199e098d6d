package dev.loraport.internal.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream of bytes into lines at LF or CRLF, in one buffer that grows with the longest line
 * and never beyond its bound. A lone CR is white space to JSON and ends no line.
 */
public final class LineReader {
  private static final int START_BYTES = 256 << 10;

  private final InputStream in;
  private final int maxLineBytes;
  private byte[] buffer;
  private int position;
  private int end;
  private boolean exhausted;

  private long number;
  private int start;
  private int length;
  private boolean tooLong;

  /**
   * Makes a reader.
   *
   * @param in the stream; not closed
   * @param maxLineBytes the longest line, without its end
   */
  public LineReader(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
    // one byte for the CR and one for the LF of a line that is just short enough
    this.buffer = new byte[Math.min(START_BYTES, maxLineBytes + 2)];
  }

  /** Goes to the next line; false at the end. */
  public boolean next() throws IOException {
    tooLong = false;
    int scan = position;
    while (true) {
      int feed = indexOfLineFeed(scan);
      if (feed >= 0) {
        take(feed, feed + 1);
        return true;
      }
      if (exhausted) {
        if (position == end && !tooLong) {
          return false;
        }
        take(end, end);
        return true;
      }
      scan = end - position;
      if (tooLong || scan >= maxLineBytes + 2) {
        tooLong = true;
        end = position;
        scan = 0;
      }
      fill();
      scan += position;
    }
  }

  private void take(int lineEnd, int next) {
    number++;
    start = position;
    length = lineEnd - start;
    if (length > 0 && buffer[lineEnd - 1] == '\r') {
      length--;
    }
    tooLong |= length > maxLineBytes;
    position = next;
  }

  private int indexOfLineFeed(int from) {
    byte[] bytes = buffer;
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void fill() throws IOException {
    if (position > 0) {
      System.arraycopy(buffer, position, buffer, 0, end - position);
      end -= position;
      position = 0;
    }
    if (end == buffer.length) {
      long doubled = Math.min(2L * buffer.length, maxLineBytes + 2L);
      buffer = Arrays.copyOf(buffer, (int) doubled);
    }
    int read = in.read(buffer, end, buffer.length - end);
    if (read < 0) {
      exhausted = true;
    } else {
      end += read;
    }
  }

  /** The line's number, from 1. */
  public long number() {
    return number;
  }

  /** What holds the line, until {@link #next()}. */
  public byte[] buffer() {
    return buffer;
  }

  /** Where the line begins in the buffer. */
  public int start() {
    return start;
  }

  /** The bytes of the line. */
  public int length() {
    return length;
  }

  /** Whether the line was over the bound: its bytes are gone. */
  public boolean tooLong() {
    return tooLong;
  }
}
