package dev.loraport.fireworks.internal.chat;

import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.Tool;
import dev.loraport.fireworks.internal.wire.Bases;
import dev.loraport.json.Json;
import dev.loraport.spi.BaseUrls;
import dev.loraport.spi.ChatDialect;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The chat completions of Fireworks, as of August 2026. */
public final class Dialect {
  /** The longest answer that is not streamed, in tokens; a longer one is refused with 400. */
  private static final int LONGEST_WHOLE = 4096;

  private static final int MAX_STOPS = 4;
  private static final int MAX_LOGPROBS = 5;
  private static final int MAX_TOP_K = 100;
  private static final int MAX_BIAS = 100;
  private static final int MAX_REPETITION = 2;
  private static final int MAX_TOOL_NAME = 64;

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
        // headers have the measures of a whole answer, and the last chunk those of a stream
        .putLongAnswerDefaults(PerfMetrics.ASKED, Json.of(true))
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
        request.maxTokens().isPresent()
            && !extra.containsKey("max_tokens")
            && extra.containsKey("max_completion_tokens"),
        "maxCompletionTokens",
        "maxTokens");
    if (!extra.containsKey("stop")) {
      atMost("stop", request.stop().size(), MAX_STOPS);
    }
    // of a chat the count is top_logprobs, of a text logprobs
    if (!extra.containsKey("logprobs") && !extra.containsKey("top_logprobs")) {
      atMost("logprobs", request.logprobs().orElse(0), MAX_LOGPROBS);
    }
    if (!extra.containsKey("top_k")) {
      range("topK", request.topK().orElse(0), 0, MAX_TOP_K);
    }
    if (!extra.containsKey("repetition_penalty")) {
      range("repetitionPenalty", request.repetitionPenalty().orElse(1), 0, MAX_REPETITION);
    }
    if (!extra.containsKey("logit_bias")) {
      request
          .logitBias()
          .forEach(
              (token, bias) -> range("logitBias of token " + token, bias, -MAX_BIAS, MAX_BIAS));
    }
    if (!extra.containsKey("tools")) {
      toolNames(request.tools());
    }
    if (!extra.containsKey("messages")) {
      Pictures.check(request.messages());
    }
  }

  private static void toolNames(List<Tool> tools) {
    for (Tool tool : tools) {
      atMost("the length of the tool name " + tool.name(), tool.name().length(), MAX_TOOL_NAME);
    }
  }

  private static void range(String field, double value, int least, int most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          field + " must be from " + least + " to " + most + " at Fireworks, not " + value);
    }
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
