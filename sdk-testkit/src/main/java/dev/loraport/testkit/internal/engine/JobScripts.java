package dev.loraport.testkit.internal.engine;

import dev.loraport.testkit.JobScript;
import java.util.ArrayDeque;
import java.util.Deque;

/** Which script the next job of a fake follows. Thread-safe. */
public final class JobScripts {
  private final Deque<JobScript> next = new ArrayDeque<>();
  private JobScript usual = JobScript.completes();

  /** Sets the script of jobs created from now on. */
  public synchronized void usual(JobScript script) {
    usual = script;
  }

  /** Sets the script of the next job that has none. */
  public synchronized void next(JobScript script) {
    next.add(script);
  }

  /** The script of a job that is being created. */
  public synchronized JobScript take() {
    return next.isEmpty() ? usual : next.remove();
  }
}
