package dev.loraport.nebius;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A dedicated endpoint to be created: machines for one model of the {@linkplain
 * DedicatedEndpoints#templates templates}, paid by the hour from the moment that a replica is
 * ready. The ranges are those of references of July and September 2026.
 */
@Value.Immutable
@SdkStyle
public interface DedicatedEndpointSpec {
  /** The name, 1 to 100 characters. */
  String name();

  /** A text for people, at most 500 characters. */
  Optional<String> description();

  /** The name of the template. */
  String template();

  /** The flavour of the template, such as {@code base} or {@code fast}. */
  @Value.Default
  default String flavor() {
    return "base";
  }

  /** The GPU, such as {@code gpu-h100-sxm}. */
  String gpuType();

  /** GPUs of one replica, 0 or more. */
  int gpuCount();

  /** The region, such as {@code eu-north1}; its host answers the inference. */
  String region();

  /** Replicas at the least, 1 or more: an endpoint can be stopped but does not scale to zero. */
  @Value.Default
  default int minReplicas() {
    return 1;
  }

  /** Replicas at the most. */
  @Value.Default
  default int maxReplicas() {
    return 1;
  }

  /** What to chat with, 11 to 128 characters that begin with {@code dedicated/}; else made up. */
  Optional<String> routingKey();

  /** Registered weights, {@code model-artifact_...}: a beta that the support enables. */
  Optional<String> customWeights();

  /** Fields to add to the request, by the names of the provider. */
  @Value.Redacted
  Map<String, Json> extra();

  /** Refuses what is outside of the documented ranges. */
  @Value.Check
  default void check() {
    EndpointRules.name(name());
    description().ifPresent(EndpointRules::description);
    EndpointRules.gpus(gpuCount());
    EndpointRules.replicas(minReplicas(), maxReplicas());
    routingKey().ifPresent(EndpointRules::routingKey);
    customWeights().ifPresent(EndpointRules::weights);
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link DedicatedEndpointSpec}. */
  final class Builder extends ImmutableDedicatedEndpointSpec.Builder {
    Builder() {}
  }
}
