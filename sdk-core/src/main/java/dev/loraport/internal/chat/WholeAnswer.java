package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatDelta;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolCallDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole answer as one chunk, for who goes through a stream that came as a whole. */
final class WholeAnswer {
  private WholeAnswer() {}

  /** The chunk of an answer: parts are its text, as a chunk has no place for them. */
  static ChatChunk asChunk(ChatCompletion completion) {
    return new ChatChunk(
        completion.id(),
        completion.model(),
        completion.createdAt(),
        completion.choices().stream().map(WholeAnswer::asDelta).toList(),
        completion.usage(),
        completion.requestId(),
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
              call.arguments(),
              call.extra()));
    }
    return new ChatDelta(
        choice.index(),
        Optional.of(message.role()),
        hasText ? Optional.of(message.text()) : Optional.empty(),
        message.reasoning(),
        toolCalls,
        choice.finishReason(),
        choice.logprobs(),
        choice.seed(),
        message.extra(),
        choice.extra());
  }
}
