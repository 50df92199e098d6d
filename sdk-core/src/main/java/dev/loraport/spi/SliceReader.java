package dev.loraport.spi;

import dev.loraport.file.FileSource;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the segments of a body slice by slice. Each slice is an array of its own, or a part of a
 * mapping of a local file: a client may keep what it was handed for as long as it likes. It is used
 * by one thread at a time, and closed by any.
 */
final class SliceReader implements AutoCloseable {
  static final int SLICE = 128 << 10;

  /** Of mapped files, which take no heap. */
  private static final int MAPPED_SLICE = 256 << 10;

  /**
   * Of mapped files where the slice before was asked for a moment ago: each costs two changes of
   * threads. On a slow line small ones show that it moves.
   */
  private static final int FAST_SLICE = 1 << 20;

  private static final long FAST_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final List<Segment> segments;
  private final LongSupplier nanos;
  private int index;
  private long position;
  private long fileBytes;
  private long asked; // for the slice before; 0 before the first
  private volatile @Nullable InputStream in;
  private volatile @Nullable MappedFile mapped;
  private volatile boolean closed;

  /**
   * Makes a reader.
   *
   * @param nanos a clock in nanoseconds
   */
  SliceReader(List<Segment> segments, LongSupplier nanos) {
    this.segments = segments;
    this.nanos = nanos;
  }

  /** How many bytes of files were read. */
  long fileBytes() {
    return fileBytes;
  }

  /**
   * Whether all was read. It looks at files without content, to see whether they still have none.
   */
  boolean atEnd() throws IOException {
    while (index < segments.size() && segments.get(index).length() == 0) {
      if (segments.get(index) instanceof FileSegment empty) {
        open(empty);
        checkEnd(empty);
      }
      nextSegment();
    }
    return index == segments.size();
  }

  /** The next slice; there is one unless {@link #atEnd()}. */
  ByteBuffer next() throws IOException {
    Segment segment = segments.get(index);
    if (segment instanceof BytesSegment bytes) {
      nextSegment();
      return bytes.bytes().asReadOnlyBuffer();
    }
    return nextOf((FileSegment) segment);
  }

  private ByteBuffer nextOf(FileSegment segment) throws IOException {
    if (in == null && mapped == null) {
      open(segment);
    }
    MappedFile file = mapped;
    ByteBuffer slice = file == null ? read(segment) : slice(segment, file);
    position += slice.remaining();
    fileBytes += slice.remaining();
    if (position == segment.length()) {
      checkEnd(segment);
      nextSegment();
    }
    return slice;
  }

  private ByteBuffer read(FileSegment segment) throws IOException {
    byte[] slice = new byte[(int) Math.min(SLICE, segment.length() - position)];
    int found = Objects.requireNonNull(in).readNBytes(slice, 0, slice.length);
    if (found < slice.length) {
      throw SourceErrors.changed(segment.source(), segment.from() + position + found);
    }
    return ByteBuffer.wrap(slice);
  }

  private ByteBuffer slice(FileSegment segment, MappedFile file) throws IOException {
    long now = nanos.getAsLong();
    int most = asked != 0 && now - asked < FAST_NANOS ? FAST_SLICE : MAPPED_SLICE;
    asked = now;
    int length = (int) Math.min(most, segment.length() - position);
    long at = segment.from() + position;
    long size = file.size();
    if (size < at + length) {
      throw SourceErrors.changed(segment.source(), size);
    }
    return file.slice(at, length);
  }

  private void open(FileSegment segment) throws IOException {
    FileSource source = segment.source();
    Path path = source.path().orElse(null);
    if (path != null && Files.size(path) != source.length()) {
      throw SourceErrors.changed(source, Files.size(path));
    }
    MappedFile file = path == null ? null : MappedFile.open(path, segment.from());
    mapped = file;
    if (file == null) {
      openStream(segment, source);
    } else if (closed) {
      file.close();
    }
  }

  private void openStream(FileSegment segment, FileSource source) throws IOException {
    InputStream stream = source.open();
    in = stream;
    if (closed) {
      stream.close();
    }
    try {
      stream.skipNBytes(segment.from());
    } catch (EOFException e) {
      throw SourceErrors.changed(source, "fewer than " + segment.from());
    }
  }

  // Called before the last slice is handed out: after it the client would take the body for whole.
  private void checkEnd(FileSegment segment) throws IOException {
    InputStream stream = in;
    FileSource source = segment.source();
    MappedFile file = mapped;
    boolean reachesEnd = segment.from() + segment.length() == source.length();
    if (!reachesEnd) {
      return;
    }
    if ((stream != null && stream.read() >= 0) || (file != null && file.size() > source.length())) {
      throw SourceErrors.changed(source, "more");
    }
  }

  private void nextSegment() throws IOException {
    InputStream stream = in;
    MappedFile file = mapped;
    in = null;
    mapped = null;
    position = 0;
    index++;
    close(stream, file);
  }

  /** The file that is read now, for messages. */
  @Nullable FileSource source() {
    return index < segments.size() && segments.get(index) instanceof FileSegment file
        ? file.source()
        : null;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    close(in, mapped);
  }

  private static void close(@Nullable Closeable stream, @Nullable Closeable file)
      throws IOException {
    if (stream != null) {
      stream.close();
    }
    if (file != null) {
      file.close();
    }
  }

  /** A piece of a body. */
  sealed interface Segment permits BytesSegment, FileSegment {
    /** The length in bytes. */
    long length();
  }

  /** Bytes in memory. */
  record BytesSegment(ByteBuffer bytes) implements Segment {
    @Override
    public long length() {
      return bytes.remaining();
    }
  }

  /** Bytes of a file. */
  record FileSegment(FileSource source, long from, long length) implements Segment {}
}
