package dev.loraport.spi;

import dev.loraport.file.FileSource;
import dev.loraport.file.UploadListener;
import dev.loraport.http.RequestBody;

/** Bodies of uploads. */
public final class UploadBodies {
  private UploadBodies() {}

  /** The bytes of a source. */
  public static RequestBody raw(FileSource source, String contentType, UploadListener listener) {
    throw new UnsupportedOperationException();
  }

  /** A range of the bytes of a source. */
  public static RequestBody range(
      FileSource source, long from, long length, String contentType, UploadListener listener) {
    throw new UnsupportedOperationException();
  }
}
