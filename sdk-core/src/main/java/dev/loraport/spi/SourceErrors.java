package dev.loraport.spi;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is said when the bytes of an upload can't be read. */
final class SourceErrors {
  private SourceErrors() {}

  static UploadException unreadable(FileSource source, IOException cause) {
    return failure(source, "can't be read: " + cause, cause);
  }

  static UploadException changed(FileSource source, long found) {
    return changed(source, String.valueOf(found));
  }

  static UploadException changed(FileSource source, String found) {
    return failure(
        source,
        "is not as long as it was: expected "
            + source.length()
            + " bytes, found "
            + found
            + "; upload it again when nothing writes to it",
        null);
  }

  private static UploadException failure(
      FileSource source, String what, @Nullable Throwable cause) {
    String name = source.path().map(Object::toString).orElse(source.name());
    return new UploadException(
        null, null, "upload: " + name + " " + what, UploadException.Step.READ, null, cause);
  }
}
