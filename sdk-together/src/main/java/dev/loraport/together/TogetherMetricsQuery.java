package dev.loraport.together;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which points of a job's metrics are asked for; each restriction is a new value. */
public final class TogetherMetricsQuery {
  private static final TogetherMetricsQuery ALL = new TogetherMetricsQuery(Map.of());

  private final Map<String, String> parameters;

  private TogetherMetricsQuery(Map<String, String> parameters) {
    this.parameters = parameters;
  }

  /** All points. */
  public static TogetherMetricsQuery all() {
    return ALL;
  }

  /** Only steps of that range; both ends belong to it. */
  public TogetherMetricsQuery steps(long from, long to) {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "steps must be from 0 and in order, not " + from + " to " + to);
    }
    return with("global_step_from", Long.toString(from)).with("global_step_to", Long.toString(to));
  }

  /** Only points that were logged in that range; both ends belong to it. */
  public TogetherMetricsQuery logged(Instant from, Instant to) {
    if (to.isBefore(from)) {
      throw new IllegalArgumentException("the time " + to + " is before " + from);
    }
    return with("logged_at_from", from.toString()).with("logged_at_to", to.toString());
  }

  /** So many training points, evenly chosen; points of evaluations are always complete. */
  public TogetherMetricsQuery resolution(int points) {
    if (points < 1) {
      throw new IllegalArgumentException("resolution must be 1 or more, not " + points);
    }
    return with("resolution", Integer.toString(points));
  }

  /** The parameters of the query, by Together's names. */
  public Map<String, String> parameters() {
    return parameters;
  }

  private TogetherMetricsQuery with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new TogetherMetricsQuery(Collections.unmodifiableMap(more));
  }
}
