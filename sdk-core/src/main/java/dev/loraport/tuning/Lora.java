package dev.loraport.tuning;

import dev.loraport.spi.SdkStyle;
import java.util.List;
import java.util.OptionalInt;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** The shape of a LoRA adapter. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = Lora.Builder.class)
public interface Lora {
  /**
   * The rank of the update matrices, 1 or more; 8, 16 and 32 are usual. Each provider and base
   * model has a limit.
   */
  @Value.Default
  default int rank() {
    return 16;
  }

  /** The scale; twice the rank where it is not given, and always sent where the provider has it. */
  OptionalInt alpha();

  /** The share of dropped activations while training, from 0 to below 1. */
  @Value.Default
  default double dropout() {
    return 0.0;
  }

  /**
   * The modules that get an adapter, by the names of the base model, such as {@code q_proj}; empty
   * for all linear ones, or what the provider chooses.
   */
  List<String> targetModules();

  /** Refuses what contradicts itself. */
  @Value.Check
  default void check() {
    if (rank() < 1) {
      throw new IllegalArgumentException("rank must be 1 or more, not " + rank());
    }
    if (alpha().isPresent() && alpha().getAsInt() < 1) {
      throw new IllegalArgumentException("alpha must be 1 or more, not " + alpha().getAsInt());
    }
    if (!(dropout() >= 0 && dropout() < 1)) {
      throw new IllegalArgumentException("dropout must be from 0 to below 1, not " + dropout());
    }
  }

  /** An adapter of that rank, with the usual scale. */
  static Lora rank(int rank) {
    return builder().rank(rank).build();
  }

  /** The scale that is sent: {@link #alpha()}, or twice the rank. */
  default int effectiveAlpha() {
    return alpha().orElse(2 * rank());
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link Lora}. */
  final class Builder extends ImmutableLora.Builder {
    Builder() {}
  }
}
