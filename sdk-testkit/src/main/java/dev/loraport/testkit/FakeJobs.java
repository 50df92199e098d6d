package dev.loraport.testkit;

import dev.loraport.testkit.internal.together.JobStore;

/** How the fine-tuning jobs of a fake go. Thread-safe. */
public final class FakeJobs {
  private final JobStore jobs;

  FakeJobs(JobStore jobs) {
    this.jobs = jobs;
  }

  /**
   * Sets the script of every job created from now on.
   *
   * @param script the script
   * @return this
   */
  public FakeJobs script(JobScript script) {
    jobs.script(script);
    return this;
  }

  /**
   * Sets the script of one job: the next created for which none is waiting.
   *
   * @param script the script
   * @return this
   */
  public FakeJobs next(JobScript script) {
    jobs.next(script);
    return this;
  }
}
