package dev.loraport.internal.disk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.loraport.spi.RemoteNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Unpacks a tar archive, in the formats ustar, GNU and pax, whose sizes and long names are read.
 * Nothing leads out of its folder: names that do are refused, and so are links and devices.
 */
public final class Tar {
  private static final int BLOCK = 512;
  private static final int SLICE = 64 << 10;
  private static final int MAX_NAME = 64 << 10;
  private static final int TYPE = 156;
  private static final int CHECKSUM = 148;

  private final InputStream in;
  private final Path folder;
  private final int maxEntries;
  private final long maxBytes;
  private final Set<String> names = new HashSet<>();
  private final List<Path> written = new ArrayList<>();
  private long left;
  // of the next entry, where an entry of its own says them
  private String longName = "";
  private long longSize = -1;

  private Tar(InputStream in, Path folder, int maxEntries, long maxBytes) {
    this.in = in;
    this.folder = folder;
    this.maxEntries = maxEntries;
    this.maxBytes = maxBytes;
    this.left = maxBytes;
  }

  /**
   * Unpacks an archive.
   *
   * @param in the archive, unpacked from gzip and the like
   * @param folder an empty folder of the caller's own
   * @param maxEntries how many entries it may have
   * @param maxBytes how many bytes all files may have together
   * @return the files
   * @throws IOException if it can't be read, goes beyond the limits, or holds what is refused; what
   *     was unpacked stays
   */
  public static List<Path> unpack(InputStream in, Path folder, int maxEntries, long maxBytes)
      throws IOException {
    return new Tar(in, folder, maxEntries, maxBytes).run();
  }

  private List<Path> run() throws IOException {
    byte[] header = in.readNBytes(BLOCK);
    int entries = 0;
    while (header.length == BLOCK && !isZero(header)) {
      if (++entries > maxEntries) {
        throw new IOException("the archive has over " + maxEntries + " entries");
      }
      entry(header);
      header = in.readNBytes(BLOCK);
    }
    if (entries == 0 || (header.length != 0 && header.length != BLOCK)) {
      throw new IOException("it is no tar archive, or is cut");
    }
    return written;
  }

  private static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private void entry(byte[] header) throws IOException {
    checkSum(header);
    long size = longSize >= 0 && !isAbout(header[TYPE]) ? longSize : number(header, 124, 12);
    switch (header[TYPE]) {
      case 'L' -> longName = text(whole(size));
      case 'x' -> pax(whole(size));
      // about all entries, or the name of a link's target
      case 'g', 'K' -> skip(size);
      case '0', 0, '7' -> file(name(header), size);
      case '5' -> {
        path(name(header));
        skip(size);
        next();
      }
      default ->
          throw new IOException(
              "the archive has " + shown(name(header)) + ", which is neither a file nor a folder");
    }
  }

  private static boolean isAbout(byte type) {
    return "LKxg".indexOf(type) >= 0;
  }

  private void next() {
    longName = "";
    longSize = -1;
  }

