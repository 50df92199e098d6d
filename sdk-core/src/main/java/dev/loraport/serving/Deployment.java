package dev.loraport.serving;

import dev.loraport.Money;
import dev.loraport.chat.ModelRef;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A dedicated deployment. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = Deployment.Builder.class)
public interface Deployment {
  /** The id. */
  DeploymentId id();

  /** The name. */
  Optional<String> name();

  /** Whether it runs. */
  @Value.Default
  default DeploymentState state() {
    return DeploymentState.UNKNOWN;
  }

  /** The provider's own word for the state. */
  @Value.Default
  default String status() {
    return "";
  }

  /** What the provider says about the state. */
  Optional<String> message();

  /** The model or adapter that it runs. */
  Optional<String> deployedModel();

  /** What to chat with. */
  Optional<ModelRef> chatModel();

  /** The hardware. */
  Optional<String> hardware();

  /** Replicas that answer. */
  OptionalInt readyReplicas();

  /** Replicas that are wanted. */
  OptionalInt desiredReplicas();

  /** US dollars an hour for the replicas that are wanted, where a price is known. */
  Optional<Money> hourlyCost();

  /** Who says what it costs, with the date. */
  Optional<String> hourlyCostSource();

  /** Whether adapters can be loaded onto it. */
  Optional<Boolean> adaptersEnabled();

  /** When it was created. */
  Optional<Instant> createdAt();

  /** What the provider sent beyond the fields above, by its own names. */
  @Value.Redacted
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link Deployment}. */
  final class Builder extends ImmutableDeployment.Builder {
    Builder() {}
  }
}
