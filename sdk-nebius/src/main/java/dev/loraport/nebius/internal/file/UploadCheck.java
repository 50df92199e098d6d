package dev.loraport.nebius.internal.file;

import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.error.DatasetException;
import dev.loraport.error.UploadException;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.nebius.NebiusDatasets;
import dev.loraport.nebius.internal.wire.Settings;

/** What is refused before a byte moves. */
final class UploadCheck {
  // the documentation of 2025 says 10 GB for the requests of a batch; the limits of training files
  // contradict each other (5, 20 and 50 GB), so there is none here
  private static final long MAX_BATCH_BYTES = 10L << 30;

  private UploadCheck() {}

  /**
   * Refuses what can't be uploaded.
   *
   * @throws UploadException if the purpose is not taken, or there is nothing or too much
   */
  static void form(FileUpload upload) {
    FileSource source = upload.source();
    boolean batch = upload.purpose().equals(FilePurpose.BATCH);
    if (!batch && !upload.purpose().equals(FilePurpose.FINE_TUNE)) {
      throw refused(
          source, "Nebius takes files for fine-tune and batch, not for " + upload.purpose());
    }
    if (source.length() == 0) {
      throw refused(source, "it is empty");
    }
    if (batch && source.length() > MAX_BATCH_BYTES) {
      throw refused(
          source,
          "it has "
              + source.length()
              + " bytes, and the requests of a batch end at 10 GB (documentation of 2025); split"
              + " it");
    }
  }

  /**
   * Checks a file for fine-tuning; reads it whole.
   *
   * @throws DatasetException if the provider would refuse it
   */
  static void content(FileUpload upload) {
    if (!upload.purpose().equals(FilePurpose.FINE_TUNE) || !upload.checkFirst()) {
      return;
    }
    FileSource source = upload.source();
    if (!source.repeatable()) {
      throw refused(
          source,
          "it can be read only once, so it can't be checked and sent: use a repeatable source,"
              + " or checkFirst(false)");
    }
    CheckReport report = Dataset.of(source).check(NebiusDatasets.uploadRules());
    if (!report.passed()) {
      throw new DatasetException(
          Settings.PROVIDER,
          "files.upload",
          "nothing was uploaded: " + report.summary(),
          report,
          null);
    }
  }

  private static UploadException refused(FileSource source, String why) {
    return new UploadException(
        Settings.PROVIDER,
        "files.upload",
        "can't upload " + source.name() + ": " + why,
        UploadException.Step.READ,
        null,
        null);
  }
}
