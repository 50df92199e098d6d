package dev.loraport.testkit.internal.engine;

import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;

/** Reads one spool after the other, opening each when its turn comes. */
final class JoinedInput extends InputStream {
  private final Iterator<Spool> parts;
  private long skipped;
  private InputStream current = InputStream.nullInputStream();

  /** Leaves the first {@code skipped} bytes out, without reading the parts that lie within them. */
  JoinedInput(List<Spool> parts, long skipped) {
    this.parts = parts.iterator();
    this.skipped = skipped;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    int read = current.read(target, offset, count);
    while (read < 0 && parts.hasNext()) {
      current.close();
      Spool part = parts.next();
      long before = Math.min(skipped, part.length());
      skipped -= before;
      current = before == part.length() ? InputStream.nullInputStream() : part.open(before);
      read = current.read(target, offset, count);
    }
    return read;
  }

  @Override
  public void close() throws IOException {
    current.close();
  }
}
