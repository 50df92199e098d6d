package dev.loraport.tuning;

import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuningJobTest {
  @ParameterizedTest
  @CsvSource({
    "RUNNING, await it first",
    "FAILED, 'it has ended without one, see failure() and jobs().events(id)'",
    "CANCELLED, 'it has ended without one, see failure() and jobs().events(id)'"
  })
  void aJobWithoutAResultSaysWhetherOneCanCome(JobState state, String hint) {
    TuningJob job = TuningJob.builder().id(JobId.of("ft-1")).state(state).status("word").build();

    assertThatIllegalStateException()
        .isThrownBy(job::result)
        .withMessage("job ft-1 is " + state + " (word) and has no result; " + hint);
  }
}
