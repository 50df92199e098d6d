package dev.loraport.spi;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A local file in slices of a mapping, which a socket takes without a copy on the heap. A slice is
 * read from the disk by the thread that asks for it, so that the thread of the socket never waits
 * for the disk.
 */
final class MappedFile implements Closeable {
  private static final long WINDOW = 64L << 20;

  private final FileChannel channel;
  private MappedByteBuffer window;
  private long windowAt;

  private MappedFile(FileChannel channel, MappedByteBuffer window, long windowAt) {
    this.channel = channel;
    this.window = window;
    this.windowAt = windowAt;
  }

  /**
   * Opens a file; null where it is better read: on Windows a mapping would keep its owner from
   * deleting it until the next garbage collection, and not every file system has mappings.
   */
  static @Nullable MappedFile open(Path file, long at) throws IOException {
    if (File.separatorChar == '\\' || !file.getFileSystem().equals(FileSystems.getDefault())) {
      return null;
    }
    FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new MappedFile(channel, map(channel, at, 0), at);
    } catch (IOException | UnsupportedOperationException e) {
      channel.close();
      return null;
    }
  }

  private static MappedByteBuffer map(FileChannel channel, long at, int atLeast)
      throws IOException {
    long left = channel.size() - at;
    return channel.map(MapMode.READ_ONLY, at, Math.max(atLeast, Math.min(WINDOW, left)));
  }

  /** The length of the file by now. */
  long size() throws IOException {
    return channel.size();
  }

  /** Some bytes, which must be within the file. */
  ByteBuffer slice(long at, int length) throws IOException {
    if (at < windowAt || at + length > windowAt + window.capacity()) {
      window = map(channel, at, length);
      windowAt = at;
    }
    try {
      MappedByteBuffer slice = window.slice((int) (at - windowAt), length);
      // loading what is in memory already would cost a quarter of what sending it does
      return slice.isLoaded() ? slice : slice.load();
    } catch (InternalError e) {
      // how the JVM tells of a page that is not there any more
      throw new IOException("its bytes from " + at + " on can't be read any more", e);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
