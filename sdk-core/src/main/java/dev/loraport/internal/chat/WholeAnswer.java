package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatDelta;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolCallDelta;

/** A whole answer as one chunk, for servers that don't stream although they were asked to. */
final class WholeAnswer {
  private WholeAnswer() {}

  /** The chunk that says all that the answer says. */
  static ChatChunk asChunk(ChatCompletion completion) {
    ChatChunk.Builder chunk =
        ChatChunk.builder()
            .id(completion.id())
            .model(completion.model())
            .createdAt(completion.createdAt())
            .usage(completion.usage())
            .extra(completion.extra());
    completion.choices().forEach(choice -> chunk.addDeltas(asDelta(choice)));
    return chunk.build();
  }

  private static ChatDelta asDelta(ChatChoice choice) {
    ChatMessage message = choice.message();
    ChatDelta.Builder delta =
        ChatDelta.builder()
            .index(choice.index())
            .role(message.role())
            .reasoning(message.reasoning())
            .finishReason(choice.finishReason())
            .logprobs(choice.logprobs())
            .seed(choice.seed())
            .putAllExtra(choice.extra())
            .putAllExtra(message.extra());
    if (message.content().isPresent() || !message.parts().isEmpty()) {
      delta.content(message.text());
    }
    int position = 0;
    for (ToolCall call : message.toolCalls()) {
      delta.addToolCalls(
          ToolCallDelta.builder()
              .index(call.index().orElse(position++))
              .id(call.id())
              .name(call.name())
              .arguments(call.arguments())
              .build());
    }
    return delta.build();
  }
}
