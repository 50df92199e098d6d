package dev.loraport.together.internal.file;

import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.error.DatasetException;
import dev.loraport.error.UploadException;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.spi.JsonLines;
import dev.loraport.together.TogetherDatasets;
import dev.loraport.together.internal.wire.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** What is refused before a byte moves. */
final class UploadCheck {
  /** The largest upload that is not in parts: 5.0 GiB (Python SDK 1.5.34, 2025-12-23). */
  static final long MAX_WHOLE = 5_368_709_120L;

  private static final String PARQUET = "parquet";
  private static final Set<String> TYPES = Set.of("jsonl", PARQUET, "csv");
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  // the magic bytes twice, and the length of the footer
  private static final int LEAST_PARQUET = 12;

  private UploadCheck() {}

  /** The type of a file, by the end of its name. */
  static String type(FileUpload upload) {
    String name = upload.source().name();
    String type = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!TYPES.contains(type)) {
      throw refused(
          name,
          JsonLines.misnamed(upload.source(), "its name must end in .jsonl, .parquet or .csv"));
    }
    boolean eval = upload.purpose().equals(FilePurpose.EVAL);
    if (type.equals("csv") && !eval) {
      throw refused(name, "Together takes CSV for evaluations only; convert it to JSONL");
    }
    if (type.equals(PARQUET) && eval) {
      throw refused(name, "Together takes no Parquet for evaluations; convert it to JSONL or CSV");
    }
    return type;
  }

  /**
   * Refuses a source that can't be uploaded. There is no largest file here: the sources name 4.9
   * GiB (TypeScript SDK 0.49.0), 50 GB (guidance of 2026-08-18), 50.1 GiB (Python SDK 1.5.34) and
   * 100 GB (documentation of 2026), and the provider knows best.
   *
   * @param inParts whether it goes up in parts
   * @throws UploadException if there is nothing, or it can't be read part by part
   */
  static void source(FileSource source, boolean inParts) {
    if (source.length() == 0) {
      throw refused(source.name(), "it is empty");
    }
    if (inParts && !source.repeatable()) {
      throw refused(
          source.name(),
          "its "
              + source.length()
              + " bytes go up in parts, and it can be read only once: use a repeatable source");
    }
  }

  /**
   * Checks a file for fine-tuning; reads it whole. Of Parquet only its two ends are read where no
   * module reads its rows.
   *
   * @throws DatasetException if the provider would refuse it
   */
  static void content(FileUpload upload, String type) {
    if (!upload.purpose().equals(FilePurpose.FINE_TUNE) || !upload.checkFirst()) {
      return;
    }
    FileSource source = upload.source();
    if (!source.repeatable()) {
      throw refused(
          source.name(),
          "it can be read only once, so it can't be checked and sent: use a repeatable source,"
              + " or checkFirst(false)");
    }
    boolean parquet = type.equals(PARQUET);
    if (parquet && !isParquet(source)) {
      throw refused(
          source.name(), "it does not begin and end as a Parquet file does: write it anew");
    }
    if (parquet && !readsParquet()) {
      return;
    }
    CheckReport report = Dataset.of(source).check(TogetherDatasets.uploadRules());
    if (!parquet && report.encoding().equals(PARQUET)) {
      throw refused(source.name(), "it is a Parquet file: let its name end in .parquet");
    }
    if (!report.passed()) {
      throw new DatasetException(
          Settings.PROVIDER,
          "files.upload",
          "nothing was uploaded: " + report.summary(),
          report,
          null);
    }
  }

  private static boolean isParquet(FileSource source) {
    try (InputStream in = source.open()) {
      if (source.length() < LEAST_PARQUET || !Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        return false;
      }
      in.skipNBytes(source.length() - 2L * MAGIC.length);
      return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
    } catch (IOException e) {
      throw refused(source.name(), "it can't be read to its end: " + e.getMessage());
    }
  }

  /** Whether a module is there that claims what begins as Parquet does. */
  private static boolean readsParquet() {
    return Dataset.of(FileSource.of("any.parquet", MAGIC)).check().encoding().equals(PARQUET);
  }

  private static UploadException refused(String name, String why) {
    return new UploadException(
        Settings.PROVIDER,
        "files.upload",
        "can't upload " + name + ": " + why,
        UploadException.Step.READ,
        null,
        null);
  }
}
