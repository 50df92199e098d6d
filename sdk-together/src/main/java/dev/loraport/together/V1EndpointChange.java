package dev.loraport.together;

import dev.loraport.json.Json;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is to be changed of an endpoint of the first API; each change is a new value. */
public final class V1EndpointChange {
  private static final V1EndpointChange NONE = new V1EndpointChange(Map.of());

  private final Map<String, Json> fields;

  private V1EndpointChange(Map<String, Json> fields) {
    this.fields = fields;
  }

  /** No change yet. */
  public static V1EndpointChange none() {
    return NONE;
  }

  /** Another name for people; what to chat with stays the same. */
  public V1EndpointChange displayName(String name) {
    return with("display_name", Json.of(name));
  }

  /**
   * Other numbers of replicas.
   *
   * @param least the least number, from 0
   * @param most the highest number, no smaller
   */
  public V1EndpointChange replicas(int least, int most) {
    return with("autoscaling", autoscaling(least, most));
  }

  static Json autoscaling(int least, int most) {
    if (least < 0 || most < least) {
      throw new IllegalArgumentException(
          "replicas must be from 0 and in order, not " + least + " and " + most);
    }
    return Json.object().put("min_replicas", least).put("max_replicas", most).build();
  }

  /**
   * Stops it when nothing was asked for so long.
   *
   * @param idle whole minutes; zero never stops it
   */
  public V1EndpointChange stopAfter(Duration idle) {
    return with("inactive_timeout", minutes(idle));
  }

  static Json minutes(Duration idle) {
    if (idle.isNegative() || !idle.equals(Duration.ofMinutes(idle.toMinutes()))) {
      throw new IllegalArgumentException("idle must be whole minutes from 0, not " + idle);
    }
    return Json.of(idle.toMinutes());
  }

  /** The fields to change, by Together's names. */
  public Map<String, Json> fields() {
    return fields;
  }

  private V1EndpointChange with(String name, Json value) {
    Map<String, Json> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new V1EndpointChange(Collections.unmodifiableMap(more));
  }
}
