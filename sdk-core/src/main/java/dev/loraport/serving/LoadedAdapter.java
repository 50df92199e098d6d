package dev.loraport.serving;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** An adapter on a running deployment. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = LoadedAdapter.Builder.class)
public interface LoadedAdapter {
  /** The adapter. */
  AdapterId adapter();

  /** The deployment. */
  DeploymentId deployment();

  /** Whether it answers. */
  @Value.Default
  default AdapterLoadState state() {
    return AdapterLoadState.UNKNOWN;
  }

  /** The provider's own word for the state. */
  @Value.Default
  default String status() {
    return "";
  }

  /** What the provider says about the state. */
  Optional<String> message();

  /** What the provider sent beyond the fields above, by its own names. */
  @JsonAnyGetter
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link LoadedAdapter}. */
  final class Builder extends ImmutableLoadedAdapter.Builder {
    Builder() {}
  }
}
