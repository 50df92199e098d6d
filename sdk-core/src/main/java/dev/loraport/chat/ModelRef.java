package dev.loraport.chat;

import dev.loraport.spi.SdkStyle;
import java.net.URI;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * What to chat with: a model string, and the host where it answers if that is not the usual one.
 */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ModelRef.Builder.class)
public interface ModelRef {
  /** The model string of a request. */
  String name();

  /**
   * The base address where this model answers, such as that of a dedicated deployment; the client
   * refuses hosts that are not of its provider.
   */
  Optional<URI> baseUrl();

  /** Refuses what contradicts itself. */
  @Value.Check
  default void check() {
    if (name().isBlank()) {
      throw new IllegalArgumentException("model is empty");
    }
  }

  /** A model at the usual host. */
  static ModelRef of(String name) {
    return builder().name(name).build();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ModelRef}. */
  final class Builder extends ImmutableModelRef.Builder {
    Builder() {}
  }
}
