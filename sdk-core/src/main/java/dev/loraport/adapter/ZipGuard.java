package dev.loraport.adapter;

import dev.loraport.error.UploadException;
import dev.loraport.spi.RemoteNames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Refuses archives that would cost more than they are: a directory that is read into memory as a
 * whole, entries that share their bytes, sizes that no adapter packs to, names that lead elsewhere.
 */
final class ZipGuard {
  private static final int MAX_ENTRIES = 10_000;
  private static final int MAX_DIRECTORY = 4 << 20;
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MAX_COMMENT = 0xFFFF;
  private static final long SMALL = 64L << 20;
  private static final int MAX_RATIO = 100;

  private final Path path;

  ZipGuard(Path path) {
    this.path = path;
  }

  /** Looks at every record that could be the end of the archive, before anyone trusts one. */
  void checkDirectory() throws IOException {
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      int length = (int) Math.min(file.size(), END_BYTES + MAX_COMMENT);
      ByteBuffer tail = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      long from = file.size() - length;
      while (tail.hasRemaining() && file.read(tail, from + tail.position()) >= 0) {
        // goes on until the tail is whole
      }
      boolean found = false;
      for (int at = tail.position() - END_BYTES; at >= 0; at--) {
        if (tail.getInt(at) == END) {
          found = true;
          checkEnd(Short.toUnsignedInt(tail.getShort(at + 10)), tail.getInt(at + 12));
        }
      }
      if (!found) {
        throw refused(
            "it is neither a folder nor a zip archive; unpack it, and name the folder that holds"
                + " adapter_config.json");
      }
    }
  }

  private void checkEnd(int entries, int directoryBytes) {
    if (entries > MAX_ENTRIES || Integer.toUnsignedLong(directoryBytes) > MAX_DIRECTORY) {
      throw refused(
          "the archive has over "
              + MAX_ENTRIES
              + " entries or a directory of over "
              + MAX_DIRECTORY
              + " bytes, which no adapter has");
    }
  }

  /**
   * Checks all entries.
   *
   * @return the folder of the configuration with its slash; empty at the root
   */
  String root(ZipFile zip) {
    Set<String> names = new HashSet<>();
    String root = null;
    long packed = 0;
    for (Iterator<? extends ZipEntry> all = zip.stream().iterator(); all.hasNext(); ) {
      ZipEntry entry = all.next();
      checkName(entry.getName());
      if (!names.add(entry.getName().toLowerCase(Locale.ROOT))) {
        throw refused("the archive has a name twice: " + Shown.name(entry.getName()));
      }
      checkSize(entry);
      packed += entry.getCompressedSize();
      if (entry.getName().equals(LocalAdapter.CONFIG)
          || entry.getName().endsWith("/" + LocalAdapter.CONFIG)) {
        String folder =
            entry.getName().substring(0, entry.getName().length() - LocalAdapter.CONFIG.length());
        if (root != null) {
          throw refused(
              "the archive has several adapters, in "
                  + Shown.name(root)
                  + " and "
                  + Shown.name(folder)
                  + "; pack one");
        }
        root = folder;
      }
    }
    if (packed > path.toFile().length()) {
      throw refused("the archive is a bomb: its entries share the same bytes");
    }
    if (root == null) {
      throw refused("the archive has no adapter_config.json; pack a folder that PEFT has saved");
    }
    return root;
  }

  private void checkName(String name) {
    for (String part : name.split("/", -1)) {
      boolean hidden = part.startsWith(".") && part.length() > 1 && part.charAt(1) != '.';
      String visible = hidden ? part.substring(1) : part;
      // a folder's name ends with a slash, so that its last part is empty
      boolean end = part.isEmpty() && name.length() > 1 && name.endsWith("/");
      if ((!end && !visible.equals(RemoteNames.safe(visible))) || name.startsWith("/")) {
        throw refused("the archive has a name that is no path below it: " + Shown.name(name));
      }
    }
  }

  private void checkSize(ZipEntry entry) {
    long size = entry.getSize();
    long packed = entry.getCompressedSize();
    if (size < 0 || packed < 0) {
      throw refused("the archive does not say how long " + Shown.name(entry.getName()) + " is");
    }
    if (size > SMALL && size / MAX_RATIO > packed) {
      throw refused(
          "the archive is a bomb: "
              + packed
              + " bytes unpack to "
              + size
              + " in "
              + Shown.name(entry.getName()));
    }
  }

  private UploadException refused(String why) {
    return AdapterFiles.broken(path, why, null);
  }
}
