package dev.loraport.nebius.internal.tuning;

import dev.loraport.tuning.JobState;
import java.util.Locale;
import java.util.Map;

/** The words for the state of a job. */
final class JobStates {
  private static final Map<String, JobState> STATES =
      Map.of(
          "validating_files", JobState.QUEUED,
          "queued", JobState.QUEUED,
          "running", JobState.RUNNING,
          "succeeded", JobState.SUCCEEDED,
          "failed", JobState.FAILED,
          "cancelled", JobState.CANCELLED);

  private JobStates() {}

  /** The state for a word; an unknown word is not an end. */
  static JobState of(String status) {
    return STATES.getOrDefault(status.toLowerCase(Locale.ROOT), JobState.UNKNOWN);
  }
}
