package dev.loraport.together.internal.file;

import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.error.DatasetException;
import dev.loraport.error.UploadException;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.together.TogetherDatasets;
import dev.loraport.together.internal.wire.Settings;
import java.util.Locale;
import java.util.Set;

/** What is refused before a byte moves. */
final class UploadCheck {
  /** The largest upload that is not in parts: 5.0 GiB. */
  static final long MAX_BYTES = 5_368_709_120L;

  private static final Set<String> TYPES = Set.of("jsonl", "parquet", "csv");

  private UploadCheck() {}

  /** The type of a file, by the end of its name. */
  static String type(FileUpload upload) {
    String name = upload.source().name();
    String type = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    if (!TYPES.contains(type)) {
      throw refused(name, "its name must end in .jsonl, .parquet or .csv");
    }
    boolean eval = upload.purpose().equals(FilePurpose.EVAL);
    if (type.equals("csv") && !eval) {
      throw refused(name, "Together takes CSV for evaluations only; convert it to JSONL");
    }
    if (type.equals("parquet") && eval) {
      throw refused(name, "Together takes no Parquet for evaluations; convert it to JSONL or CSV");
    }
    return type;
  }

  /**
   * Refuses a size that can't be uploaded.
   *
   * @throws UploadException if there is nothing, or too much
   */
  static void size(FileSource source) {
    if (source.length() == 0) {
      throw refused(source.name(), "it is empty");
    }
    if (source.length() > MAX_BYTES) {
      throw refused(
          source.name(),
          "it has "
              + source.length()
              + " bytes, and uploads end at "
              + MAX_BYTES
              + " (5.0 GiB); split the data set");
    }
  }

  /**
   * Checks a chat file for fine-tuning; reads it whole. Files of text, instruction and preference
   * rows are left to the provider's own check.
   *
   * @throws DatasetException if the provider would refuse it
   */
  static void content(FileUpload upload, String type) {
    boolean chat = upload.purpose().equals(FilePurpose.FINE_TUNE) && type.equals("jsonl");
    if (!chat || !upload.checkFirst()) {
      return;
    }
    FileSource source = upload.source();
    if (!source.repeatable()) {
      throw refused(
          source.name(),
          "it can be read only once, so it can't be checked and sent: use a repeatable source,"
              + " or checkFirst(false)");
    }
    CheckReport report = Dataset.of(source).check(TogetherDatasets.chatRules());
    boolean chatRows = report.format().isEmpty() || report.format().equals("conversation");
    if (chatRows && !report.passed()) {
      throw new DatasetException(
          Settings.PROVIDER,
          "files.upload",
          "nothing was uploaded: " + report.summary(),
          report,
          null);
    }
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
