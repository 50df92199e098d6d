package dev.loraport.together.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.tuning.JobState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchStatesTest {
  @ParameterizedTest
  @CsvSource({
    "VALIDATING, QUEUED",
    "IN_PROGRESS, RUNNING",
    "CANCELING, CANCELLING",
    "COMPLETED, SUCCEEDED",
    "FAILED, FAILED",
    "EXPIRED, FAILED",
    "CANCELLED, CANCELLED",
    "completed, SUCCEEDED",
    "ODD, UNKNOWN"
  })
  void aWordIsAState(String word, JobState state) {
    assertThat(BatchStates.of(word)).isEqualTo(state);
  }
}
