package dev.loraport.together.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.adapter.AdapterState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterStatesTest {
  @ParameterizedTest
  @CsvSource({
    "Queued, IMPORTING",
    "Running, IMPORTING",
    "Processing, IMPORTING",
    "Complete, READY",
    "Failed, FAILED",
    "FAILED, FAILED",
    "Paused, UNKNOWN"
  })
  void aWordOfAnUploadIsAState(String word, AdapterState state) {
    assertThat(AdapterStates.of(word)).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "completed, READY",
    "user_error, FAILED",
    "cancelled, FAILED",
    "running, IMPORTING",
    "odd, IMPORTING"
  })
  void aWordOfAJobIsAState(String word, AdapterState state) {
    assertThat(AdapterStates.ofJob(word)).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "Model name already exists, another name",
    "No lora_model specified, -Reference",
    "adapter_config.json is missing, at its root",
    "the URL has expired, 100 minutes",
    "403 from the source, rights",
    "something new, two adapter files"
  })
  void aFailureHasAWayOut(String problem, String wayOut) {
    assertThat(AdapterStates.wayOut(problem)).contains(wayOut);
  }
}
