package dev.loraport.together;

import dev.loraport.json.Json;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An endpoint of the first API that is to be created; each addition is a new value. Source:
 * Together's OpenAPI description 2.0.0 (2026-04-28), whose {@code disable_prompt_cache} is left
 * out: it is deprecated and without effect.
 */
public final class V1EndpointSpec {
  private final Map<String, Json> fields;

  private V1EndpointSpec(Map<String, Json> fields) {
    this.fields = fields;
  }

  /**
   * An endpoint.
   *
   * @param model the model
   * @param hardware the machine of one replica, see {@link V1Endpoints#hardware}
   * @param minReplicas the least number of replicas, from 0
   * @param maxReplicas the highest number of replicas, no smaller
   * @throws IllegalArgumentException if a text is blank, or the replicas are out of order
   */
  public static V1EndpointSpec of(String model, String hardware, int minReplicas, int maxReplicas) {
    if (model.isBlank() || hardware.isBlank()) {
      throw new IllegalArgumentException("model and hardware are needed");
    }
    return new V1EndpointSpec(Map.of())
        .with("model", Json.of(model))
        .with("hardware", Json.of(hardware))
        .with("autoscaling", V1EndpointChange.autoscaling(minReplicas, maxReplicas));
  }

  /** A name for people. */
  public V1EndpointSpec displayName(String name) {
    return with("display_name", Json.of(name));
  }

  /** Created without being started, so that nothing is billed yet. */
  public V1EndpointSpec stopped() {
    return with("state", Json.of("STOPPED"));
  }

  /**
   * Stops it when nothing was asked for so long; it runs on otherwise.
   *
   * @param idle whole minutes; zero never stops it
   * @throws IllegalArgumentException if it is negative or has seconds
   */
  public V1EndpointSpec stopAfter(Duration idle) {
    return with("inactive_timeout", V1EndpointChange.minutes(idle));
  }

  /** Where it runs, see {@link V1Endpoints#zones}; left to Together otherwise. */
  public V1EndpointSpec zone(String name) {
    return with("availability_zone", Json.of(name));
  }

  /** Without speculative decoding. */
  public V1EndpointSpec withoutSpeculativeDecoding() {
    return with("disable_speculative_decoding", Json.of(true));
  }

  /** The fields, by Together's names. */
  public Map<String, Json> fields() {
    return fields;
  }

  private V1EndpointSpec with(String name, Json value) {
    Map<String, Json> more = new LinkedHashMap<>(fields);
    more.put(name, value);
    return new V1EndpointSpec(Collections.unmodifiableMap(more));
  }
}
