package dev.loraport.fireworks.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.file.FileState;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetStatesTest {
  @ParameterizedTest
  @CsvSource({
    "READY, OK, READY",
    "READY, INVALID_ARGUMENT, READY",
    "UPLOADING, OK, UPLOADING",
    "UPLOADING,, UPLOADING",
    "UPLOADING, INTERNAL, UPLOADING",
    "UPLOADING, INVALID_ARGUMENT, INVALID",
    "STATE_UNSPECIFIED, OK, UNKNOWN",
    "ARCHIVED, OK, UNKNOWN",
    ",, UNKNOWN"
  })
  void eachWordHasItsState(String word, String code, FileState state) {
    assertThat(DatasetStates.of(Optional.ofNullable(word), Optional.ofNullable(code)))
        .isEqualTo(state);
  }
}
