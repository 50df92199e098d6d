package dev.loraport.serving;

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
   * How long a deployment of {@link #minReplicas() minReplicas(0)} may stand idle before it goes to
   * zero; the default of the provider where it is not given. Where a provider has no such limit it
   * is refused before anything is created.
   */
  Optional<Duration> idleTimeout();

  /**
   * How an adapter comes onto a dedicated deployment. False: the deployment serves the adapter
   * alone, merged into the base model. True: the deployment serves the base model, to which the
   * adapter and others after it are loaded, see {@link ServingService#load}. The provider's own way
   * where it is not given; the way that it lacks is refused before anything is created.
   */
  Optional<Boolean> hotLoad();

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

  /** Whether closing the {@link ServedModel}, or the client, deletes what was deployed for it. */
  @Value.Default
  default boolean deleteOnClose() {
    return true;
  }

  /** How long to wait until the route answers, over 0; what was created by then is deleted. */
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

  /**
   * Fields to add to the request that creates a deployment, by the names of the provider. They may
   * hold secrets, and are masked in {@code toString}.
   */
  @Value.Redacted
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
    if (timeout().isZero() || timeout().isNegative()) {
      throw new IllegalArgumentException("timeout must be over 0, not " + timeout());
    }
    idleTimeout()
        .ifPresent(
            idle -> {
              if (idle.isZero() || idle.isNegative()) {
                throw new IllegalArgumentException("idleTimeout must be over 0, not " + idle);
              }
              if (minReplicas() > 0) {
                throw new IllegalArgumentException(
                    "idleTimeout is for deployments that scale to zero; set minReplicas(0) too");
              }
            });
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
