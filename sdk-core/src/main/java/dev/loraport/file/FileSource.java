package dev.loraport.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Bytes to upload, with their name and length: both are part of what providers ask for, so nobody
 * can forget them.
 */
public interface FileSource {
  /** The name without a folder. */
  String name();

  /** The length in bytes. */
  long length();

  /** Opens the bytes from the beginning; called once for each attempt. */
  InputStream open() throws IOException;

  /** Whether {@link #open()} can be called again, so that a failed upload can be repeated. */
  default boolean repeatable() {
    return true;
  }

  /** The local file behind it, if there is one. */
  default Optional<Path> path() {
    return Optional.empty();
  }

  /** A local file; its length is read now and checked again while it is sent. */
  static FileSource of(Path file) {
    return FileSources.of(file);
  }

  /** Bytes in memory. */
  static FileSource of(String name, byte[] bytes) {
    return FileSources.of(name, bytes);
  }

  /** Bytes that are made or fetched anew for each attempt. */
  static FileSource of(String name, long length, Opener opener) {
    return FileSources.of(name, length, opener);
  }

  /** Bytes that can be read only once: a failed upload is not repeated. */
  static FileSource oneShot(String name, long length, InputStream stream) {
    return FileSources.oneShot(name, length, stream);
  }

  /** Opens the bytes anew. */
  @FunctionalInterface
  interface Opener {
    /** Opens the bytes from the beginning. */
    InputStream open() throws IOException;
  }
}
