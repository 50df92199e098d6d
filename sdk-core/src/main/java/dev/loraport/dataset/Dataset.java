package dev.loraport.dataset;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A training file in JSON Lines: one example a line, read as a stream of any size.
 *
 * <p>A check needs no provider, no key and no network:
 *
 * <pre>{@code
 * CheckReport report = Dataset.open(Path.of("train.jsonl")).check();
 * if (!report.passed()) {
 *   report.findings().forEach(finding -> log(finding.toString()));
 * }
 * }</pre>
 */
public final class Dataset {
  private final FileSource source;
  private final @Nullable DatasetFormat format;

  private Dataset(FileSource source, @Nullable DatasetFormat format) {
    this.source = source;
    this.format = format;
  }

  /**
   * A local file.
   *
   * @throws UploadException if there is no such file, or it is a folder
   */
  public static Dataset open(Path file) {
    if (!Files.exists(file)) {
      throw unreadable(file.toString(), "no such file; check the path", null);
    }
    if (!Files.isRegularFile(file)) {
      throw unreadable(
          file.toString(), "it is not a regular file; name the .jsonl file itself", null);
    }
    return new Dataset(FileSource.of(file), null);
  }

  /** Any source of bytes; each check reads it from its beginning. */
  public static Dataset of(FileSource source) {
    return new Dataset(Objects.requireNonNull(source, "source"), null);
  }

  /** Where its bytes come from: what an upload takes. */
  public FileSource source() {
    return source;
  }

  /** The same data set, with its format given instead of found by looking at its first rows. */
  public Dataset as(DatasetFormat given) {
    return new Dataset(source, given);
  }

  /**
   * Checks it by the rules that hold at no provider in particular.
   *
   * @throws UploadException if it can't be read to its end
   */
  public CheckReport check() {
    return check(DatasetRules.neutral());
  }

  /**
   * Checks the whole of it by a provider's rules; a problem never ends the check. It reads one line
   * after the other, so the memory it takes depends on the longest line and not on the file.
   *
   * @throws UploadException if it can't be read to its end
   */
  public CheckReport check(DatasetRules rules) {
    return check(CheckOptions.of(rules));
  }

  /**
   * Checks the whole of it, as the options say. Each thread holds a chunk of 256 KiB, or one line
   * if it is longer; the source is read by one thread at a time, which need not be the caller's.
   *
   * @throws UploadException if it can't be read to its end
   */
  public CheckReport check(CheckOptions options) {
    Decoders.Opened opened;
    try {
      opened = Decoders.open(source);
    } catch (IOException e) {
      throw unreadable(source.name(), e.toString(), e);
    }
    try (InputStream in = opened.rows()) {
      return DatasetCheck.run(source.name(), in, opened.encoding(), format, options);
    } catch (IOException e) {
      throw unreadable(source.name(), e.toString(), e);
    }
  }

  private static UploadException unreadable(String name, String why, @Nullable Throwable cause) {
    return new UploadException(
        null,
        null,
        "can't read the data set " + name + ": " + why,
        UploadException.Step.READ,
        null,
        cause);
  }
}
