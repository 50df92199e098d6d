package dev.loraport.testkit.internal.engine;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Received bytes, hashed on the way in: small ones in memory, larger ones in a temporary file in
 * which runs of zeros are holes. Of what would take more than {@link #KEPT} there, only the length
 * and the hash are kept.
 */
public final class Spool implements Closeable {
  /** The most that one body takes on disk, in bytes. */
  public static final long KEPT = 256L << 20;

  /** Where the bytes are. */
  private sealed interface Place permits InMemory, OnDisk, Joined, Gone {}

  @SuppressWarnings("ArrayRecordComponent") // never compared, only read
  private record InMemory(byte[] bytes) implements Place {}

  private record OnDisk(Path file) implements Place {}

  private record Joined(List<Spool> parts) implements Place {}

  @SuppressWarnings("ArrayRecordComponent") // never compared, only read
  private record Gone(byte[] start) implements Place {}

  private volatile Place place;
  private final long length;
  private final long stored;
  private final String sha256;
  private boolean kept;
  private volatile boolean closed;

  private Spool(Place place, long length, long stored, String sha256) {
    this.place = place;
    this.length = length;
    this.stored = stored;
    this.sha256 = sha256;
  }

  public static Spool of(byte[] bytes) {
    return inMemory(bytes.clone(), hex(digest().digest(bytes)));
  }

  static Spool inMemory(byte[] bytes, String sha256) {
    return new Spool(new InMemory(bytes), bytes.length, 0, sha256);
  }

  static Spool onDisk(Path file, long length, long stored, String sha256) {
    return new Spool(new OnDisk(file), length, stored, sha256);
  }

  static Spool gone(byte[] start, long length, String sha256) {
    return new Spool(new Gone(start), length, 0, sha256);
  }

  /** Reads to the end; the temporary file, if one is needed, is made in {@code folder}. */
  static Spool read(InputStream in, Scratch folder) throws IOException {
    try (Sink sink = new Sink(folder)) {
      sink.take(in);
      return sink.finish();
    }
  }

  /**
   * One body of several, which it takes over; nothing is copied.
   *
   * @param sha256 what the client says the hash is: believed where the bytes are too many to be
   *     read for it
   */
  public static Spool joined(List<Spool> parts, String sha256) {
    long length = parts.stream().mapToLong(Spool::length).sum();
    long stored = parts.stream().mapToLong(Spool::stored).sum();
    boolean readable = length <= KEPT && parts.stream().allMatch(Spool::hasContent);
    Joined joined = new Joined(List.copyOf(parts));
    try {
      return new Spool(joined, length, stored, readable ? hash(joined) : sha256);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public long length() {
    return length;
  }

  /** The bytes that the content takes on disk. */
  public long stored() {
    return hasContent() ? stored : 0;
  }

  public String sha256() {
    return sha256;
  }

  /** Whether the bytes themselves can be read. */
  public boolean hasContent() {
    return place instanceof Joined joined
        ? joined.parts().stream().allMatch(Spool::hasContent)
        : !(place instanceof Gone);
  }

  /** The bytes from the first on; fails for what has only length and hash. */
  public InputStream open() throws IOException {
    return open(0);
  }

  /** The bytes after the first {@code skipped}. */
  InputStream open(long skipped) throws IOException {
    if (!hasContent()) {
      throw new NotKeptException(length);
    }
    return open(place, skipped);
  }

  private static InputStream open(Place place, long skipped) throws IOException {
    if (place instanceof Joined joined) {
      return new JoinedInput(joined.parts(), skipped);
    }
    InputStream in =
        place instanceof OnDisk disk
            ? Files.newInputStream(disk.file())
            : new ByteArrayInputStream(((InMemory) place).bytes());
    in.skipNBytes(skipped);
    return in;
  }

  /** All bytes when there are at most {@code limit} of them, else the first {@code limit}. */
  public byte[] bytes(int limit) {
    if (place instanceof Gone gone && limit <= gone.start().length) {
      return Arrays.copyOf(gone.start(), limit);
    }
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

  /** Gives the content up and keeps length and hash. */
  public void forget() {
    Place before = place;
    place = new Gone(bytes(Sink.BLOCK));
    delete(before);
  }

  /** Whether the bytes are gone. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    delete(place);
  }

  private static void delete(Place place) {
    if (place instanceof Joined joined) {
      joined.parts().forEach(Spool::close);
    } else if (place instanceof OnDisk disk) {
      try {
        Files.deleteIfExists(disk.file());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static String hash(Place place) throws IOException {
    MessageDigest digest = digest();
    byte[] block = new byte[Sink.BLOCK];
    try (InputStream in = open(place, 0)) {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        digest.update(block, 0, count);
      }
    }
    return hex(digest.digest());
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
