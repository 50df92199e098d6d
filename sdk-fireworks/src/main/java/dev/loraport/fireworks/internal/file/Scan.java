package dev.loraport.fireworks.internal.file;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.fireworks.internal.wire.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What one reading of a file shows.
 *
 * @param sha256 the hash of the content, in hex
 * @param rows how many lines are not blank
 */
record Scan(String sha256, long rows) {
  private static final int SLICE = 64 << 10;

  /**
   * Reads a file, in constant memory.
   *
   * @throws UploadException if it can't be read, or is not as long as it says
   */
  static Scan of(FileSource source) {
    MessageDigest digest = newDigest();
    long found = 0;
    long rows = 0;
    boolean filled = false;
    try (InputStream in = source.open()) {
      byte[] slice = new byte[SLICE];
      for (int n = in.read(slice); n >= 0; n = in.read(slice)) {
        digest.update(slice, 0, n);
        found += n;
        for (int i = 0; i < n; i++) {
          if (slice[i] == '\n') {
            rows += filled ? 1 : 0;
            filled = false;
          } else {
            filled |= !isBlank(slice[i]);
          }
        }
      }
    } catch (IOException e) {
      throw unreadable(source, "reading failed: " + e, e);
    }
    if (found != source.length()) {
      throw unreadable(
          source, "it has " + found + " bytes and not the " + source.length() + " it said", null);
    }
    return new Scan(HexFormat.of().formatHex(digest.digest()), filled ? rows + 1 : rows);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }

  private static UploadException unreadable(
      FileSource source, String why, @Nullable Throwable cause) {
    return new UploadException(
        Settings.PROVIDER,
        "files.upload",
        "can't upload " + source.name() + ": " + why,
        UploadException.Step.READ,
        null,
        cause);
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
