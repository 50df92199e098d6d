package dev.loraport.nebius;

import dev.loraport.file.FileId;
import java.net.URI;

/**
 * An address from which a file can be downloaded. It is a secret: whoever has it may have the file,
 * so that it is masked in {@link #toString()}. How long it lives is not documented (October 2026).
 *
 * @param file the file
 * @param url the address
 */
public record FileLink(FileId file, URI url) {
  /**
   * Checks the address.
   *
   * @throws IllegalArgumentException if it has no host
   */
  public FileLink {
    if (url.getHost() == null) {
      throw new IllegalArgumentException("a link has a host");
    }
  }

  @Override
  public String toString() {
    return "link to " + file + " at " + url.getHost() + "/...";
  }
}
