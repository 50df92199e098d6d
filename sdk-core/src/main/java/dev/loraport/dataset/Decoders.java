package dev.loraport.dataset;

import dev.loraport.file.FileSource;
import dev.loraport.internal.disk.FoundDecoders;
import dev.loraport.spi.DatasetDecoder;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** Finds out how a data set is packed, and unpacks it. */
final class Decoders {
  /**
   * A data set that was opened.
   *
   * @param rows JSON Lines
   * @param encoding the name of what unpacks it; empty for plain JSON Lines
   */
  record Opened(InputStream rows, String encoding) {}

  private Decoders() {}

  /** Opens a source, unpacked. */
  static Opened open(FileSource source) throws IOException {
    InputStream in = source.open();
    try {
      byte[] head = in.readNBytes(DatasetDecoder.HEAD_BYTES);
      InputStream whole = new Whole(head, in);
      for (DatasetDecoder decoder : all()) {
        if (decoder.decodes(head.clone(), source.name())) {
          return new Opened(decoded(decoder, new Reopened(source, whole)), decoder.name());
        }
      }
      return new Opened(whole, "");
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static InputStream decoded(DatasetDecoder decoder, FileSource source) {
    try {
      return decoder.decode(source);
    } catch (IOException e) {
      // what can't be unpacked from its first byte on is reported as what breaks off later
      return new InputStream() {
        @Override
        public int read() throws IOException {
          throw e;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
          throw e;
        }
      };
    }
  }

  private static Iterable<DatasetDecoder> all() {
    Map<String, DatasetDecoder> found = FoundDecoders.byName();
    DatasetDecoder gzip = new Gzip();
    found.putIfAbsent(gzip.name(), gzip);
    return found.values();
  }

  private static final class Gzip implements DatasetDecoder {
    private static final int BUFFER_BYTES = 64 << 10;

    @Override
    public String name() {
      return "gzip";
    }

    @Override
    public boolean decodes(byte[] head, String fileName) {
      return head.length > 2 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
    }

    @Override
    public InputStream decode(FileSource source) throws IOException {
      return new GZIPInputStream(source.open(), BUFFER_BYTES);
    }
  }

  /** The source of which the beginning was read: opened the first time, it is not opened again. */
  private static final class Reopened implements FileSource {
    private final FileSource source;
    private final InputStream opened;
    private boolean taken;

    Reopened(FileSource source, InputStream opened) {
      this.source = source;
      this.opened = opened;
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
    public InputStream open() throws IOException {
      if (taken) {
        return source.open();
      }
      taken = true;
      return opened;
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

  /** A stream with the bytes that were taken from its beginning. */
  private static final class Whole extends FilterInputStream {
    private final byte[] head;
    private int at;

    Whole(byte[] head, InputStream rest) {
      super(rest);
      this.head = head;
    }

    @Override
    public int read() throws IOException {
      return at < head.length ? head[at++] & 0xff : in.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (at == head.length || length == 0) {
        return in.read(into, offset, length);
      }
      int size = Math.min(length, head.length - at);
      System.arraycopy(head, at, into, offset, size);
      at += size;
      return size;
    }

    @Override
    public long skip(long bytes) throws IOException {
      if (at == head.length) {
        return in.skip(bytes);
      }
      int size = (int) Math.min(Math.max(bytes, 0), head.length - at);
      at += size;
      return size;
    }

    // the JDK's gzip takes 0 for the end, and would leave out what follows the first of several
    // members
    @Override
    public int available() throws IOException {
      return Math.max(1, in.available());
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
