package dev.loraport.serving;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.loraport.Money;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/** How a tuned model is to be served, and what it may cost. */
@Value.Immutable
@SdkStyle
public interface ServingOptions {
  /** Which ways are allowed. */
  @Value.Default
  default ServingPreference preference() {
    return ServingPreference.SERVERLESS_OR_DEDICATED;
  }

  /** The name of a deployment; made from the job where it is not given. */
  Optional<String> name();

  /** Replicas at the least; a provider that scales to zero takes 0. */
  @Value.Default
  default int minReplicas() {
    return 1;
  }

  /** Replicas at the most, 1 or more. */
  @Value.Default
  default int maxReplicas() {
    return 1;
  }

  /**
   * The id of the hardware; the cheapest that fits where it is not given and the provider lets us
   * choose.
   */
  Optional<String> hardware();

  /**
   * The most that all replicas together may cost in an hour, in US dollars; a dearer or unpriced
   * plan is refused before anything is created.
   */
  Optional<Money> maxHourlyCost();

  /** Whether closing the {@link ServedModel} deletes what was deployed for it. */
  @Value.Default
  default boolean deleteOnClose() {
    return true;
  }

  /** How long to wait until the route answers. */
  @Value.Default
  default Duration timeout() {
    return Duration.ofMinutes(30);
  }

  /** Told what is being waited for. */
  @Value.Auxiliary
  @Value.Default
  default ServingListener listener() {
    return ServingListener.NONE;
  }

  /** Fields to add to the request that creates a deployment, by the names of the provider. */
  @JsonAnyGetter
  Map<String, Json> extra();

  /** Refuses what contradicts itself. */
  @Value.Check
  default void check() {
    if (minReplicas() < 0 || maxReplicas() < 1 || minReplicas() > maxReplicas()) {
      throw new IllegalArgumentException(
          "replicas must be 0 <= min <= max and max >= 1, not "
              + minReplicas()
              + ".."
              + maxReplicas());
    }
  }

  /** Serverless where that is possible, else a dedicated deployment. */
  static ServingOptions serverlessOrDedicated() {
    return builder().build();
  }

  /** Serverless or not at all. */
  static ServingOptions serverlessOnly() {
    return builder().preference(ServingPreference.SERVERLESS_ONLY).build();
  }

  /** A dedicated deployment. */
  static ServingOptions dedicated() {
    return builder().preference(ServingPreference.DEDICATED_ONLY).build();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ServingOptions}. */
  final class Builder extends ImmutableServingOptions.Builder {
    Builder() {}
  }
}
