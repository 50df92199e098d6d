package dev.loraport.fireworks;

import dev.loraport.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a chat that only Fireworks has, for {@link
 * dev.loraport.chat.ChatRequest.Builder#putAllExtra}:
 *
 * <pre>{@code
 * ChatRequest.builder()
 *     .from(ChatRequest.of(model, "Hi"))
 *     .putAllExtra(FireworksChat.fields().promptCacheKey("session-7").perfMetrics().extra())
 *     .build();
 * }</pre>
 *
 * <p>Source: the vendor's OpenAPI document and generated SDK, August 2026. The schema is closed:
 * any other field is refused with 400.
 */
public final class FireworksChat {
  private static final int LEAST_THINKING = 1024;

  private final Map<String, Json> fields = new LinkedHashMap<>();

  private FireworksChat() {}

  /** Starts without a field. */
  public static FireworksChat fields() {
    return new FireworksChat();
  }

  /** Chats of one key go to the same replica, whose cache knows the beginning of their prompts. */
  public FireworksChat promptCacheKey(String key) {
    return put("prompt_cache_key", Json.of(key));
  }

  /** Chats of one key share a cache with nobody else. */
  public FireworksChat promptCacheIsolationKey(String key) {
    return put("prompt_cache_isolation_key", Json.of(key));
  }

  /** Pays more to be served first, by the tier {@code priority}. */
  public FireworksChat priority() {
    return put("service_tier", Json.of("priority"));
  }

  /**
   * Labels of the chat.
   *
   * @param labels texts by name
   */
  public FireworksChat metadata(Map<String, String> labels) {
    Map<String, Json> members = new LinkedHashMap<>();
    labels.forEach((name, text) -> members.put(name, Json.of(text)));
    return put("metadata", Json.object(members));
  }

  /** Cuts a prompt that is too long, which this library otherwise has refused with 400. */
  public FireworksChat truncateToContext() {
    return put("context_length_exceeded_behavior", Json.of("truncate"));
  }

  /**
   * Drops the oldest turns of a prompt that has more tokens.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public FireworksChat promptTruncateTokens(int tokens) {
    if (tokens < 1) {
      throw new IllegalArgumentException("promptTruncateTokens must be 1 or more, not " + tokens);
    }
    return put("prompt_truncate_len", Json.of(tokens));
  }

  /**
   * Thinks with at most so many tokens; not together with {@code reasoningEffort}.
   *
   * @throws IllegalArgumentException if it is less than 1024, which the service refuses
   */
  public FireworksChat thinkingBudget(int tokens) {
    if (tokens < LEAST_THINKING) {
      throw new IllegalArgumentException(
          "thinkingBudget must be " + LEAST_THINKING + " or more, not " + tokens);
    }
    return put(
        "thinking", Json.object().put("type", "enabled").put("budget_tokens", tokens).build());
  }

  /**
   * Which thinking of earlier turns goes into the prompt.
   *
   * @param history {@code disabled}, {@code interleaved} or {@code preserved}
   */
  public FireworksChat reasoningHistory(String history) {
    return put("reasoning_history", Json.of(history));
  }

  /**
   * The share of probability to choose from by how typical tokens are.
   *
   * @throws IllegalArgumentException if it is not from 0 to 1
   */
  public FireworksChat typicalP(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("typicalP must be from 0 to 1, not " + share);
    }
    return put("typical_p", Json.of(share));
  }

  /**
   * Keeps the surprise of the answer at a target.
   *
   * @param target the target
   * @param learningRate how fast it is followed
   */
  public FireworksChat mirostat(double target, double learningRate) {
    put("mirostat_target", Json.of(target));
    return put("mirostat_lr", Json.of(learningRate));
  }

  /** A guess of the answer, which makes a right one faster. */
  public FireworksChat speculation(String guess) {
    return put("speculation", Json.of(guess));
  }

  /** Goes on until the limit of tokens, whatever the model would end with. */
  public FireworksChat ignoreEos() {
    return put("ignore_eos", Json.of(true));
  }

  /** Measures in the answer's {@code extra()}, of a stream too: {@code perf_metrics}. */
  public FireworksChat perfMetrics() {
    return put("perf_metrics_in_response", Json.of(true));
  }

  /** The prompt and the answer as the model saw them: {@code raw_output} of each choice. */
  public FireworksChat rawOutput() {
    return put("raw_output", Json.of(true));
  }

  /** The ids of all tokens: {@code prompt_token_ids}, and {@code token_ids} of each choice. */
  public FireworksChat tokenIds() {
    return put("return_token_ids", Json.of(true));
  }

  private FireworksChat put(String name, Json value) {
    fields.put(name, value);
    return this;
  }

  /** The fields, for {@link dev.loraport.chat.ChatRequest.Builder#putAllExtra}. */
  public Map<String, Json> extra() {
    return new LinkedHashMap<>(fields);
  }
}
