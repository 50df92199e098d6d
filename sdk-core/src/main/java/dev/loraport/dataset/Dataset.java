package dev.loraport.dataset;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
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

  /**
   * Writes it in another format, or for another provider: mends what the rules refuse and can be
   * mended (two messages in a row from one role are joined, what follows the last answer is cut
   * off), leaves out members that the rules do not know, and drops rows that are refused all the
   * same. A row that needs no change is written as it stands.
   *
   * <p>To chats lead instructions, preferences (by their preferred answer), pairs of chosen and
   * rejected, and prompts, where their {@code ground_truth} is a text; between the two forms of
   * preferences there is a way in both directions; chats and instructions become prompts, with the
   * last answer as {@code ground_truth}; a chat of one user turn becomes an instruction.
   *
   * <p>Nothing is lost in silence. What the other format has no place for, such as the rejected
   * answer, tools or a weight, is counted in the report by its kind ({@code lost-reasoning}) with
   * the first lines; a row that would teach something else without it, such as one whose answer is
   * a tool call, is dropped and counted.
   *
   * @param to the format to write
   * @param rules whose target it is for
   * @param target the file, which appears when it is whole, in place of one that may be there
   * @throws IllegalArgumentException if there is no way from its format to that one, or the rules
   *     do not take that one
   * @throws UploadException if it can't be read to its end, or has rows of no known format
   * @throws UncheckedIOException if the file can't be written
   */
  public WriteReport convert(DatasetFormat to, DatasetRules rules, Path target) {
    return written(target, writer -> writer.convert(known(), to, rules, target));
  }

  /**
   * Splits it into two files. The share of validation rows is the same among short and long rows.
   * Which rows they are depends on their bytes and the seed alone: not on their order, and rows
   * that are the same stay together, up to a few of them on the border.
   *
   * @param validation the share of rows for validation, above 0 and below 1, such as 0.1
   * @param seed another one gives another split
   * @param trainFile the rows to train on
   * @param validationFile the others
   * @return a report whose first count is that of the rows to train on
   * @throws IllegalArgumentException if the share is out of its range, both files are one, or the
   *     source can be read only once
   * @throws UploadException if it can't be read to its end
   * @throws UncheckedIOException if a file can't be written; then neither may be there
   */
  public WriteReport split(double validation, long seed, Path trainFile, Path validationFile) {
    if (!(validation > 0 && validation < 1)) {
      throw new IllegalArgumentException(
          "the share of validation rows must be above 0 and below 1, not " + validation);
    }
    if (trainFile
        .toAbsolutePath()
        .normalize()
        .equals(validationFile.toAbsolutePath().normalize())) {
      throw new IllegalArgumentException(
          "the rows to train on and those for validation need two files, not "
              + trainFile
              + " for both");
    }
    needsTwoPasses();
    return written(
        trainFile, writer -> writer.split(formatId(), validation, seed, trainFile, validationFile));
  }

  /**
   * Writes so many of its rows into a file, in their order, as large a share of short as of long
   * ones.
   *
   * @param rows how many, 0 or more; all if there are fewer
   * @param seed another one gives another sample
   * @param target the file, which appears when it is whole
   * @throws IllegalArgumentException if the number is below 0, or the source can be read only once
   * @throws UploadException if it can't be read to its end
   * @throws UncheckedIOException if the file can't be written
   */
  public WriteReport sample(long rows, long seed, Path target) {
    if (rows < 0) {
      throw new IllegalArgumentException("rows must be 0 or more, not " + rows);
    }
    needsTwoPasses();
    return written(target, writer -> writer.sample(formatId(), rows, seed, target));
  }

  /**
   * Writes it without rows that came before, byte by byte the same. It remembers the first
   * 1,000,000 different rows; if there are more, the report has the change {@code
   * duplicates-approximate}.
   *
   * @param target the file, which appears when it is whole
   * @throws UploadException if it can't be read to its end
   * @throws UncheckedIOException if the file can't be written
   */
  public WriteReport dedupe(Path target) {
    return written(target, writer -> writer.dedupe(formatId(), target));
  }

  private void needsTwoPasses() {
    if (!source.repeatable()) {
      throw new IllegalArgumentException(
          source.name() + " can be read only once, and this takes two passes; use a file");
    }
  }

  @FunctionalInterface
  private interface Writing {
    WriteReport by(DatasetWriter writer) throws IOException;
  }

  private WriteReport written(Path target, Writing writing) {
    try {
      return writing.by(new DatasetWriter(this::rows));
    } catch (ReadFailure e) {
      throw unreadable(source.name(), String.valueOf(e.getMessage()), e.getCause());
    } catch (IOException e) {
      throw new UncheckedIOException("can't write " + target + ": " + e.getMessage(), e);
    }
  }

  private RowSource rows(int maxLineBytes) throws ReadFailure {
    try {
      return new RowSource(Decoders.open(source), maxLineBytes);
    } catch (IOException e) {
      throw new ReadFailure(e);
    }
  }

  private DatasetFormat known() throws IOException {
    DatasetFormat found = found();
    if (found == null) {
      throw unreadable(
          source.name(),
          "its first rows have no known format; check() says more, and as(…) names it",
          null);
    }
    return found;
  }

  private String formatId() throws IOException {
    DatasetFormat found = found();
    return found == null ? "" : found.id();
  }

  private @Nullable DatasetFormat found() throws IOException {
    if (format != null || !source.repeatable()) {
      return format;
    }
    try (RowSource rows = rows(DatasetRules.neutral().maxLineBytes())) {
      return rows.format();
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
