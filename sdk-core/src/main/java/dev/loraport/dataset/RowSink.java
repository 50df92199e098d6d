package dev.loraport.dataset;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes rows into a file that has its name only when it is whole. */
final class RowSink implements Closeable {
  private final Path target;
  private final Path part;
  private final OutputStream out;
  private long rows;

  RowSink(Path file) throws IOException {
    target = file.toAbsolutePath();
    if (Files.isDirectory(target)) {
      throw new IOException("it is a folder; name a file in it");
    }
    Path folder = target.getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      throw new IOException("there is no folder " + folder + "; make it first");
    }
    part = target.resolveSibling("." + target.getFileName() + ".part-" + UUID.randomUUID());
    out =
        new BufferedOutputStream(
            Files.newOutputStream(part, StandardOpenOption.CREATE_NEW), 1 << 16);
  }

  void write(byte[] bytes, int start, int length) throws IOException {
    out.write(bytes, start, length);
    out.write('\n');
    rows++;
  }

  /** Rows written so far. */
  long rows() {
    return rows;
  }

  /** Puts the file under its name, in place of one that may be there. */
  void finish() throws IOException {
    out.close();
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Removes what was written, unless it is under its name. */
  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(part);
  }
}
