package dev.loraport.fireworks.internal.tuning;

import dev.loraport.tuning.JobState;
import java.util.Locale;
import java.util.Map;

/**
 * The words for the state of a job: one list for jobs of all kinds, batches among them. A state may
 * move backwards. The source is the SDK 1.2.3 (2026-07-21); the last word is of the gateway
 * description 4.259.0.
 */
public final class JobStates {
  /** The good end before the last epoch; whether there is a model has to be looked up. */
  public static final String EARLY_STOPPED = "JOB_STATE_EARLY_STOPPED";

  // what JOB_STATE_IDLE means is said nowhere, so that it is unknown here too
  private static final Map<String, JobState> STATES =
      Map.ofEntries(
          Map.entry("JOB_STATE_CREATING", JobState.QUEUED),
          Map.entry("JOB_STATE_CREATING_INPUT_DATASET", JobState.QUEUED),
          Map.entry("JOB_STATE_VALIDATING", JobState.QUEUED),
          Map.entry("JOB_STATE_PENDING", JobState.QUEUED),
          Map.entry("JOB_STATE_RE_QUEUEING", JobState.QUEUED),
          Map.entry("JOB_STATE_RUNNING", JobState.RUNNING),
          Map.entry("JOB_STATE_WRITING_RESULTS", JobState.FINISHING),
          Map.entry("JOB_STATE_PAUSED", JobState.PAUSED),
          Map.entry("JOB_STATE_CANCELLING", JobState.CANCELLING),
          Map.entry("JOB_STATE_DELETING", JobState.CANCELLING),
          Map.entry("JOB_STATE_DELETING_CLEANING_UP", JobState.CANCELLING),
          Map.entry("JOB_STATE_COMPLETED", JobState.SUCCEEDED),
          Map.entry(EARLY_STOPPED, JobState.SUCCEEDED),
          Map.entry("JOB_STATE_FAILED", JobState.FAILED),
          Map.entry("JOB_STATE_EXPIRED", JobState.FAILED),
          Map.entry("JOB_STATE_CANCELLED", JobState.CANCELLED),
          Map.entry("JOB_STATE_DELETED", JobState.CANCELLED));

  private JobStates() {}

  /** The state for a word; an unknown word is not an end. */
  public static JobState of(String word) {
    return STATES.getOrDefault(word.toUpperCase(Locale.ROOT), JobState.UNKNOWN);
  }
}
