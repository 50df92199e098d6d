package dev.loraport.dataset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Some whole lines of a file, gone over one by one. Finding the end of a line, hashing it and
 * looking for bytes outside ASCII is one pass, eight bytes at once.
 */
final class Chunk {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FEEDS = 0x0a0a0a0a0a0a0a0aL;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH = 0x8080808080808080L;

  private byte[] bytes = {};
  private int filled;
  private int next;
  private int start;
  private int length;
  private int line;
  private long hash;
  private long high;

  /** Which chunk of the file it is, from 0. */
  long sequence;

  /** Whether it is the last one of the file. */
  boolean last;

  /** Whether it stands for one line that was too long to be held, and has no bytes. */
  boolean overlong;

  /** Makes room for so many bytes, and keeps the first ones. */
  byte[] room(int size, int kept) {
    if (bytes.length < size + JsonCursor.SLACK) {
      bytes = Arrays.copyOf(kept == 0 ? new byte[0] : bytes, size + JsonCursor.SLACK);
    }
    return bytes;
  }

  /** The bytes that fit into it now. */
  int capacity() {
    return bytes.length - JsonCursor.SLACK;
  }

  /** Takes what was filled in; the last line may lack its end. */
  void filled(int size) {
    filled = size;
    // ends a line that has no end of its own
    bytes[size] = '\n';
    rewind();
  }

  /** Goes back before the first line. */
  void rewind() {
    next = 0;
    line = 0;
  }

  /** Goes to the next line; false at the end. */
  boolean nextLine() {
    if (next >= filled) {
      return false;
    }
    byte[] in = bytes;
    int i = next;
    long mixed = 0;
    long seen = 0;
    long feed;
    long word;
    while (true) {
      word = (long) LONGS.get(in, i);
      long x = word ^ FEEDS;
      feed = (x - ONES) & ~x & HIGH;
      if (feed != 0) {
        break;
      }
      seen |= word;
      mixed = RowHashes.mix(mixed, word);
      i += 8;
    }
    int rest = Long.numberOfTrailingZeros(feed) >>> 3;
    start = next;
    length = i + rest - start;
    next = start + length + 1;
    line++;
    word &= (1L << (8 * rest)) - 1;
    high = (seen | word) & HIGH;
    hash = RowHashes.end(mixed, word, length);
    if (length > 0 && in[start + length - 1] == '\r') {
      length--;
      hash = RowHashes.hash(in, start, length);
    }
    return true;
  }

  /** Drops a byte order mark at the start of the line; whether there was one. */
  boolean skipByteOrderMark() {
    boolean mark =
        length >= 3
            && bytes[start] == (byte) 0xef
            && bytes[start + 1] == (byte) 0xbb
            && bytes[start + 2] == (byte) 0xbf;
    if (mark) {
      start += 3;
      length -= 3;
    }
    return mark;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the line begins. */
  int start() {
    return start;
  }

  /** The bytes of the line, without its end. */
  int length() {
    return length;
  }

  /** The number of the line in the chunk, from 1; at its end, how many there are. */
  int line() {
    return line;
  }

  /** A hash of the bytes of the line. */
  long hash() {
    return hash;
  }

  /** Whether there is nothing but white space on the line. */
  boolean isBlank() {
    for (int i = start; i < start + length; i++) {
      byte b = bytes[i];
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return true;
  }

  /** The offset in the line of the first byte that is not UTF-8; -1 if there is none. */
  int invalidUtf8() {
    return high == 0 ? -1 : Utf8.firstInvalid(bytes, start, length);
  }
}
