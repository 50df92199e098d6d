package dev.loraport.chat;

import dev.loraport.spi.SdkStyle;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** A fragment of a tool call in a stream; the fragments of one call share an index. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ToolCallDelta.Builder.class)
public interface ToolCallDelta {
  /** Which call it belongs to. */
  @Value.Default
  default int index() {
    return 0;
  }

  /** The id, on the first fragment. */
  Optional<String> id();

  /** The name of the tool, on the first fragment. */
  Optional<String> name();

  /** The next piece of the arguments. */
  @Value.Default
  default String arguments() {
    return "";
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ToolCallDelta}. */
  final class Builder extends ImmutableToolCallDelta.Builder {
    Builder() {}
  }
}
