package dev.loraport.together.internal.tuning;

import dev.loraport.tuning.JobState;
import java.util.Locale;
import java.util.Map;

/** The words for the state of a job. */
final class JobStates {
  private static final Map<String, JobState> STATES =
      Map.ofEntries(
          Map.entry("pending", JobState.QUEUED),
          Map.entry("queued", JobState.QUEUED),
          Map.entry("running", JobState.RUNNING),
          Map.entry("compressing", JobState.FINISHING),
          Map.entry("uploading", JobState.FINISHING),
          Map.entry("cancel_requested", JobState.CANCELLING),
          Map.entry("cancelled", JobState.CANCELLED),
          Map.entry("error", JobState.FAILED),
          Map.entry("user_error", JobState.FAILED),
          Map.entry("failed", JobState.FAILED),
          Map.entry("completed", JobState.SUCCEEDED));

  private JobStates() {}

  /** The state for a word; an unknown word is not an end. */
  static JobState of(String status) {
    return STATES.getOrDefault(status.toLowerCase(Locale.ROOT), JobState.UNKNOWN);
  }

  /** Whether the word says that data or parameters are to blame. */
  static boolean blamesInput(String status) {
    return status.equalsIgnoreCase("user_error");
  }
}
