package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatDelta;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolCallDelta;
import dev.loraport.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A whole answer as one chunk, for servers that don't stream although they were asked to. */
final class WholeAnswer {
  private WholeAnswer() {}

  /** The chunk that says all that the answer says. */
  static ChatChunk asChunk(ChatCompletion completion) {
    return new ChatChunk(
        completion.id(),
        completion.model(),
        completion.createdAt(),
        completion.choices().stream().map(WholeAnswer::asDelta).toList(),
        completion.usage(),
        completion.extra());
  }

  private static ChatDelta asDelta(ChatChoice choice) {
    ChatMessage message = choice.message();
    boolean hasText = message.content().isPresent() || !message.parts().isEmpty();
    List<ToolCallDelta> toolCalls = new ArrayList<>();
    for (ToolCall call : message.toolCalls()) {
      toolCalls.add(
          new ToolCallDelta(
              call.index().orElse(toolCalls.size()),
              Optional.of(call.id()),
              Optional.of(call.name()),
              call.arguments()));
    }
    Map<String, Json> extra = new LinkedHashMap<>(choice.extra());
    extra.putAll(message.extra());
    return new ChatDelta(
        choice.index(),
        Optional.of(message.role()),
        hasText ? Optional.of(message.text()) : Optional.empty(),
        message.reasoning(),
        toolCalls,
        choice.finishReason(),
        choice.logprobs(),
        choice.seed(),
        extra);
  }
}
