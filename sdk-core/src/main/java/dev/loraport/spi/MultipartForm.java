package dev.loraport.spi;

import dev.loraport.file.FileSource;
import dev.loraport.file.UploadListener;
import dev.loraport.http.RequestBody;

/** Builds a body of the type {@code multipart/form-data}. */
public final class MultipartForm {
  private MultipartForm() {}

  /** Starts a form. */
  public static MultipartForm builder() {
    return new MultipartForm();
  }

  /** Adds a text. */
  public MultipartForm field(String name, String value) {
    throw new UnsupportedOperationException();
  }

  /** Adds a file. */
  public MultipartForm file(String name, FileSource source, String contentType) {
    throw new UnsupportedOperationException();
  }

  /** Who is told about progress. */
  public MultipartForm listener(UploadListener listener) {
    throw new UnsupportedOperationException();
  }

  /** The body. */
  public RequestBody build() {
    throw new UnsupportedOperationException();
  }
}
