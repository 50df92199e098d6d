package dev.loraport.fireworks;

import java.io.InputStream;

/** The same slice over and over. */
final class RepeatedBytes extends InputStream {
  private final byte[] slice;
  private long left;

  RepeatedBytes(byte[] slice, long length) {
    this.slice = slice;
    this.left = length;
  }

  @Override
  public int read() {
    return left-- > 0 ? slice[0] : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) {
    if (left <= 0) {
      return -1;
    }
    int n = (int) Math.min(Math.min(length, slice.length), left);
    System.arraycopy(slice, 0, into, from, n);
    left -= n;
    return n;
  }
}
