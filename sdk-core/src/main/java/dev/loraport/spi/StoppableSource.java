package dev.loraport.spi;

import dev.loraport.file.FileSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** A source whose reading ends at the next slice once nobody wants it any more. */
public final class StoppableSource implements FileSource {
  private final FileSource source;
  private volatile boolean stopped;

  /** Makes one that is read as the given one is. */
  public StoppableSource(FileSource source) {
    this.source = source;
  }

  /** Ends what is read from it now, and later. */
  public void stop() {
    stopped = true;
  }

  @Override
  public InputStream open() throws IOException {
    check();
    return new FilterInputStream(source.open()) {
      @Override
      public int read() throws IOException {
        check();
        return super.read();
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        check();
        return super.read(into, from, length);
      }
    };
  }

  private void check() {
    if (stopped) {
      throw new CancellationException("nobody waits for " + source.name() + " any more");
    }
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public long length() {
    return source.length();
  }

  @Override
  public boolean repeatable() {
    return source.repeatable();
  }

  @Override
  public Optional<Path> path() {
    return source.path();
  }
}
