package dev.loraport.file;

/** Whether a file at a provider can be used, in the vocabulary of all providers. */
public enum FileState {
  /** Bytes are still missing. */
  UPLOADING,
  /** The provider is checking or preparing it. */
  PROCESSING,
  /** A job can use it. */
  READY,
  /** The provider refuses the content. */
  INVALID,
  /** The processing itself failed; uploading again may help. */
  FAILED,
  /** A word that this version doesn't know; it counts as not ended. */
  UNKNOWN;

  /** Whether nothing will change any more. */
  public boolean isTerminal() {
    return this == READY || this == INVALID || this == FAILED;
  }
}
