package dev.loraport.testkit.internal.engine;

/** What a model said to one request, cut to its token limit; a chunk counts as a token. */
public record Said(ChatRules.Reply reply, String finishReason, int promptTokens) {
  public int completionTokens() {
    int tools = reply.tools().stream().mapToInt(t -> Words.count(t.arguments()) + 4).sum();
    return reply.chunks().size() + Words.count(reply.reasoning()) + tools;
  }
}
