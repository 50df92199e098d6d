package dev.loraport.fireworks.internal.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.tuning.JobState;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobStatesTest {
  @ParameterizedTest
  @CsvSource({
    "JOB_STATE_UNSPECIFIED, UNKNOWN",
    "JOB_STATE_CREATING, QUEUED",
    "JOB_STATE_CREATING_INPUT_DATASET, QUEUED",
    "JOB_STATE_VALIDATING, QUEUED",
    "JOB_STATE_PENDING, QUEUED",
    "JOB_STATE_RE_QUEUEING, QUEUED",
    "JOB_STATE_RUNNING, RUNNING",
    "JOB_STATE_WRITING_RESULTS, FINISHING",
    "JOB_STATE_IDLE, UNKNOWN",
    "JOB_STATE_PAUSED, PAUSED",
    "JOB_STATE_CANCELLING, CANCELLING",
    "JOB_STATE_DELETING, CANCELLING",
    "JOB_STATE_DELETING_CLEANING_UP, CANCELLING",
    "JOB_STATE_COMPLETED, SUCCEEDED",
    "JOB_STATE_EARLY_STOPPED, SUCCEEDED",
    "JOB_STATE_FAILED, FAILED",
    "JOB_STATE_CANCELLED, CANCELLED",
    "JOB_STATE_EXPIRED, FAILED",
    "JOB_STATE_DELETED, CANCELLED",
    "JOB_STATE_OF_NEXT_YEAR, UNKNOWN",
    "'', UNKNOWN"
  })
  void aWordStandsForAState(String word, JobState state) {
    assertThat(JobStates.of(word)).isEqualTo(state);
    assertThat(JobStates.of(word.toLowerCase(Locale.ROOT))).isEqualTo(state);
  }
}
