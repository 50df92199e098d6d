package dev.loraport.tuning;

import java.time.Duration;

/** Told about a job while it is waited for. What it throws is logged and breaks nothing. */
@FunctionalInterface
public interface JobListener {
  /** Ignores all. */
  JobListener NONE = (job, elapsed, nextLook) -> {};

  /**
   * Called after each look.
   *
   * @param job the job as it is now
   * @param elapsed time since the wait began
   * @param nextLook pause until the next look; zero if this was the last
   */
  void onLook(TuningJob job, Duration elapsed, Duration nextLook);
}
