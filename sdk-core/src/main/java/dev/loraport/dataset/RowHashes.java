package dev.loraport.dataset;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds rows that came before, by a 64-bit hash of their bytes. It remembers the first {@link
 * #MAX_ROWS} different rows in at most 24 MiB; rows beyond are compared with those alone.
 */
final class RowHashes {
  /** The different rows that are remembered. */
  static final int MAX_ROWS = 1_000_000;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;

  private static final int PARTS = 64;

  private final Part[] parts = new Part[PARTS];
  private int size;

  /** The line that had the same bytes; 0 if none is known, and this one is remembered. */
  long seenAt(long hash, long line) {
    int index = (int) (hash >>> 58);
    Part part = parts[index];
    if (part == null) {
      part = new Part();
      parts[index] = part;
    }
    int at = part.slot(hash);
    if (part.lines[at] != 0) {
      return part.lines[at];
    }
    if (size < MAX_ROWS && line <= Integer.MAX_VALUE) {
      size++;
      part.put(at, hash, (int) line);
    }
    return 0;
  }

  /** Whether there was no room for every row so far. */
  boolean isFull() {
    return size >= MAX_ROWS;
  }

  /**
   * The rows whose hashes begin alike. Small arrays find room in a small heap where one large one
   * and its successor do not.
   */
  private static final class Part {
    private long[] hashes = new long[32];
    private int[] lines = new int[32];
    private int size;

    int slot(long hash) {
      int mask = hashes.length - 1;
      int at = (int) (hash >>> 20) & mask;
      while (lines[at] != 0 && hashes[at] != hash) {
        at = (at + 1) & mask;
      }
      return at;
    }

    void put(int at, long hash, int line) {
      hashes[at] = hash;
      lines[at] = line;
      size++;
      if (size > hashes.length / 2) {
        grow();
      }
    }

    private void grow() {
      long[] oldHashes = hashes;
      int[] oldLines = lines;
      hashes = new long[oldHashes.length * 2];
      lines = new int[oldLines.length * 2];
      for (int i = 0; i < oldLines.length; i++) {
        if (oldLines[i] != 0) {
          int at = slot(oldHashes[i]);
          hashes[at] = oldHashes[i];
          lines[at] = oldLines[i];
        }
      }
    }
  }

  /** The hash of some bytes. */
  static long hash(byte[] bytes, int start, int length) {
    long hash = 0;
    int i = start;
    int end = start + length;
    for (; i + 8 <= end; i += 8) {
      hash = mix(hash, (long) LONGS.get(bytes, i));
    }
    long rest = 0;
    for (int shift = 0; i < end; i++, shift += 8) {
      rest |= (bytes[i] & 0xffL) << shift;
    }
    return end(hash, rest, length);
  }

  /** Takes eight more bytes into a hash that began with 0. */
  static long mix(long hash, long word) {
    return Long.rotateLeft(hash ^ (word * PRIME_2), 31) * PRIME_1;
  }

  /** Takes the last bytes, fewer than eight, and ends the hash. */
  static long end(long hash, long rest, int length) {
    long whole = mix(hash ^ length, rest) * PRIME_2;
    return whole ^ (whole >>> 29);
  }
}
