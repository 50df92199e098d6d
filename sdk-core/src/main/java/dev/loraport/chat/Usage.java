package dev.loraport.chat;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.Map;
import java.util.OptionalLong;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** The tokens of a call. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = Usage.Builder.class)
public interface Usage {
  /** Tokens of the prompt. */
  @Value.Default
  default long promptTokens() {
    return 0;
  }

  /** Tokens of the answer, thinking included. */
  @Value.Default
  default long completionTokens() {
    return 0;
  }

  /** All tokens. */
  @Value.Default
  default long totalTokens() {
    return 0;
  }

  /** Prompt tokens that were found in a cache. */
  OptionalLong cachedTokens();

  /** Tokens of the thinking. */
  OptionalLong reasoningTokens();

  /** What the provider sent beyond the fields above, by its own names. */
  @JsonAnyGetter
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of an {@link Usage}. */
  final class Builder extends ImmutableUsage.Builder {
    Builder() {}
  }
}
