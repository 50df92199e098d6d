package dev.loraport.fireworks;

import dev.loraport.chat.ContentPart;
import dev.loraport.json.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a chat that only Fireworks has, for {@link
 * dev.loraport.chat.ChatRequest.Builder#putAllExtra}; those that aren't about thinking go with a
 * text completion too:
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
    return put("prompt_truncate_len", atLeast("promptTruncateTokens", tokens, 1));
  }

  /**
   * Thinks with at most so many tokens; not together with {@code reasoningEffort}.
   *
   * @throws IllegalArgumentException if it is less than 1024, which the service refuses
   */
  public FireworksChat thinkingBudget(int tokens) {
    Json budget = atLeast("thinkingBudget", tokens, LEAST_THINKING);
    return put(
        "thinking", Json.object().put("type", "enabled").put("budget_tokens", budget).build());
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

  /** As {@link #speculation(String)}, by the ids of its tokens. */
  public FireworksChat speculation(int... tokens) {
    return put("speculation", Json.array(Arrays.stream(tokens).<Json>mapToObj(Json::of).toList()));
  }

  /** As {@link #speculation(String)}, under the name and in the form of OpenAI. */
  public FireworksChat prediction(String guess) {
    return put("prediction", Json.object().put("type", "content").put("content", guess).build());
  }

  /**
   * The longest answer in tokens under its other name; in place of {@code maxTokens}, not beside
   * it.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public FireworksChat maxCompletionTokens(int tokens) {
    return put("max_completion_tokens", atLeast("maxCompletionTokens", tokens, 1));
  }

  /** The answer begins with the prompt. */
  public FireworksChat echo() {
    return put("echo", Json.of(true));
  }

  /**
   * The answer begins with the end of the prompt.
   *
   * @param tokens how many tokens of it
   * @throws IllegalArgumentException if it is less than 1
   */
  public FireworksChat echoLast(int tokens) {
    return put("echo_last", atLeast("echoLast", tokens, 1));
  }

  /** The prompt's special tokens are taken for text; not with {@link #promptTruncateTokens}. */
  public FireworksChat safeTokenization() {
    return put("safe_tokenization", Json.of(true));
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

  /**
   * A picture in the message of a user.
   *
   * @param url the address, or data address
   * @param detail how closely it is looked at, such as {@code low} or {@code high}
   */
  public static ContentPart image(String url, String detail) {
    return ContentPart.image(url).with(Map.of("detail", Json.of(detail)));
  }

  /** A video in the message of a user, by an address; {@link FireworksVideo} tells more of it. */
  public static ContentPart video(String url) {
    return ContentPart.at("video_url", url);
  }

  private static Json atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + " must be " + least + " or more, not " + value);
    }
    return Json.of(value);
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
