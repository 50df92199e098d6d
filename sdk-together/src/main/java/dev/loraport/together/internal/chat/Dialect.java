package dev.loraport.together.internal.chat;

import dev.loraport.chat.ChatRequest;
import dev.loraport.spi.BaseUrls;
import dev.loraport.spi.ChatDialect;
import dev.loraport.together.internal.wire.Bases;
import java.net.URI;
import java.util.Set;

/** The chat completions of Together, as of August 2026. */
public final class Dialect {
  private static final int MAX_LOGPROBS = 20;

  private Dialect() {}

  /**
   * The dialect.
   *
   * @param bases the addresses that may see the key
   */
  public static ChatDialect of(Bases bases) {
    Set<URI> origins = bases.origins();
    return ChatDialect.builder()
        .allowedBaseUrl(url -> origins.contains(BaseUrls.origin(url)))
        // with tools the reason for the end comes twice, so that it ends nothing
        .endsOnlyAtDone(true)
        .reasoningField("reasoning")
        .answerMembers(Set.of("function_call"))
        .logprobsForm(ChatDialect.LogprobsForm.COUNT)
        .schemaForm(ChatDialect.SchemaForm.WRAPPED)
        .grammarForm(ChatDialect.GrammarForm.RESPONSE_FORMAT)
        .reasoningForm(ChatDialect.ReasoningForm.ENABLED)
        .addUnsupported("parallel_tool_calls", "user", "response_format.grammar")
        .check(Dialect::check)
        .build();
  }

  private static void check(ChatRequest request) {
    Set<String> replaced = request.extra().keySet();
    if (!request.tools().isEmpty()
        && !replaced.contains("tools")
        && request.responseFormat().isPresent()
        && !replaced.contains("response_format")) {
      throw new IllegalArgumentException(
          "tools and responseFormat exclude each other at Together; ask for the form in a request"
              + " of its own");
    }
    if (request.maxTokens().orElse(1) < 1 && !replaced.contains("max_tokens")) {
      throw new IllegalArgumentException("maxTokens must be 1 or more at Together, not 0");
    }
    if (request.topK().orElse(1) < 1 && !replaced.contains("top_k")) {
      throw new IllegalArgumentException(
          "topK must be 1 or more at Together, not "
              + request.topK().getAsInt()
              + "; leave it out for no limit");
    }
    int logprobs = request.logprobs().orElse(0);
    if (logprobs > MAX_LOGPROBS && !replaced.contains("logprobs")) {
      throw new IllegalArgumentException(
          "logprobs must be " + MAX_LOGPROBS + " or fewer at Together, not " + logprobs);
    }
  }
}
