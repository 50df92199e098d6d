package dev.loraport.chat;

import dev.loraport.spi.SdkStyle;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** Whether and which tool the model must call. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ToolChoice.Builder.class)
public interface ToolChoice {
  /** {@code auto}, {@code none}, {@code required} or {@code function}. */
  String mode();

  /** The name of the one function. */
  Optional<String> function();

  /** The model decides. */
  static ToolChoice auto() {
    return builder().mode("auto").build();
  }

  /** No tool. */
  static ToolChoice none() {
    return builder().mode("none").build();
  }

  /** At least one tool. */
  static ToolChoice required() {
    return builder().mode("required").build();
  }

  /** That tool. */
  static ToolChoice function(String name) {
    return builder().mode("function").function(name).build();
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ToolChoice}. */
  final class Builder extends ImmutableToolChoice.Builder {
    Builder() {}
  }
}
