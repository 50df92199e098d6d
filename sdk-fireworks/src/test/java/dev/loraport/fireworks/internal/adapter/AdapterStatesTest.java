package dev.loraport.fireworks.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.adapter.AdapterState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterStatesTest {
  @ParameterizedTest
  @CsvSource({
    "UPLOADING, OK, IMPORTING",
    "UPLOADING, '', IMPORTING",
    "UPLOADING, INVALID_ARGUMENT, FAILED",
    "READY, OK, READY",
    "READY, '', READY",
    "STATE_UNSPECIFIED, OK, UNKNOWN",
    "OF_NEXT_YEAR, '', UNKNOWN"
  })
  void aWordAndItsStatusStandForAState(String word, String code, AdapterState state) {
    assertThat(AdapterStates.of(word, code)).isEqualTo(state);
  }
}
