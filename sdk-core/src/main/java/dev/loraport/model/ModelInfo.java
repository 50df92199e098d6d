package dev.loraport.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.loraport.Money;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A model that a provider lists. Being listed does not mean that it can be chatted with. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ModelInfo.Builder.class)
public interface ModelInfo {
  /** The name to use in requests. */
  String id();

  /** The name for people. */
  Optional<String> displayName();

  /** The kind, such as {@code chat}. */
  Optional<String> type();

  /** Who made it. */
  Optional<String> organization();

  /** The context in tokens. */
  OptionalLong contextLength();

  /** US dollars per 1 million prompt tokens. */
  Optional<Money> inputPrice();

  /** US dollars per 1 million completion tokens. */
  Optional<Money> outputPrice();

  /** Whether it can be fine-tuned, where the list says so. */
  Optional<Boolean> tunable();

  /** Whether it is served without a deployment, where the list says so. */
  Optional<Boolean> serverless();

  /** What the provider sent beyond the fields above, by its own names. */
  @JsonAnyGetter
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ModelInfo}. */
  final class Builder extends ImmutableModelInfo.Builder {
    Builder() {}
  }
}
