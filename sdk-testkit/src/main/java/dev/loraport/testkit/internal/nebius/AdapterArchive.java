package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Spool;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** What the validation finds in an uploaded archive; the names of its files, and no contents. */
final class AdapterArchive {
  private static final List<String> NEEDED =
      List.of("adapter_config.json", "adapter_model.safetensors");
  private static final int MOST_ENTRIES = 1000;
  private static final int ZIP = 'P' << 8 | 'K';
  private static final int GZIP = 0x1F8B;

  private AdapterArchive() {}

  /** What is wrong with it; empty when nothing is. A {@code .tar.gz} is only unpacked. */
  static String problem(Spool archive) {
    byte[] start = archive.bytes(2);
    int magic = start.length < 2 ? 0 : (start[0] & 0xFF) << 8 | (start[1] & 0xFF);
    try (InputStream in = new BufferedInputStream(archive.open())) {
      return switch (magic) {
        case ZIP -> missing(names(new ZipInputStream(in)));
        case GZIP -> new GZIPInputStream(in).read() < 0 ? "The archive is empty" : "";
        default -> "The file is neither a zip nor a tar.gz archive";
      };
    } catch (IOException e) {
      return "The archive can't be read";
    }
  }

  private static Set<String> names(ZipInputStream zip) throws IOException {
    Set<String> names = new HashSet<>();
    ZipEntry entry = zip.getNextEntry();
    while (entry != null && names.size() < MOST_ENTRIES) {
      names.add(entry.getName().substring(entry.getName().lastIndexOf('/') + 1));
      entry = zip.getNextEntry();
    }
    return names;
  }

  private static String missing(Set<String> names) {
    for (String name : NEEDED) {
      if (!names.contains(name)) {
        return "The archive has no " + name;
      }
    }
    return "";
  }
}
