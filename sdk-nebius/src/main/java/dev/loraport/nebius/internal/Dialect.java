package dev.loraport.nebius.internal;

import dev.loraport.chat.ChatRequest;
import dev.loraport.nebius.internal.wire.Bases;
import dev.loraport.spi.BaseUrls;
import dev.loraport.spi.ChatDialect;
import java.net.URI;
import java.util.Set;

/** How chat is spoken at Nebius, by the schema of July 2026. */
final class Dialect {
  /** Sources name 100 and 8192 for a request without it, so that it is always sent. */
  private static final int MAX_TOKENS = 4096;

  private static final int MAX_STOPS = 4;
  private static final int MAX_BIAS = 100;

  private Dialect() {}

  static ChatDialect of(Bases bases) {
    Set<URI> origins = bases.origins();
    return ChatDialect.builder()
        .allowedBaseUrl(url -> origins.contains(BaseUrls.origin(url)))
        .endsOnlyAtDone(true)
        .asksForUsage(true)
        .defaultMaxTokens(MAX_TOKENS)
        .reasoningField("reasoning_content")
        .logprobsForm(ChatDialect.LogprobsForm.FLAG_AND_COUNT)
        .schemaForm(ChatDialect.SchemaForm.WRAPPED)
        .grammarForm(ChatDialect.GrammarForm.GUIDED)
        .reasoningForm(ChatDialect.ReasoningForm.TEMPLATE)
        .check(Dialect::check)
        .build();
  }

  private static void check(ChatRequest request) {
    Set<String> replaced = request.extra().keySet();
    if (request.stop().size() > MAX_STOPS && !replaced.contains("stop")) {
      throw new IllegalArgumentException(
          "stop has at most " + MAX_STOPS + " texts at Nebius, not " + request.stop().size());
    }
    if (!replaced.contains("logit_bias")) {
      request.logitBias().forEach(Dialect::bias);
    }
  }

  private static void bias(String token, double value) {
    if (Math.abs(value) > MAX_BIAS) {
      throw new IllegalArgumentException(
          "logitBias of token " + token + " must be from -100 to 100 at Nebius, not " + value);
    }
  }
}
