package dev.loraport.together.internal.file;

import dev.loraport.file.FileState;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The words for the state of a file; only files for fine-tuning have one. */
final class FileStates {
  private static final Map<String, FileState> STATES =
      Map.of(
          "PENDING", FileState.PROCESSING,
          "QUEUED", FileState.PROCESSING,
          "RUNNING", FileState.PROCESSING,
          "COMPLETED", FileState.READY,
          "FAILED", FileState.FAILED,
          "INVALID_FORMAT", FileState.INVALID);

  private FileStates() {}

  /** The state for a word; no word means that nothing is checked and the file can be used. */
  static FileState of(Optional<String> status) {
    return status
        .map(word -> STATES.getOrDefault(word.toUpperCase(Locale.ROOT), FileState.UNKNOWN))
        .orElse(FileState.READY);
  }
}
