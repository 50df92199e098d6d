package dev.loraport.adapter;

import dev.loraport.file.FileSource;
import dev.loraport.internal.disk.FoundDecoders;
import dev.loraport.internal.disk.Tar;
import dev.loraport.spi.DatasetDecoder;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Where the files of an adapter are while it is copied; gone when it is closed. */
final class CopyFolder implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.loraport.adapters");
  private static final int MAX_ENTRIES = 10_000;
  private static final int DEPTH = 4;

  private final Path root;
  private volatile boolean closed;

  private CopyFolder(Path root) {
    this.root = root;
  }

  static CopyFolder create(CopyOptions options) throws IOException {
    String prefix = "loraport-adapter";
    Path root =
        options.workFolder().isPresent()
            ? Files.createTempDirectory(Path.of(options.workFolder().get()), prefix)
            : Files.createTempDirectory(prefix);
    Files.createDirectory(root.resolve("downloads"));
    return new CopyFolder(root);
  }

  /** Where files are to be downloaded. */
  Path downloads() {
    return root.resolve("downloads");
  }

  /**
   * The folder or zip archive of the adapter, unpacked where that is needed.
   *
   * @throws IOException if there is none, or it is packed in a way that can't be read here
   */
  Path adapter(long maxBytes) throws IOException {
    List<Path> files = files(downloads());
    if (files.stream().noneMatch(CopyFolder::isConfig) && files.size() == 1) {
      Path archive = files.get(0);
      if (archive.getFileName().toString().endsWith(".zip")) {
        return archive;
      }
      Path unpacked = Files.createDirectories(root.resolve("unpacked"));
      try (InputStream in = untilClosed(unpacked(archive))) {
        Tar.unpack(in, unpacked, MAX_ENTRIES, maxBytes);
      }
      files = files(unpacked);
    }
    List<Path> configs = files.stream().filter(CopyFolder::isConfig).toList();
    if (configs.size() != 1) {
      throw new IOException(
          (configs.isEmpty() ? "no" : "more than one")
              + " adapter_config.json among its files ("
              + Shown.name(
                  String.join(
                      ", ", files.stream().map(file -> file.getFileName().toString()).toList()))
              + "); it keeps adapters in a format of its own, or gave out something else");
    }
    return configs.get(0).resolveSibling("");
  }

  private static boolean isConfig(Path file) {
    return file.getFileName().toString().equals(LocalAdapter.CONFIG);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      return files.filter(Files::isRegularFile).sorted().limit(MAX_ENTRIES).toList();
    }
  }

  // unpacking takes a while, and is no call that could be cancelled
  private InputStream untilClosed(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        check();
        return super.read();
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        check();
        return super.read(into, from, length);
      }

      private void check() throws IOException {
        if (closed) {
          throw new IOException("nobody waits for it any more");
        }
      }
    };
  }

  private static InputStream unpacked(Path archive) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(archive)) {
      head = in.readNBytes(DatasetDecoder.HEAD_BYTES);
    }
    String name = archive.getFileName().toString();
    if (starts(head, 0x1F, 0x8B)) {
      InputStream file = Files.newInputStream(archive);
      try {
        return new GZIPInputStream(file);
      } catch (IOException e) {
        file.close();
        throw e;
      }
    }
    if (starts(head, 0x28, 0xB5, 0x2F, 0xFD)) {
      // what reads data sets that are packed so reads any file
      DatasetDecoder zstd = FoundDecoders.byName().get("zstd");
      if (zstd != null) {
        return zstd.decode(FileSource.of(archive));
      }
      throw new IOException(
          name
              + " is packed with Zstandard; add the artifact dataset-zstd, which reads it, or"
              + " download and unpack it, and publish the folder");
    }
    return Files.newInputStream(archive);
  }

  private static boolean starts(byte[] head, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (head.length <= i || (head[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** Removes what came after it was closed: who gives up removes what is there then. */
  void closeAgain() {
    if (closed) {
      close();
    }
  }

  /** Removes all files; what is gone already is no failure. */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.deleteIfExists(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              return failure instanceof NoSuchFileException
                  ? FileVisitResult.CONTINUE
                  : super.visitFileFailed(file, failure);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
                throws IOException {
              Files.deleteIfExists(folder);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "files of a copied adapter are left in " + root, e);
    }
  }
}
