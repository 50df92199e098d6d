package dev.loraport.chat;

import dev.loraport.json.Json;
import dev.loraport.spi.SdkStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.immutables.value.Value;
import tools.jackson.databind.annotation.JsonDeserialize;

/** One message of a conversation. */
@Value.Immutable
@SdkStyle
@JsonDeserialize(builder = ChatMessage.Builder.class)
public interface ChatMessage {
  /** Who it is from. */
  Role role();

  /** The text; absent where there are only parts or tool calls. */
  Optional<String> content();

  /** The content as parts; takes the place of {@link #content()} where there are some. */
  List<ContentPart> parts();

  /** What the model thought before it answered. */
  Optional<String> reasoning();

  /** The tools that the model asks for. */
  List<ToolCall> toolCalls();

  /** Which call a tool message answers. */
  Optional<String> toolCallId();

  /** The name of who speaks. */
  Optional<String> name();

  /**
   * What the provider sent beyond the fields above, by its own names. Of an answer it is sent back
   * where the next provider takes it: Together and Fireworks refuse members that they don't know.
   */
  @Value.Redacted
  Map<String, Json> extra();

  /** Instructions. */
  static ChatMessage system(String text) {
    return builder().role(Role.SYSTEM).content(text).build();
  }

  /** What a user says. */
  static ChatMessage user(String text) {
    return builder().role(Role.USER).content(text).build();
  }

  /** What a user says and shows, one part or more. */
  static ChatMessage user(List<ContentPart> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("parts is empty: a message needs at least one");
    }
    return builder().role(Role.USER).parts(parts).build();
  }

  /** What the model said. */
  static ChatMessage assistant(String text) {
    return builder().role(Role.ASSISTANT).content(text).build();
  }

  /** The result of a tool. */
  static ChatMessage tool(String toolCallId, String result) {
    return builder().role(Role.TOOL).toolCallId(toolCallId).content(result).build();
  }

  /** The text: {@link #content()}, or that of the text parts; empty where there is none. */
  default String text() {
    return content()
        .orElseGet(
            () ->
                parts().stream()
                    .flatMap(part -> part.text().stream())
                    .collect(java.util.stream.Collectors.joining()));
  }

  /** Starts a value. */
  static Builder builder() {
    return new Builder();
  }

  /** Collects the parts of a {@link ChatMessage}. */
  final class Builder extends ImmutableChatMessage.Builder {
    Builder() {}
  }
}
