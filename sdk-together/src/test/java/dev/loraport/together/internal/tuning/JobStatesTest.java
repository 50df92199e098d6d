package dev.loraport.together.internal.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.tuning.JobState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobStatesTest {
  @ParameterizedTest
  @CsvSource({
    "pending, QUEUED, false",
    "queued, QUEUED, false",
    "running, RUNNING, false",
    "compressing, FINISHING, false",
    "uploading, FINISHING, false",
    "cancel_requested, CANCELLING, false",
    "cancelled, CANCELLED, true",
    "error, FAILED, true",
    "user_error, FAILED, true",
    "failed, FAILED, true",
    "completed, SUCCEEDED, true",
    "COMPLETED, SUCCEEDED, true",
    "paused_for_tea, UNKNOWN, false",
    "'', UNKNOWN, false"
  })
  void aWordIsAState(String word, JobState state, boolean terminal) {
    assertThat(JobStates.of(word)).isEqualTo(state);
    assertThat(JobStates.of(word).isTerminal()).isEqualTo(terminal);
  }
}
