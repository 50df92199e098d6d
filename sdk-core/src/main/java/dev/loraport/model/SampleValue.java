package dev.loraport.model;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.loraport.spi.SdkStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.immutables.value.Value;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A value as the real ones are written. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = SampleValue.Builder.class)
public interface SampleValue {
  /** The only field that must be there. */
  String id();

  /** A field with a default. */
  @Value.Default
  default String status() {
    return "unknown";
  }

  /** A nullable field. */
  @Nullable String note();

  /** A field that may be absent. */
  @JsonProperty("owned_by")
  Optional<String> ownedBy();

  /** A number that may be absent. */
  @JsonProperty("trained_tokens")
  OptionalLong trainedTokens();

  /** A list. */
  List<String> tags();

  /** A secret. */
  @Value.Redacted
  Optional<String> secret();

  /** Fields of the answer that have no name here. */
  @JsonAnyGetter
  Map<String, Object> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Builds a value. */
  final class Builder extends ImmutableSampleValue.Builder {
    Builder() {}
  }
}
