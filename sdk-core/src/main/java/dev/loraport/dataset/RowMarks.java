package dev.loraport.dataset;

import java.util.Arrays;

/** The hashes of the rows of a chunk, with their lines in it. */
final class RowMarks {
  private long[] hashes = new long[512];
  private int[] lines = new int[512];
  private int size;

  void add(long hash, int line) {
    if (size == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * size);
      lines = Arrays.copyOf(lines, 2 * size);
    }
    hashes[size] = hash;
    lines[size++] = line;
  }

  int size() {
    return size;
  }

  long hash(int index) {
    return hashes[index];
  }

  int line(int index) {
    return lines[index];
  }
}
