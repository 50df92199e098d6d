package dev.loraport.spi;

import dev.loraport.file.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Files of one JSON value a line. */
public final class JsonLines {
  private JsonLines() {}

  /**
   * What to do about a file whose name doesn't say that it is of JSON lines: another name would not
   * mend one that is a single JSON array.
   *
   * @param source the file; one that can be read only once is not looked into
   * @param otherwise what is said of every other file
   */
  public static String misnamed(FileSource source, String otherwise) {
    return isArray(source)
        ? "it is a JSON array; write one element a line into a file whose name ends in .jsonl"
        : otherwise;
  }

  private static boolean isArray(FileSource source) {
    if (!source.repeatable()) {
      return false;
    }
    try (InputStream in = source.open()) {
      return new String(in.readNBytes(64), StandardCharsets.UTF_8)
          .replace("\ufeff", "")
          .strip()
          .startsWith("[");
    } catch (IOException e) {
      return false; // its name is refused all the same
    }
  }
}
