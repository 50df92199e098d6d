package dev.loraport.fireworks.internal.file;

import dev.loraport.file.FileState;
import java.util.Locale;
import java.util.Optional;

/** The words for the state of a data set. There is none for failure: its status tells of it. */
final class DatasetStates {
  private DatasetStates() {}

  /**
   * The state.
   *
   * @param word the provider's word for it
   * @param code the code of the last operation on it
   */
  static FileState of(Optional<String> word, Optional<String> code) {
    return switch (word.orElse("").toUpperCase(Locale.ROOT)) {
      case "READY" -> FileState.READY;
      case "UPLOADING" ->
          code.filter("INVALID_ARGUMENT"::equals).isPresent()
              ? FileState.INVALID
              : FileState.UPLOADING;
      default -> FileState.UNKNOWN;
    };
  }
}
