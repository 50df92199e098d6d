package dev.loraport.samples;

import dev.loraport.error.UploadException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The training file: the user's, or the sample's own, copied out of the jar for the run. */
record TrainingData(Path file, boolean temporary) implements AutoCloseable {
  private static final String OWN = "support.jsonl";

  /** The data of a file; null for the sample's own. */
  static TrainingData of(@Nullable Path file) {
    return file == null ? ownData() : new TrainingData(file, false);
  }

  private static TrainingData ownData() {
    try (InputStream in = TrainingData.class.getResourceAsStream(OWN)) {
      if (in == null) {
        throw new IllegalStateException(OWN + " is missing from this build");
      }
      Path folder = Files.createTempDirectory("tune-and-chat");
      Path file = folder.resolve(OWN);
      Files.copy(in, file);
      return new TrainingData(file, true);
    } catch (IOException e) {
      throw new UploadException(
          null,
          null,
          "the sample's own data can't be copied to the temporary folder: " + e,
          UploadException.Step.READ,
          null,
          e);
    }
  }

  @Override
  public void close() {
    if (!temporary) {
      return;
    }
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
