package dev.loraport.error;

import org.jspecify.annotations.Nullable;

/** An upload failed; the step and, where the provider gave one, the file id are kept. */
public final class UploadException extends LoraportException {
  private static final long serialVersionUID = 1L;

  /** The steps of an upload. */
  public enum Step {
    /** Reading the local file. */
    READ,
    /** Asking where the bytes go. */
    START,
    /** Sending the bytes. */
    SEND,
    /** Telling the provider that all bytes are there. */
    FINISH,
    /** The provider's own check of the content. */
    PROCESS
  }

  private final Step step;
  private final @Nullable String fileId;

  /**
   * Makes an exception.
   *
   * @param provider the provider
   * @param operation the operation
   * @param message what happened, in one line
   * @param step where it happened
   * @param fileId the id that the provider gave, if it did
   * @param cause what it came from
   */
  public UploadException(
      @Nullable String provider,
      @Nullable String operation,
      String message,
      Step step,
      @Nullable String fileId,
      @Nullable Throwable cause) {
    super(provider, operation, message, cause);
    this.step = step;
    this.fileId = fileId;
  }

  /** Where it happened. */
  public Step step() {
    return step;
  }

  /** The id that the provider gave the file; null if it did not get so far. */
  public @Nullable String fileId() {
    return fileId;
  }
}
