package dev.loraport.nebius.internal.batch;

import dev.loraport.tuning.JobState;
import java.util.Locale;
import java.util.Map;

/** The words for the state of a batch; the schema leaves them open. */
final class BatchStates {
  private static final Map<String, JobState> STATES =
      Map.ofEntries(
          Map.entry("validating", JobState.QUEUED),
          Map.entry("validated", JobState.QUEUED),
          Map.entry("queued", JobState.QUEUED),
          Map.entry("running", JobState.RUNNING),
          Map.entry("in_progress", JobState.RUNNING),
          Map.entry("finalizing", JobState.FINISHING),
          Map.entry("cancelling", JobState.CANCELLING),
          // seen in 2024 and 2025, and documented
          Map.entry("done", JobState.SUCCEEDED),
          Map.entry("completed", JobState.SUCCEEDED),
          Map.entry("failed", JobState.FAILED),
          Map.entry("expired", JobState.FAILED),
          Map.entry("cancelled", JobState.CANCELLED));

  private BatchStates() {}

  static JobState of(String status) {
    return STATES.getOrDefault(status.toLowerCase(Locale.ROOT), JobState.UNKNOWN);
  }
}
