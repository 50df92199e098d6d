package dev.loraport.spi;

import dev.loraport.file.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Writes and reads zip archives of adapters. An archive with a name that leads elsewhere is refused
 * when it is read.
 */
public final class Zips {
  private static final int SLICE = 64 << 10;
  // two archives of the same files are the same bytes; zip knows no earlier day
  private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Zips() {}

  /**
   * The most that is read from an archive.
   *
   * @param entries files and folders
   * @param bytes unpacked bytes of all files together, whatever the archive says of its sizes
   */
  public record Limits(int entries, long bytes) {}

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

  /**
   * Unpacks an archive into a folder, which is created where it is not there. No file that is there
   * already is replaced. If the archive is refused, what was unpacked of it is deleted again.
   *
   * @param zip the archive
   * @param folder where its files go
   * @param limits the most that is read
   * @return the files
   * @throws IOException if the archive can't be read or goes beyond the limits, if a name of it
   *     leads out of the folder, comes twice in any case, or is that of a file that is there
   */
  public static List<Path> unpack(Path zip, Path folder, Limits limits) throws IOException {
    List<Path> written = new ArrayList<>();
    boolean whole = false;
    try (InputStream file = Files.newInputStream(zip);
        ZipInputStream in = new ZipInputStream(file)) {
      Files.createDirectories(folder);
      unpack(in, folder.toRealPath(), limits, written);
      whole = true;
    } catch (IllegalArgumentException e) {
      throw new IOException("the archive has a name that can't be read", e);
    } finally {
      if (!whole) {
        for (Path path : written) {
          Files.deleteIfExists(path);
        }
      }
    }
    return written;
  }

  private static void unpack(ZipInputStream in, Path folder, Limits limits, List<Path> written)
      throws IOException {
    Set<String> names = new HashSet<>();
    long left = limits.bytes();
    int entries = 0;
    for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
      if (++entries > limits.entries()) {
        throw new IOException("the archive has over " + limits.entries() + " entries");
      }
      Path target = target(folder, entry.getName());
      if (!names.add(folder.relativize(target).toString().toLowerCase(Locale.ROOT))) {
        throw new IOException("the archive has a name twice: " + shown(entry.getName()));
      }
      if (entry.isDirectory()) {
        if (in.read() >= 0) {
          throw new IOException("the archive has a folder with data: " + shown(entry.getName()));
        }
        continue;
      }
      createParent(target, folder, entry.getName());
      if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
        throw new IOException("there is a file already: " + target);
      }
      written.add(target);
      left -= copy(in, target, left, limits.bytes());
    }
  }

  // A link below the folder may lead elsewhere: it is asked before any folder is made behind it.
  private static void createParent(Path target, Path folder, String name) throws IOException {
    Path parent = target.getParent();
    Path there = parent;
    while (there != null && !Files.exists(there, LinkOption.NOFOLLOW_LINKS)) {
      there = there.getParent();
    }
    if (parent == null || there == null || !there.toRealPath().startsWith(folder)) {
      throw outside(name);
    }
    Files.createDirectories(parent);
  }

  private static Path target(Path folder, String name) throws IOException {
    String[] parts = name.split("/", -1);
    // a folder's name ends with a slash
    int count = name.endsWith("/") ? parts.length - 1 : parts.length;
    Path target = folder;
    for (int i = 0; i < count; i++) {
      String part = parts[i];
      if (!part.equals(RemoteNames.safe(part)) && !isHidden(part)) {
        throw outside(name);
      }
      target = target.resolve(part);
    }
    if (target.equals(folder) || !target.normalize().startsWith(folder)) {
      throw outside(name);
    }
    return target;
  }

  // such as .gitattributes; its rest must be as safe as any name
  private static boolean isHidden(String part) {
    return part.startsWith(".") && part.substring(1).equals(RemoteNames.safe(part));
  }

  private static long copy(InputStream in, Path target, long left, long limit) throws IOException {
    byte[] slice = new byte[SLICE];
    long size = 0;
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      for (int n = in.read(slice); n >= 0; n = in.read(slice)) {
        size += n;
        if (size > left) {
          throw new IOException("the archive unpacks to over " + limit + " bytes");
        }
        out.write(slice, 0, n);
      }
    }
    return size;
  }

  private static IOException outside(String name) {
    return new IOException("the archive has a name that is no path below it: " + shown(name));
  }

  private static String shown(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return '"' + (line.length() > 100 ? line.substring(0, 100) + "..." : line) + '"';
  }
}
