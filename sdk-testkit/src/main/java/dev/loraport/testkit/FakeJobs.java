package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.JobScripts;

/** How the fine-tuning jobs of a fake go. Thread-safe. */
public final class FakeJobs {
  private final JobScripts scripts;

  FakeJobs(JobScripts scripts) {
    this.scripts = scripts;
  }

  /**
   * Sets the script of every job created from now on.
   *
   * @param script the script
   * @return this
   */
  public FakeJobs script(JobScript script) {
    scripts.usual(script);
    return this;
  }

  /**
   * Sets the script of one job: the next created for which none is waiting.
   *
   * @param script the script
   * @return this
   */
  public FakeJobs next(JobScript script) {
    scripts.next(script);
    return this;
  }
}
