package dev.loraport.chat;

import dev.loraport.internal.json.Parts;
import java.util.Objects;
import java.util.Optional;

/**
 * Whether and which tool the model must call.
 *
 * @param mode {@code auto}, {@code none}, {@code required} or {@code function}
 * @param function the name of the one function
 */
public record ToolChoice(String mode, Optional<String> function) {
  public ToolChoice {
    Objects.requireNonNull(mode, "mode");
    function = Parts.optional(function);
  }

  /** The model decides. */
  public static ToolChoice auto() {
    return new ToolChoice("auto", Optional.empty());
  }

  /** No tool. */
  public static ToolChoice none() {
    return new ToolChoice("none", Optional.empty());
  }

  /** At least one tool. */
  public static ToolChoice required() {
    return new ToolChoice("required", Optional.empty());
  }

  /** That tool. */
  public static ToolChoice function(String name) {
    return new ToolChoice("function", Optional.of(name));
  }
}
