package dev.loraport.together;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a deployment follows its load. Source: Together's TypeScript SDK 0.49.0 (2026-08-19).
 *
 * @param minReplicas the least number of replicas; 0 only together with 0 at most, which stops it
 * @param maxReplicas the highest number of replicas
 * @param scaleUpWindow how long the load must be high before a replica is added
 * @param scaleDownWindow how long it must be low before one is taken away; 5 minutes where it is
 *     not given
 * @param scaleToZeroWindow how long nothing may be asked before the last one goes; the vendor's
 *     guidance of 2026-08-18 says both that this exists and that it does not
 * @param metrics what the load is measured by
 */
public record TogetherAutoscaling(
    int minReplicas,
    int maxReplicas,
    Optional<Duration> scaleUpWindow,
    Optional<Duration> scaleDownWindow,
    Optional<Duration> scaleToZeroWindow,
    List<Metric> metrics) {
  /** Checks the numbers of replicas, and that no window is negative. */
  public TogetherAutoscaling {
    if (minReplicas < 0 || maxReplicas < minReplicas || (minReplicas == 0 && maxReplicas > 0)) {
      throw new IllegalArgumentException(
          "replicas must be 0 and 0 to stop, or 1 or more and no fewer at most, not "
              + minReplicas
              + " and "
              + maxReplicas
              + ": Together refuses a deployment that may scale to zero (as of August 2026)");
    }
    for (Optional<Duration> window : List.of(scaleUpWindow, scaleDownWindow, scaleToZeroWindow)) {
      if (window.filter(time -> time.isNegative() || time.toNanosPart() != 0).isPresent()) {
        throw new IllegalArgumentException(
            "a window is a number of whole seconds from 0, not " + window.get());
      }
    }
    metrics = List.copyOf(metrics);
  }

  /**
   * From so many to so many replicas.
   *
   * @throws IllegalArgumentException if they are out of order, or 0 and more than 0
   */
  public static TogetherAutoscaling replicas(int least, int most) {
    return new TogetherAutoscaling(
        least, most, Optional.empty(), Optional.empty(), Optional.empty(), List.of());
  }

  /** The same with another {@link #scaleUpWindow()}, in whole seconds. */
  public TogetherAutoscaling scaleUpAfter(Duration window) {
    return new TogetherAutoscaling(
        minReplicas, maxReplicas, Optional.of(window), scaleDownWindow, scaleToZeroWindow, metrics);
  }

  /** The same with another {@link #scaleDownWindow()}, in whole seconds. */
  public TogetherAutoscaling scaleDownAfter(Duration window) {
    return new TogetherAutoscaling(
        minReplicas, maxReplicas, scaleUpWindow, Optional.of(window), scaleToZeroWindow, metrics);
  }

  /** The same with another {@link #scaleToZeroWindow()}, in whole seconds. */
  public TogetherAutoscaling scaleToZeroAfter(Duration window) {
    return new TogetherAutoscaling(
        minReplicas, maxReplicas, scaleUpWindow, scaleDownWindow, Optional.of(window), metrics);
  }

  /** The same with one more metric. */
  public TogetherAutoscaling measuredBy(Metric metric) {
    List<Metric> more = new ArrayList<>(metrics);
    more.add(metric);
    return new TogetherAutoscaling(
        minReplicas, maxReplicas, scaleUpWindow, scaleDownWindow, scaleToZeroWindow, more);
  }

  /**
   * A measure of the load.
   *
   * @param name its name; no source lists the names
   * @param type what {@code target} is: {@code METRIC_TARGET_TYPE_VALUE}, {@code
   *     METRIC_TARGET_TYPE_UTILIZATION} or {@code METRIC_TARGET_TYPE_AVERAGE_VALUE}
   * @param target the value that is kept to
   * @param percentile {@code p50}, {@code p90}, {@code p95} or {@code p99}, where the metric has
   *     one
   */
  public record Metric(String name, String type, double target, Optional<String> percentile) {}
}
