package dev.loraport.adapter;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** An adapter to be published at a provider. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = AdapterSpec.Builder.class)
public interface AdapterSpec {
  /** Where its weights come from. */
  AdapterSource source();

  /** The bare name; the provider may add an account before it or letters behind it. */
  String name();

  /**
   * The base model it was trained on, by the name under which it is served; required by most
   * providers unless the source is a job.
   */
  Optional<String> baseModel();

  /** A text for people. */
  Optional<String> description();

  /**
   * Fields to add to the request, by the names of the provider. They may hold secrets, and are
   * masked in {@code toString}.
   */
  @Value.Redacted
  Map<String, Json> extra();

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of an {@link AdapterSpec}. */
  final class Builder extends ImmutableAdapterSpec.Builder {
    Builder() {}
  }
}
