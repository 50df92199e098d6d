package dev.loraport.testkit.internal.engine;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes the bytes of one body block by block, and makes a spool of them. */
final class Sink implements Closeable {
  static final int BLOCK = 64 * 1024;
  private static final int IN_MEMORY = 256 * 1024;
  private static final byte[] ZEROS = new byte[BLOCK];

  private final Scratch folder;
  private final long most;
  private final MessageDigest digest = Spool.digest();
  private final byte[] block = new byte[BLOCK];
  private int filled;
  private @Nullable ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private byte @Nullable [] start;
  private @Nullable Path path;
  private @Nullable SeekableByteChannel file;
  private long room;
  private long length;
  private long stored;

  Sink(Scratch folder) {
    this(folder, Spool.KEPT);
  }

  Sink(Scratch folder, long most) {
    this.folder = folder;
    this.most = most;
  }

  /** Takes all that there is. */
  void take(InputStream in) throws IOException {
    for (int count = 0; count >= 0; count = in.read(block, filled, BLOCK - filled)) {
      filled += count;
      if (filled == BLOCK) {
        store();
      }
    }
  }

  /** The same bytes for a reader, taken as they are read. */
  InputStream tee(InputStream in) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] target, int offset, int count) throws IOException {
        int read = in.read(target, offset, count);
        for (int taken = 0; taken < read; ) {
          int next = Math.min(read - taken, BLOCK - filled);
          System.arraycopy(target, offset + taken, block, filled, next);
          taken += next;
          filled += next;
          if (filled == BLOCK) {
            store();
          }
        }
        return read;
      }
    };
  }

  /** All that was taken. */
  Spool finish() throws IOException {
    store();
    String sha256 = Spool.hex(digest.digest());
    ByteArrayOutputStream small = memory;
    if (small != null) {
      return Spool.inMemory(small.toByteArray(), sha256);
    }
    Path kept = path;
    SeekableByteChannel open = file;
    if (kept == null || open == null) {
      return Spool.gone(start == null ? new byte[0] : start, length, sha256);
    }
    if (open.size() < length) {
      open.position(length - 1).write(ByteBuffer.wrap(ZEROS, 0, 1)); // it ends in a hole
    }
    open.close();
    path = null;
    return Spool.onDisk(kept, length, stored, sha256);
  }

  private void store() throws IOException {
    digest.update(block, 0, filled);
    length += filled;
    ByteArrayOutputStream small = memory;
    if (small != null && length > IN_MEMORY) {
      path = folder.newFile();
      // a hint: where the file system knows no holes, zeros take their place like other bytes
      file =
          Files.newByteChannel(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              StandardOpenOption.SPARSE);
      room = Math.min(most, Scratch.room());
      byte[] before = small.toByteArray();
      start = Arrays.copyOf(before, BLOCK);
      memory = null;
      small = null;
      for (int from = 0; from < before.length; from += BLOCK) {
        write(before, from, Math.min(BLOCK, before.length - from));
      }
    }
    if (small != null) {
      small.write(block, 0, filled);
    } else {
      write(block, 0, filled);
    }
    filled = 0;
  }

  private void write(byte[] bytes, int from, int count) throws IOException {
    SeekableByteChannel into = file;
    if (into == null) {
      return;
    }
    if (Arrays.equals(bytes, from, from + count, ZEROS, 0, count)) {
      into.position(into.position() + count);
    } else if (stored + count > room) {
      close();
    } else {
      stored += count;
      ByteBuffer rest = ByteBuffer.wrap(bytes, from, count);
      while (rest.hasRemaining()) {
        into.write(rest);
      }
    }
  }

  /** Drops what {@link #finish} has not handed on. */
  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
      file = null;
    }
    if (path != null) {
      Files.deleteIfExists(path);
      path = null;
    }
  }
}