  private static void checkSum(byte[] header) throws IOException {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : header[i] & 0xFF;
    }
    String said = text(Arrays.copyOfRange(header, CHECKSUM, CHECKSUM + 8)).strip();
    if (!said.matches("0*" + Long.toOctalString(sum))) {
      throw new IOException("it is no tar archive, or is broken: a header has a wrong sum");
    }
  }

  private static long number(byte[] header, int from, int length) throws IOException {
    if ((header[from] & 0x80) != 0) {
      // GNU: the number itself, for files over 8 GiB
      long value = 0;
      for (int i = from + 1; i < from + length; i++) {
        if (value >>> 54 != 0) {
          throw new IOException("the archive has a number that is no size");
        }
        value = value << 8 | (header[i] & 0xFF);
      }
      return value;
    }
    String text = text(Arrays.copyOfRange(header, from, from + length)).strip();
    return whole(text.isEmpty() ? "0" : text, 8);
  }

  private static long whole(String text, int radix) throws IOException {
    try {
      long value = Long.parseLong(text, radix);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // the same message
    }
    throw new IOException("the archive has a number that is no size: " + shown(text));
  }

  private static String text(byte[] bytes) {
    String text = new String(bytes, UTF_8);
    int end = text.indexOf(0);
    return end < 0 ? text : text.substring(0, end);
  }

  private String name(byte[] header) {
    if (!longName.isEmpty()) {
      return longName;
    }
    String name = text(Arrays.copyOfRange(header, 0, 100));
    boolean ustar = header[257] == 'u' && header[262] == 0;
    String prefix = ustar ? text(Arrays.copyOfRange(header, 345, 500)) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private byte[] whole(long size) throws IOException {
    if (size > MAX_NAME) {
      throw new IOException("the archive has a name or note of over " + MAX_NAME + " bytes");
    }
    byte[] bytes = in.readNBytes((int) size);
    padding(size);
    return bytes;
  }

  // lines of "<length of the line> <field>=<value>"
  private void pax(byte[] notes) throws IOException {
    int at = 0;
    while (at < notes.length) {
      int space = at;
      while (space < notes.length && notes[space] != ' ') {
        space++;
      }
      long length = whole(new String(notes, at, space - at, UTF_8), 10);
      if (length <= space - at + 1 || length > notes.length - at) {
        throw new IOException("the archive has a note that breaks off");
      }
      int end = at + (int) length;
      String line = new String(notes, space + 1, end - space - 2, UTF_8);
      if (line.startsWith("path=")) {
        longName = line.substring(5);
      } else if (line.startsWith("size=")) {
        longSize = whole(line.substring(5), 10);
      }
      at = end;
    }
  }

  private void file(String name, long size) throws IOException {
    Path target = path(name);
    if (size > left) {
      throw new IOException("the archive unpacks to over " + maxBytes + " bytes");
    }
    left -= size;
    Files.createDirectories(target.getParent());
    try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
      pass(size, out);
    }
    written.add(target);
    padding(size);
    next();
  }

  private void skip(long size) throws IOException {
    if (size > left) {
      throw new IOException("the archive unpacks to over " + maxBytes + " bytes");
    }
    pass(size, OutputStream.nullOutputStream());
    padding(size);
  }

  private void pass(long size, OutputStream out) throws IOException {
    byte[] slice = new byte[SLICE];
    for (long rest = size; rest > 0; ) {
      int count = in.read(slice, 0, (int) Math.min(SLICE, rest));
      if (count < 0) {
        throw new IOException("the archive breaks off");
      }
      out.write(slice, 0, count);
      rest -= count;
    }
  }

  private void padding(long size) throws IOException {
    in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
  }

  private Path path(String name) throws IOException {
    // what tar of a folder writes for the folder itself
    String plain = name.startsWith("./") ? name.substring(2) : name;
    Path target = folder;
    if (!plain.isEmpty()) {
      String[] parts = plain.split("/", -1);
      int count = plain.endsWith("/") ? parts.length - 1 : parts.length;
      for (int i = 0; i < count; i++) {
        // such as .gitattributes; its rest must be as safe as any name
        String visible = parts[i].startsWith(".") ? parts[i].substring(1) : parts[i];
        if (!visible.equals(RemoteNames.safe(visible))) {
          throw new IOException("the archive has a name that is no path below it: " + shown(name));
        }
        target = target.resolve(parts[i]);
      }
      if (!names.add(target.toString().toLowerCase(Locale.ROOT))) {
        throw new IOException("the archive has a name twice: " + shown(name));
      }
    }
    return target;
  }

  private static String shown(String name) {
    String line = name.replaceAll("\\p{Cntrl}", "?");
    return '"' + (line.length() > 100 ? line.substring(0, 100) + "..." : line) + '"';
  }
}
