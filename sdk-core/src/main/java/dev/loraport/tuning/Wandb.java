package dev.loraport.tuning;

import dev.loraport.spi.SdkStyle;
import java.net.URI;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Where a job reports to Weights &amp; Biases. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = Wandb.Builder.class)
public interface Wandb {
  /** The key; a secret, masked in {@code toString}. */
  @Value.Redacted
  String apiKey();

  /** The project. */
  Optional<String> project();

  /** The user or team; Fireworks requires it. */
  Optional<String> entity();

  /** The name of the run. */
  Optional<String> name();

  /** A server of your own. */
  Optional<URI> baseUrl();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link Wandb}. */
  final class Builder extends ImmutableWandb.Builder {
    Builder() {}
  }
}
