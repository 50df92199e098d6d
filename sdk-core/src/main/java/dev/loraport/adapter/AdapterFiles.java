package dev.loraport.adapter;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The files beside the configuration of an adapter, in a folder or in a zip archive. Only names
 * without a folder are known, so that none leads elsewhere.
 */
final class AdapterFiles implements AutoCloseable {
  private static final int MAX_FILES = 10_000;

  private final Path path;
  private final @Nullable ZipFile zip;
  // in an archive, the folder of the configuration with its slash
  private final String root;
  private final Map<String, Long> sizes;

  private AdapterFiles(Path path, @Nullable ZipFile zip, String root, Map<String, Long> sizes) {
    this.path = path;
    this.zip = zip;
    this.root = root;
    this.sizes = sizes;
  }

  /**
   * Opens a folder or an archive.
   *
   * @throws UploadException if it is neither, has no configuration, or is a hostile archive
   */
  static AdapterFiles open(Path path) {
    try {
      if (Files.isDirectory(path)) {
        return new AdapterFiles(path, null, "", folder(path));
      }
      if (!Files.isRegularFile(path)) {
        throw broken(path, "there is no such folder or archive; check the path", null);
      }
      return archive(path);
    } catch (IOException e) {
      throw broken(path, "it can't be read: " + e, e);
    }
  }

  // links are followed: in a cache of Hugging Face the files are links
  private static Map<String, Long> folder(Path path) throws IOException {
    Map<String, Long> sizes = new TreeMap<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, Files::isRegularFile)) {
      for (Path file : entries) {
        if (sizes.size() == MAX_FILES) {
          throw broken(path, "it has over " + MAX_FILES + " files, which no adapter has", null);
        }
        sizes.put(file.getFileName().toString(), Files.size(file));
      }
    }
    if (!sizes.containsKey(LocalAdapter.CONFIG)) {
      throw broken(
          path.resolve(LocalAdapter.CONFIG),
          "it is not there; name a folder or zip archive that PEFT has saved",
          null);
    }
    return sizes;
  }

  private static AdapterFiles archive(Path path) throws IOException {
    ZipGuard guard = new ZipGuard(path);
    guard.checkDirectory();
    ZipFile zip = new ZipFile(path.toFile());
    boolean done = false;
    try {
      String root = guard.root(zip);
      Map<String, Long> sizes = new TreeMap<>();
      zip.stream()
          .filter(entry -> !entry.isDirectory() && entry.getName().startsWith(root))
          .forEach(entry -> sizes.put(entry.getName().substring(root.length()), entry.getSize()));
      sizes.keySet().removeIf(name -> name.contains("/"));
      done = true;
      return new AdapterFiles(path, zip, root, sizes);
    } finally {
      if (!done) {
        zip.close();
      }
    }
  }

  Path path() {
    return path;
  }

  Set<String> names() {
    return sizes.keySet();
  }

  boolean has(String name) {
    return sizes.containsKey(name);
  }

  /** The size of a file that is there, in bytes; in an archive, what the archive says it is. */
  long size(String name) {
    return sizes.getOrDefault(name, 0L);
  }

  InputStream open(String name) throws IOException {
    if (zip == null) {
      return Files.newInputStream(path.resolve(name));
    }
    ZipEntry entry = zip.getEntry(root + name);
    if (entry == null) {
      throw new IOException("it is gone from the archive");
    }
    return zip.getInputStream(entry);
  }

  /** A file as one that can be read after this is closed. */
  Optional<FileSource> source(String name) {
    if (!has(name)) {
      return Optional.empty();
    }
    return Optional.of(
        zip == null
            ? FileSource.of(path.resolve(name))
            : FileSource.of(name, size(name), () -> reopened(name)));
  }

  private InputStream reopened(String name) throws IOException {
    AdapterFiles again = open(path);
    try {
      return new FilterInputStream(again.open(name)) {
        @Override
        public void close() throws IOException {
          try (again) {
            super.close();
          }
        }
      };
    } catch (IOException e) {
      again.close();
      throw e;
    }
  }

  /** A file that an archive or a folder holds, for messages. */
  UploadException broken(String name, String why, @Nullable Throwable cause) {
    return broken(path.resolve(name), why, cause);
  }

  static UploadException broken(Path file, String why, @Nullable Throwable cause) {
    return new UploadException(
        null,
        "adapters.inspect",
        "can't use " + file + " as an adapter: " + Shown.line(why),
        UploadException.Step.READ,
        null,
        cause);
  }

  @Override
  public void close() {
    try {
      if (zip != null) {
        zip.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
