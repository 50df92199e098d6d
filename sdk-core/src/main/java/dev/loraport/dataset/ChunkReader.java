package dev.loraport.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream into chunks of whole lines at LF or CRLF, for several threads that take one after
 * the other. A lone CR is white space to JSON and ends no line.
 */
final class ChunkReader {
  /** The size of a chunk; one with a longer line is as long as the line. */
  static final int CHUNK_BYTES = 256 << 10;

  private final InputStream in;
  private final int maxLineBytes;
  private byte[] carry = {};
  private int carried;
  private boolean exhausted;
  private long sequence;
  private long total;
  private @Nullable IOException broken;

  ChunkReader(InputStream in, int maxLineBytes) {
    this.in = in;
    this.maxLineBytes = maxLineBytes;
  }

  /** Fills a chunk with the next lines; false at the end of the stream or where it breaks off. */
  synchronized boolean next(Chunk chunk) {
    if (exhausted && carried == 0) {
      return false;
    }
    byte[] bytes = chunk.room(Math.max(CHUNK_BYTES, carried + CHUNK_BYTES / 4), 0);
    System.arraycopy(carry, 0, bytes, 0, carried);
    int size = carried;
    carried = 0;
    int searched = 0;
    chunk.overlong = false;
    while (true) {
      size = fill(bytes, size, chunk.capacity());
      if (exhausted) {
        chunk.filled(size);
        break;
      }
      int cut = lastFeed(bytes, searched, size) + 1;
      if (cut > 0) {
        carry(bytes, cut, size);
        chunk.filled(cut);
        break;
      }
      // two more for the CR and LF of a line that is just short enough
      if (size >= Math.max(CHUNK_BYTES, maxLineBytes + 2L)) {
        overlong(chunk, bytes);
        break;
      }
      searched = size;
      bytes = chunk.room((int) Math.min(2L * size, maxLineBytes + 2L), size);
    }
    chunk.last = exhausted && carried == 0;
    chunk.sequence = sequence++;
    return true;
  }

  // drops the line of which nothing but the beginning fits
  private void overlong(Chunk chunk, byte[] bytes) {
    chunk.overlong = true;
    chunk.filled(0);
    while (!exhausted) {
      int size = fill(bytes, 0, chunk.capacity());
      for (int i = 0; i < size; i++) {
        if (bytes[i] == '\n') {
          carry(bytes, i + 1, size);
          return;
        }
      }
    }
  }

  private void carry(byte[] bytes, int from, int to) {
    carried = to - from;
    if (carry.length < carried) {
      carry = Arrays.copyOf(bytes, Math.max(carried, 64 << 10));
    }
    System.arraycopy(bytes, from, carry, 0, carried);
  }

  private int fill(byte[] bytes, int from, int to) {
    int size = from;
    try {
      while (size < to && !exhausted) {
        int read = in.read(bytes, size, to - size);
        if (read < 0) {
          exhausted = true;
        } else {
          size += read;
        }
      }
    } catch (IOException e) {
      broken = e;
      exhausted = true;
    }
    total += size - from;
    return size;
  }

  private static int lastFeed(byte[] bytes, int from, int to) {
    for (int i = to - 1; i >= from; i--) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** What reading broke off with, if it did. */
  synchronized @Nullable IOException broken() {
    return broken;
  }

  /** The bytes read so far. */
  synchronized long total() {
    return total;
  }
}
