package dev.loraport.together.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.file.FileState;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileStatesTest {
  @ParameterizedTest
  @CsvSource({
    "PENDING, PROCESSING",
    "QUEUED, PROCESSING",
    "RUNNING, PROCESSING",
    "COMPLETED, READY",
    "FAILED, FAILED",
    "INVALID_FORMAT, INVALID",
    "invalid_format, INVALID",
    "SCANNING, UNKNOWN",
    ", READY"
  })
  void aWordIsAState(String word, FileState state) {
    assertThat(FileStates.of(Optional.ofNullable(word))).isEqualTo(state);
  }
}
