package dev.loraport.testkit.internal.engine;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A temporary folder that is made when first needed and removed with the fake. */
public final class Scratch implements Closeable {
  /** The largest body that is taken, in bytes. */
  static final long MAX_BODY = 64L << 30;

  private @Nullable Path folder;
  private long next;

  synchronized Path newFile() throws IOException {
    Path into = folder;
    if (into == null) {
      into = Files.createTempDirectory("loraport-fake-");
      folder = into;
    }
    return into.resolve("body-" + next++);
  }

  /** What the disk has free, in bytes. */
  static long room() throws IOException {
    return Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir"))).getUsableSpace();
  }

  @Override
  public synchronized void close() {
    Path made = folder;
    folder = null;
    if (made == null) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(made)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(made);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
