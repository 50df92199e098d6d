package dev.loraport.fireworks.internal.file;

import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.error.DatasetException;
import dev.loraport.error.UploadException;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.fireworks.FireworksDatasets;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.spi.JsonLines;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What is known of an upload before a byte moves.
 *
 * @param id the id of the data set
 * @param rows how many rows a repeatable source has; empty for one that can be read only once
 * @param format the format, in the provider's word, if the check knows it
 */
record UploadPlan(String id, OptionalLong rows, Optional<String> format) {
  /**
   * Refuses what needs no reading to be refused.
   *
   * @throws UploadException if nothing can come of the upload
   */
  static void refuseEarly(FileSource source) {
    // managed training finds no other files
    if (!source.name().endsWith(".jsonl")) {
      boolean upper = source.name().toLowerCase(Locale.ROOT).endsWith(".jsonl");
      throw refused(
          source.name(),
          JsonLines.misnamed(
              source,
              "its name must end in .jsonl"
                  + (upper ? ", in lower case" : "; convert it to JSON Lines")));
    }
    if (source.length() == 0) {
      throw refused(source.name(), "it is empty");
    }
    if (DatasetId.of(source.name(), "0".repeat(64)).isEmpty()) {
      throw refused(
          source.name(),
          "no data set id can be made of its name, which has neither a letter from a to z nor a"
              + " digit; name it otherwise");
    }
  }

  /**
   * Reads the file of a repeatable source, checks it and makes the plan; a source that can be read
   * only once is not read, and is taken only unchecked.
   *
   * @throws DatasetException if the provider would refuse the content
   * @throws UploadException if the file can't be read
   */
  static UploadPlan of(FileUpload upload) {
    FileSource source = upload.source();
    Optional<String> format = checked(upload);
    if (!source.repeatable()) {
      return new UploadPlan(id(source, anyMark()), OptionalLong.empty(), format);
    }
    Scan scan = Scan.of(source);
    return new UploadPlan(id(source, scan.sha256()), OptionalLong.of(scan.rows()), format);
  }

  private static String anyMark() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private static String id(FileSource source, String mark) {
    return DatasetId.of(source.name(), mark).orElseThrow();
  }

  /**
   * Checks a file for fine-tuning, and says the format; files for other purposes are not checked.
   */
  private static Optional<String> checked(FileUpload upload) {
    FileSource source = upload.source();
    if (!upload.purpose().equals(FilePurpose.FINE_TUNE) || !upload.checkFirst()) {
      return Optional.empty();
    }
    if (!source.repeatable()) {
      throw refused(
          source.name(),
          "it can be read only once, so it can't be checked and sent: use a repeatable source,"
              + " or checkFirst(false)");
    }
    CheckReport report = Dataset.of(source).check(FireworksDatasets.uploadRules());
    if (!report.passed()) {
      throw new DatasetException(
          Settings.PROVIDER,
          "files.upload",
          "nothing was uploaded: " + report.summary(),
          report,
          null);
    }
    return Optional.of("CHAT");
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
