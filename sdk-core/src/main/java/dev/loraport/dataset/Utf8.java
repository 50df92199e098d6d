package dev.loraport.dataset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whether bytes are UTF-8, and which column a byte is in. */
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  /** The offset from {@code start} of the first byte that is not UTF-8; -1 if there is none. */
  static int firstInvalid(byte[] bytes, int start, int length) {
    int end = start + length;
    int i = start;
    while (i < end) {
      while (i + 8 <= end && ((long) LONGS.get(bytes, i) & HIGH_BITS) == 0) {
        i += 8;
      }
      if (i >= end) {
        break;
      }
      if (bytes[i] >= 0) {
        i++;
      }
      // letters outside ASCII come in words
      while (i < end && bytes[i] < 0) {
        int size = sequence(bytes, i, end);
        if (size == 0) {
          return i - start;
        }
        i += size;
      }
    }
    return -1;
  }

  /** The bytes of the character at {@code i}, or 0 if there is none. */
  private static int sequence(byte[] bytes, int i, int end) {
    int first = bytes[i] & 0xff;
    if (first >= 0xc2 && first < 0xe0) {
      return i + 2 <= end && (bytes[i + 1] & 0xc0) == 0x80 ? 2 : 0;
    }
    int size = first < 0xe0 ? 0 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (size == 0 || i + size > end) {
      return 0;
    }
    int second = bytes[i + 1] & 0xff;
    // the second byte rules out overlong forms, surrogates and what is beyond U+10FFFF
    int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < low || second > high) {
      return 0;
    }
    for (int k = i + 2; k < i + size; k++) {
      if ((bytes[k] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return size;
  }

  /** The column from 1, in characters, of the byte at that offset from {@code start}. */
  static int column(byte[] bytes, int start, int offset) {
    int column = 1;
    for (int i = start; i < start + offset; i++) {
      if ((bytes[i] & 0xc0) != 0x80) {
        column++;
      }
    }
    return column;
  }
}
