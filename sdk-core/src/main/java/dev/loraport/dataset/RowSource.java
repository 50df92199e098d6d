package dev.loraport.dataset;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The rows of a data set one by one, on the caller's thread: blank lines are left out. */
final class RowSource implements Closeable {
  private final Decoders.Opened opened;
  private final ChunkReader reader;
  private final Chunk chunk = new Chunk();
  private final boolean any;
  private long linesBefore;

  RowSource(Decoders.Opened opened, int maxLineBytes) {
    this.opened = opened;
    this.reader = new ChunkReader(opened.rows(), maxLineBytes);
    this.any = reader.next(chunk);
  }

  /** The format that most of the first rows have; null if none has any. */
  @Nullable DatasetFormat format() {
    return any ? FormatFinder.of(chunk) : null;
  }

  /**
   * Goes to the next row; null at the end.
   *
   * @throws ReadFailure if reading breaks off, or the row is too long to be held
   */
  @Nullable Chunk next() throws ReadFailure {
    while (any) {
      if (chunk.overlong) {
        throw new ReadFailure(
            new IOException("line " + (linesBefore + 1) + " is too long to be read"));
      }
      while (chunk.nextLine()) {
        if (chunk.sequence == 0 && chunk.line() == 1) {
          chunk.skipByteOrderMark();
        }
        if (!chunk.isBlank()) {
          return chunk;
        }
      }
      linesBefore += chunk.line();
      if (!reader.next(chunk)) {
        break;
      }
    }
    IOException broken = reader.broken();
    if (broken != null) {
      throw new ReadFailure(broken);
    }
    return null;
  }

  /** The number of the line, from 1. */
  long line() {
    return linesBefore + chunk.line();
  }

  @Override
  public void close() throws IOException {
    opened.rows().close();
  }
}
