package dev.loraport.internal.disk;

import dev.loraport.file.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes zip archives, and files. */
public final class Zips {
  private static final int SLICE = 64 << 10;
  // two archives of the same files are the same bytes; zip knows no earlier day
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Zips() {}

  /**
   * Writes files into a new archive, at its root and in the order of the list.
   *
   * @param files the files
   * @param zip the archive; replaced if it is there
   * @throws IOException if a file can't be read or is not of the length that it said, or the
   *     archive can't be written
   */
  public static void pack(List<FileSource> files, Path zip) throws IOException {
    try (OutputStream sink = Files.newOutputStream(zip);
        ZipOutputStream out = new ZipOutputStream(sink)) {
      // weights hardly shrink
      out.setLevel(Deflater.BEST_SPEED);
      for (FileSource file : files) {
        ZipEntry entry = new ZipEntry(file.name());
        entry.setTimeLocal(EPOCH);
        out.putNextEntry(entry);
        copy(file, out);
        out.closeEntry();
      }
    }
  }

  /**
   * Writes a file.
   *
   * @param file the file
   * @param target where it goes; replaced if it is there
   * @throws IOException as {@link #pack}
   */
  public static void copy(FileSource file, Path target) throws IOException {
    try (OutputStream out = Files.newOutputStream(target)) {
      copy(file, out);
    }
  }

  // an archive may say less of a file than it holds
  private static void copy(FileSource file, OutputStream out) throws IOException {
    long left = file.length();
    byte[] slice = new byte[SLICE];
    try (InputStream in = file.open()) {
      for (int n = in.read(slice); n >= 0 && left >= 0; n = in.read(slice)) {
        left -= n;
        if (left >= 0) {
          out.write(slice, 0, n);
        }
      }
    }
    if (left != 0) {
      throw new IOException(
          file.name() + " has " + (left < 0 ? "over " : "fewer than ") + file.length() + " bytes");
    }
  }
}
