package dev.loraport.nebius.internal;

import dev.loraport.chat.ChatRequest;
import dev.loraport.nebius.internal.wire.Bases;
import dev.loraport.spi.BaseUrls;
import dev.loraport.spi.ChatDialect;
import java.net.URI;
import java.util.OptionalDouble;
import java.util.Set;

/** How chat is spoken at Nebius, by the schema of July 2026. */
final class Dialect {
  /** Sources name 100 and 8192 for a request without it, so that it is always sent. */
  private static final int MAX_TOKENS = 4096;

  private static final int MAX_STOPS = 4;

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
    range("temperature", request.temperature(), 0, 2);
    range("topP", request.topP(), 0, 1);
    range("presencePenalty", request.presencePenalty(), -2, 2);
    range("frequencyPenalty", request.frequencyPenalty(), -2, 2);
    if (request.n().isPresent() && (request.n().getAsInt() < 1 || request.n().getAsInt() > 128)) {
      throw new IllegalArgumentException(
          "n must be from 1 to 128 at Nebius, not " + request.n().getAsInt());
    }
    if (request.stop().size() > MAX_STOPS) {
      throw new IllegalArgumentException(
          "stop has at most " + MAX_STOPS + " texts at Nebius, not " + request.stop().size());
    }
  }

  private static void range(String name, OptionalDouble value, double least, double most) {
    if (value.isPresent() && !(value.getAsDouble() >= least && value.getAsDouble() <= most)) {
      throw new IllegalArgumentException(
          name
              + " must be from "
              + least
              + " to "
              + most
              + " at Nebius, not "
              + value.getAsDouble());
    }
  }
}
