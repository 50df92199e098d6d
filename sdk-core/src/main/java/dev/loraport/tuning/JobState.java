package dev.loraport.tuning;

/**
 * The state of a job at any provider, in one vocabulary. The provider's own word is always beside
 * it, and a state may move backwards: providers restart jobs.
 */
public enum JobState {
  /** Accepted, checked, or waiting for hardware. */
  QUEUED,
  /** The training, or the work on a batch, is under way. */
  RUNNING,
  /** The training is over and its results are being stored. */
  FINISHING,
  /** Held by the provider or by the user; it may go on. */
  PAUSED,
  /** A cancellation was asked for and has not taken effect yet. */
  CANCELLING,
  /** Done, with a result. */
  SUCCEEDED,
  /** Ended without a result. */
  FAILED,
  /** Ended because somebody, or an empty balance, asked for it. */
  CANCELLED,
  /** A word that this version doesn't know; it counts as not ended. */
  UNKNOWN;

  /** Whether nothing will change any more. */
  public boolean isTerminal() {
    return this == SUCCEEDED || this == FAILED || this == CANCELLED;
  }
}
