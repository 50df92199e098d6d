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
  /** How many findings a report keeps unless told otherwise; those beyond are only counted. */
  public static final int MAX_FINDINGS = 100;

  private final FileSource source;

  private Dataset(FileSource source) {
    this.source = source;
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
    return new Dataset(FileSource.of(file));
  }

  /** Any source of bytes; each check reads it from its beginning. */
  public static Dataset of(FileSource source) {
    return new Dataset(Objects.requireNonNull(source, "source"));
  }

  /** Where its bytes come from: what an upload takes. */
  public FileSource source() {
    return source;
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
   * at a time, so the memory it takes depends on the longest line and not on the file.
   *
   * @throws UploadException if it can't be read to its end
   */
  public CheckReport check(DatasetRules rules) {
    return check(rules, MAX_FINDINGS);
  }

  /**
   * Checks the whole of it and keeps so many findings; those beyond are counted.
   *
   * @param rules what is asked of it
   * @param maxFindings how many findings to keep, 0 or more
   * @throws UploadException if it can't be read to its end
   */
  public CheckReport check(DatasetRules rules, int maxFindings) {
    if (maxFindings < 0) {
      throw new IllegalArgumentException("maxFindings must be 0 or more, not " + maxFindings);
    }
    Decoders.Opened opened;
    try {
      opened = Decoders.open(source);
    } catch (IOException e) {
      throw unreadable(source.name(), e.toString(), e);
    }
    try (InputStream in = opened.rows()) {
      return new DatasetCheck(source.name(), opened.encoding(), rules, maxFindings).read(in);
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
