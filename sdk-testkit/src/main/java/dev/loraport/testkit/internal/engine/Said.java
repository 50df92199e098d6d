package dev.loraport.testkit.internal.engine;

import java.util.List;

/** What a model said to one request, cut to its token limit; a chunk counts as a token. */
public record Said(ChatRules.Reply reply, String finishReason, int promptTokens) {
  public int completionTokens() {
    int tools = reply.tools().stream().mapToInt(t -> Words.count(t.arguments()) + 4).sum();
    return reply.chunks().size() + Words.count(reply.reasoning()) + tools;
  }

  /** The same, with at most so many chunks; tool calls are never cut. */
  public Said cut(int limit) {
    if (!reply.tools().isEmpty() || reply.chunks().size() <= limit) {
      return this;
    }
    List<String> first = reply.chunks().subList(0, limit);
    return new Said(
        new ChatRules.Reply(first, reply.reasoning(), List.of()), "length", promptTokens);
  }
}
