package dev.loraport.testkit.internal.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Received bytes: small ones in memory, larger ones in a temporary file, hashed on the way in. */
public final class Spool implements Closeable {
  private static final int IN_MEMORY = 256 * 1024;
  private static final int BUFFER = 64 * 1024;

  private final byte[] head;
  private final @Nullable Path file;
  private final long length;
  private final String sha256;
  private boolean kept;
  private volatile boolean closed;

  private Spool(byte[] head, @Nullable Path file, long length, String sha256) {
    this.head = head;
    this.file = file;
    this.length = length;
    this.sha256 = sha256;
  }

  public static Spool of(byte[] bytes) {
    return new Spool(bytes.clone(), null, bytes.length, hex(digest(), bytes));
  }

  /** Reads to the end; the temporary file, if one is needed, is made in {@code folder}. */
  public static Spool read(InputStream in, Scratch folder) throws IOException {
    MessageDigest digest = digest();
    ByteArrayOutputStream memory = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    Path file = null;
    OutputStream out = memory;
    long length = 0;
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        if (file == null && length + count > IN_MEMORY) {
          file = folder.newFile();
          out = Files.newOutputStream(file);
          memory.writeTo(out);
        }
        out.write(buffer, 0, count);
        digest.update(buffer, 0, count);
        length += count;
      }
    } catch (IOException e) {
      out.close();
      if (file != null) {
        Files.deleteIfExists(file);
      }
      throw e;
    }
    out.close();
    return new Spool(memory.toByteArray(), file, length, HexFormat.of().formatHex(digest.digest()));
  }

  public long length() {
    return length;
  }

  public String sha256() {
    return sha256;
  }

  public InputStream open() throws IOException {
    return file == null ? new ByteArrayInputStream(head) : Files.newInputStream(file);
  }

  /** All bytes when there are at most {@code limit} of them, else the first {@code limit}. */
  public byte[] bytes(int limit) {
    try (InputStream in = open()) {
      return in.readNBytes(limit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A handler has taken these bytes over: they outlive their request. */
  public Spool keep() {
    kept = true;
    return this;
  }

  /** Drops the bytes at the end of their request unless a handler keeps them. */
  void release() {
    if (!kept) {
      close();
    }
  }

  /** Whether the bytes are gone. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String hex(MessageDigest digest, byte[] bytes) {
    return HexFormat.of().formatHex(digest.digest(bytes));
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
