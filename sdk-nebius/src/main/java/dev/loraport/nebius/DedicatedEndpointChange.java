package dev.loraport.nebius;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;

/** What to change about a dedicated endpoint; what is absent stays as it is. */
@Value.Immutable
@SdkStyle
public interface DedicatedEndpointChange {
  /** The name, 1 to 100 characters. */
  Optional<String> name();

  /** A text for people, at most 500 characters. */
  Optional<String> description();

  /** False stops the endpoint and gives the GPUs back; true starts it again. */
  Optional<Boolean> enabled();

  /** The GPU, such as {@code gpu-h100-sxm}. */
  Optional<String> gpuType();

  /** GPUs of one replica, 0 or more. */
  OptionalInt gpuCount();

  /** Replicas at the least, 1 or more; goes together with {@link #maxReplicas()}. */
  OptionalInt minReplicas();

  /** Replicas at the most. */
  OptionalInt maxReplicas();

  /** What to chat with, 11 to 128 characters that begin with {@code dedicated/}. */
  Optional<String> routingKey();

  /** Registered weights, {@code model-artifact_...}: a beta that the support enables. */
  Optional<String> customWeights();

  /** Whether the model of the template is run again in place of registered weights. */
  @Value.Default
  default boolean clearCustomWeights() {
    return false;
  }

  /** Fields to add to the request, by the names of the provider. */
  @Value.Redacted
  Map<String, Json> extra();

  /** Refuses what is outside of the documented ranges, or contradicts itself. */
  @Value.Check
  default void check() {
    name().ifPresent(EndpointRules::name);
    description().ifPresent(EndpointRules::description);
    gpuCount().ifPresent(EndpointRules::gpus);
    if (minReplicas().isPresent() != maxReplicas().isPresent()) {
      throw new IllegalArgumentException("minReplicas and maxReplicas are set together");
    }
    minReplicas().ifPresent(least -> EndpointRules.replicas(least, maxReplicas().orElse(least)));
    routingKey().ifPresent(EndpointRules::routingKey);
    customWeights().ifPresent(EndpointRules::weights);
    if (clearCustomWeights() && customWeights().isPresent()) {
      throw new IllegalArgumentException("customWeights can't be set and cleared at once");
    }
  }

  /** A change that stops the endpoint and gives its GPUs back, or starts it again. */
  static DedicatedEndpointChange enabled(boolean enabled) {
    return builder().enabled(enabled).build();
  }

  /** A change of the number of replicas. */
  static DedicatedEndpointChange replicas(int least, int most) {
    return builder().minReplicas(least).maxReplicas(most).build();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link DedicatedEndpointChange}. */
  final class Builder extends ImmutableDedicatedEndpointChange.Builder {
    Builder() {}
  }
}
