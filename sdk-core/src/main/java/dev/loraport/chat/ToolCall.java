package dev.loraport.chat;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.Map;
import java.util.OptionalInt;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A call of a tool that the model asks for. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ToolCall.Builder.class)
public interface ToolCall {
  /** The id that the result must name. */
  String id();

  /** The name of the tool. */
  String name();

  /** The arguments as JSON text, as the model wrote it: it may be cut or wrong. */
  @Value.Default
  default String arguments() {
    return "";
  }

  /** The position among the calls of one answer. */
  OptionalInt index();

  /** What the provider sent beyond the fields above, by its own names. */
  @Value.Redacted
  Map<String, Json> extra();

  /**
   * The arguments as a value.
   *
   * @throws IllegalArgumentException if the model didn't write valid JSON
   */
  default Json parsedArguments() {
    return arguments().isBlank() ? Json.object().build() : Json.parse(arguments());
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ToolCall}. */
  final class Builder extends ImmutableToolCall.Builder {
    Builder() {}
  }
}
