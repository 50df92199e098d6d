package dev.loraport.internal.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes a file beside its target, and puts it under its name only when it is whole. */
public final class WholeFile {
  private WholeFile() {}

  /** Writes the content. */
  @FunctionalInterface
  public interface Writing {
    /**
     * Writes all of it into a file that is not there yet.
     *
     * @param part the file
     */
    void write(Path part) throws IOException;
  }

  /**
   * Writes a file, in place of one that may be there. What was written is removed if it does not
   * come to its end.
   *
   * @param target the file
   * @param writing writes it
   * @throws IOException if it can't be written; what the writing throws otherwise is passed on
   */
  public static void write(Path target, Writing writing) throws IOException {
    Path absolute = target.toAbsolutePath();
    Path name = absolute.getFileName();
    if (name == null || Files.isDirectory(absolute)) {
      throw new IOException("it is a folder; name a file in it");
    }
    Path part = absolute.resolveSibling("." + name + ".part-" + UUID.randomUUID());
    try {
      writing.write(part);
      Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
