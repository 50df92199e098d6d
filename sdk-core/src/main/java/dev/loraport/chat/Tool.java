package dev.loraport.chat;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A function that the model may ask to be called. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = Tool.Builder.class)
public interface Tool {
  /** The name: letters, digits and underscores are taken everywhere. */
  String name();

  /** What it does, for the model. */
  Optional<String> description();

  /** The JSON schema of its arguments. */
  Optional<Json> parameters();

  /** Whether the arguments must follow the schema. */
  Optional<Boolean> strict();

  /** Refuses a name that nobody could call. */
  @Value.Check
  default void check() {
    if (name().isBlank()) {
      throw new IllegalArgumentException("the name of a tool is empty");
    }
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link Tool}. */
  final class Builder extends ImmutableTool.Builder {
    Builder() {}
  }
}
