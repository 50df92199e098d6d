package dev.loraport.spi;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes the content of files, to find what a provider already has. */
public final class Hashing {
  private static final int SLICE = 64 << 10;

  private Hashing() {}

  /**
   * The SHA-256 of all bytes of a source, as 64 lower-case hex digits. It takes constant memory,
   * and blocks while it reads.
   *
   * @throws IllegalArgumentException if the source can be read only once: nothing would be left to
   *     upload
   * @throws UploadException with {@link UploadException.Step#READ} if the source can't be read or
   *     is not as long as it says
   */
  public static String sha256(FileSource source) {
    if (!source.repeatable()) {
      throw new IllegalArgumentException(source.name() + " can be read only once");
    }
    MessageDigest digest = newDigest();
    long found = 0;
    try (InputStream in = source.open()) {
      byte[] slice = new byte[SLICE];
      for (int n = in.read(slice); n >= 0; n = in.read(slice)) {
        digest.update(slice, 0, n);
        found += n;
      }
    } catch (IOException e) {
      throw SourceErrors.unreadable(source, e);
    }
    if (found != source.length()) {
      throw SourceErrors.changed(source, found);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
