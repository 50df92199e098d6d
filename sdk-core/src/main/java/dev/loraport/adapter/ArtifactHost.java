package dev.loraport.adapter;

import dev.loraport.file.FileSource;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * Puts files where a provider can fetch them, for a while: some providers take no upload, only an
 * address. A client gets one by {@link dev.loraport.ClientConfig#artifactHost()}; the add-on {@code
 * artifacts-s3} has one for stores that speak S3.
 *
 * <p>It is called by several threads at once, on the client's executor, and may block.
 */
@FunctionalInterface
public interface ArtifactHost {
  /**
   * Puts a file somewhere. When the source throws, as it does when nobody waits any more, nothing
   * is to be left.
   *
   * @param file the file; its name is fit for a part of an address, and may come again
   * @param lifetime how long the address must be good for, from now
   * @return where it is
   * @throws IOException if it can't be put there; the message says why and holds no secret
   */
  Hosted put(FileSource file, Duration lifetime) throws IOException;

  /** A file that was put somewhere. */
  interface Hosted {
    /** Where everyone can fetch it who has this address; it is a secret. */
    URI url();

    /**
     * Takes it away again; what is gone already is no failure.
     *
     * @throws IOException if it is still there
     */
    void delete() throws IOException;
  }
}
