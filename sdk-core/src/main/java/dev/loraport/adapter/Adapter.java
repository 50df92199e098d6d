package dev.loraport.adapter;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A LoRA adapter at a provider. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = Adapter.Builder.class)
public interface Adapter {
  /** The id to ask again with. */
  AdapterId id();

  /** The name it got; where adapters are served serverless, what to chat with. */
  Optional<String> name();

  /** The id in the provider's registry, where it has one. */
  Optional<String> modelId();

  /** The base model. */
  Optional<String> baseModel();

  /** Whether it can be used. */
  @Value.Default
  default AdapterState state() {
    return AdapterState.UNKNOWN;
  }

  /** The provider's own word for the state. */
  @Value.Default
  default String status() {
    return "";
  }

  /** Why it can not be used. */
  Optional<String> problem();

  /** When it was created. */
  Optional<Instant> createdAt();

  /**
   * What the provider sent beyond the fields above, by its own names; not in {@code toString()},
   * since reports of an import may repeat the signed address that it fetches from.
   */
  @Value.Redacted
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of an {@link Adapter}. */
  final class Builder extends ImmutableAdapter.Builder {
    Builder() {}
  }
}
