package dev.loraport.testkit;

import dev.loraport.testkit.internal.engine.RoutePattern;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The disturbances a test has planned, by route, in order. Never by chance.
 *
 * <pre>{@code
 * fake.faults().on("POST /v1/fine-tunes")
 *     .next(2, Fault.status(503).header("Retry-After", "1"))
 *     .then(Fault.reset());
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class Faults {
  private final List<Plan> plans = new ArrayList<>();
  private final Set<String> missed = new LinkedHashSet<>();

  /** Makes an empty plan, for a fake of one's own; the fakes here have theirs. */
  public Faults() {}

  /**
   * Plans disturbances of a route.
   *
   * @param route method and path, such as {@code GET /v1/files/{id}}: a name in braces stands for
   *     one segment, {@code **} at the end for any rest, and {@code *} as method for any method.
   *     Signed URLs live below {@code /storage/}.
   * @return the plan to fill
   * @throws IllegalArgumentException if the text has not that form, or a {@code *} elsewhere
   */
  public Plan on(String route) {
    Plan plan = new Plan(RoutePattern.parse(route));
    synchronized (plans) {
      plans.add(plan);
    }
    return plan;
  }

  /** Drops all plans. */
  public void clear() {
    synchronized (plans) {
      plans.clear();
      missed.clear();
    }
  }

  /**
   * Planned faults that no call has met yet, and those that a call met without being disturbed, as
   * a cut after more pieces than the answer has; a test that leaves some has not tested what it
   * says.
   *
   * @return one line for each
   */
  public List<String> unused() {
    synchronized (plans) {
      List<String> lines = new ArrayList<>(missed);
      for (Plan plan : plans) {
        plan.left.forEach(fault -> lines.add(plan.pattern + ": " + fault));
        Fault forever = plan.always;
        if (forever != null && !plan.alwaysUsed) {
          lines.add(plan.pattern + ": always " + forever);
        }
      }
      return lines;
    }
  }

  /**
   * For a fake: a call met a fault that could not disturb it.
   *
   * @param what the call, the fault and why, in one line
   */
  public void missed(String what) {
    synchronized (plans) {
      missed.add(what);
    }
  }

  /**
   * For a fake: the disturbance of a call, used up by this look.
   *
   * @param method the HTTP method of the call
   * @param path the path as the fake reads it
   * @return the disturbance, null when there is none
   */
  public @Nullable Fault take(String method, String path) {
    synchronized (plans) {
      for (Plan plan : plans) {
        Fault fault = plan.pattern.matches(method, path) ? plan.take() : null;
        if (fault != null) {
          return fault;
        }
      }
      return null;
    }
  }

  /** The disturbances of one route, taken in the order they were added. */
  public final class Plan {
    private final RoutePattern pattern;
    private final Deque<Fault> left = new ArrayDeque<>();
    private @Nullable Fault always;
    private boolean alwaysUsed;

    private Plan(RoutePattern pattern) {
      this.pattern = pattern;
    }

    /**
     * Disturbs the next call.
     *
     * @param fault the disturbance
     * @return this plan
     */
    public Plan next(Fault fault) {
      return next(1, fault);
    }

    /**
     * Disturbs the next calls.
     *
     * @param count how many
     * @param fault the disturbance
     * @return this plan
     */
    public Plan next(int count, Fault fault) {
      synchronized (plans) {
        for (int i = 0; i < count; i++) {
          left.add(fault);
        }
      }
      return this;
    }

    /**
     * Disturbs the call after those planned so far; the same as {@link #next(Fault)}, for reading.
     *
     * @param fault the disturbance
     * @return this plan
     */
    public Plan then(Fault fault) {
      return next(1, fault);
    }

    /**
     * Disturbs every call after those planned so far.
     *
     * @param fault the disturbance
     * @return this plan
     */
    public Plan always(Fault fault) {
      synchronized (plans) {
        always = fault;
      }
      return this;
    }

    private @Nullable Fault take() {
      Fault next = left.poll();
      if (next == null && always != null) {
        alwaysUsed = true;
        return always;
      }
      return next;
    }
  }
}
