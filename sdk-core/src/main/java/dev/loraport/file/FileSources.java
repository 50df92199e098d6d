package dev.loraport.file;

import dev.loraport.error.UploadException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The kinds of {@link FileSource}. */
final class FileSources {
  private FileSources() {}

  static FileSource of(Path file) {
    Path name = file.getFileName();
    if (name == null) {
      throw refused(file, "it has no file name", null);
    }
    if (!Files.exists(file)) {
      throw refused(file, "no such file; check the path", null);
    }
    if (!Files.isRegularFile(file)) {
      throw refused(file, "it is not a regular file", null);
    }
    try {
      return new Source(
          checkedName(name.toString()), Files.size(file), () -> Files.newInputStream(file), file);
    } catch (IOException e) {
      throw refused(file, e.toString(), e);
    }
  }

  static FileSource of(String name, byte[] bytes) {
    byte[] copy = bytes.clone();
    return new Source(checkedName(name), copy.length, () -> new ByteArrayInputStream(copy), null);
  }

  static FileSource of(String name, long length, FileSource.Opener opener) {
    return new Source(checkedName(name), checkedLength(length), opener, null);
  }

  static FileSource oneShot(String name, long length, InputStream stream) {
    return new OneShot(checkedName(name), checkedLength(length), stream);
  }

  private static UploadException refused(
      Path file, String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new UploadException(
        null, null, "can't upload " + file + ": " + why, UploadException.Step.READ, null, cause);
  }

  private static String checkedName(String name) {
    boolean control = name.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    if (name.isBlank() || control || name.contains("/") || name.contains("\\")) {
      throw new IllegalArgumentException(
          "a file name must be without folders and control characters: \""
              + name.replaceAll("\\p{Cntrl}", "\u00b7")
              + "\"");
    }
    return name;
  }

  private static long checkedLength(long length) {
    if (length < 0) {
      throw new IllegalArgumentException("length must be 0 or more, not " + length);
    }
    return length;
  }

  private record Source(
      String name,
      long length,
      FileSource.Opener opener,
      @org.jspecify.annotations.Nullable Path file)
      implements FileSource {
    @Override
    public InputStream open() throws IOException {
      return opener.open();
    }

    @Override
    public Optional<Path> path() {
      return Optional.ofNullable(file);
    }
  }

  private record OneShot(String name, long length, InputStream stream, AtomicBoolean opened)
      implements FileSource {
    OneShot(String name, long length, InputStream stream) {
      this(name, length, stream, new AtomicBoolean());
    }

    @Override
    public InputStream open() throws IOException {
      if (opened.getAndSet(true)) {
        throw new IOException(name + " can be read only once");
      }
      return stream;
    }

    @Override
    public boolean repeatable() {
      return false;
    }
  }
}
