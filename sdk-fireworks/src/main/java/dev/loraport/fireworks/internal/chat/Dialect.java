package dev.loraport.fireworks.internal.chat;

import dev.loraport.chat.ChatRequest;
import dev.loraport.fireworks.internal.wire.Bases;
import dev.loraport.json.Json;
import dev.loraport.spi.BaseUrls;
import dev.loraport.spi.ChatDialect;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/** The chat completions of Fireworks, as of August 2026. */
public final class Dialect {
  /** The longest answer that is not streamed, in tokens; a longer one is refused with 400. */
  private static final int LONGEST_WHOLE = 4096;

  private static final int MAX_STOPS = 4;
  private static final int MAX_LOGPROBS = 5;
  private static final int MAX_TOP_K = 100;

  private static final Map<String, Json> ALWAYS =
      // left out, a prompt that is too long is cut without a word
      Map.of("context_length_exceeded_behavior", Json.of("error"));

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
        .endsOnlyAtDone(false)
        .reasoningField("reasoning_content")
        .answerMembers(Set.of())
        // the default of models differs, so the longest that needs no stream is always said
        .defaultMaxTokens(LONGEST_WHOLE)
        .longestWholeAnswer(LONGEST_WHOLE)
        .putAllDefaults(ALWAYS)
        .putAllTextDefaults(ALWAYS)
        .logprobsForm(ChatDialect.LogprobsForm.FLAG_AND_COUNT)
        .schemaForm(ChatDialect.SchemaForm.BARE)
        .grammarForm(ChatDialect.GrammarForm.RESPONSE_FORMAT)
        .reasoningForm(ChatDialect.ReasoningForm.THINKING)
        .addUnsupported("messages.name", "response_format.regex", "response_format.strict")
        .check(Dialect::check)
        .headerExtra(PerfMetrics::of)
        .build();
  }

  private static void check(ChatRequest request) {
    Map<String, Json> extra = request.extra();
    if (request.reasoningEffort().isPresent() || extra.containsKey("reasoning_effort")) {
      exclude(request.reasoning().isPresent(), "reasoning", "reasoningEffort");
      exclude(extra.containsKey("thinking"), "thinkingBudget", "reasoningEffort");
    }
    exclude(
        request.maxTokens().isPresent() && extra.containsKey("max_completion_tokens"),
        "maxCompletionTokens",
        "maxTokens");
    atMost("stop", request.stop().size(), MAX_STOPS);
    atMost("logprobs", request.logprobs().orElse(0), MAX_LOGPROBS);
    atMost("topK", request.topK().orElse(0), MAX_TOP_K);
  }

  private static void exclude(boolean both, String one, String other) {
    if (both) {
      throw new IllegalArgumentException(
          one + " and " + other + " exclude each other at Fireworks; set one of them");
    }
  }

  private static void atMost(String field, int value, int most) {
    if (value > most) {
      throw new IllegalArgumentException(
          field + " must be " + most + " or fewer at Fireworks, not " + value);
    }
  }
}
