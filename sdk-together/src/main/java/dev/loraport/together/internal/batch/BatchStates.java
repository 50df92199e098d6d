package dev.loraport.together.internal.batch;

import dev.loraport.tuning.JobState;
import java.util.Locale;
import java.util.Map;

/** The words for the state of a batch. */
final class BatchStates {
  private static final Map<String, JobState> STATES =
      Map.of(
          "VALIDATING", JobState.QUEUED,
          "IN_PROGRESS", JobState.RUNNING,
          "CANCELING", JobState.CANCELLING,
          "CANCELLING", JobState.CANCELLING,
          "COMPLETED", JobState.SUCCEEDED,
          "FAILED", JobState.FAILED,
          "EXPIRED", JobState.FAILED,
          "CANCELLED", JobState.CANCELLED);

  private BatchStates() {}

  static JobState of(String status) {
    return STATES.getOrDefault(status.toUpperCase(Locale.ROOT), JobState.UNKNOWN);
  }
}
