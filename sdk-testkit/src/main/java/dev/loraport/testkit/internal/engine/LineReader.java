package dev.loraport.testkit.internal.engine;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Lines as bytes, so that a broken encoding is the business of whoever looks at the line. */
public final class LineReader implements Closeable {
  private final InputStream in;
  private final int limit;

  public LineReader(InputStream in, int limit) {
    this.in = new BufferedInputStream(in, 64 * 1024);
    this.limit = limit;
  }

  /**
   * The next line without its end; null after the last one. A longer one than the limit is cut
   * there, and its rest is the next one.
   */
  public byte @Nullable [] next() throws IOException {
    int c = in.read();
    if (c < 0) {
      return null;
    }
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (c >= 0 && c != '\n') {
      if (c != '\r') {
        line.write(c);
      }
      if (line.size() == limit) {
        break;
      }
      c = in.read();
    }
    return line.toByteArray();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
