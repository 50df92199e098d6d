package dev.loraport.nebius;

import dev.loraport.json.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a chat that only Nebius has, for {@link
 * dev.loraport.chat.ChatRequest.Builder#putAllExtra}:
 *
 * <pre>{@code
 * ChatRequest.builder()
 *     .from(ChatRequest.of(model, "Is this spam? ..."))
 *     .putAllExtra(NebiusChat.fields().guidedChoice(List.of("spam", "ham")).extra())
 *     .build();
 * }</pre>
 *
 * <p>Sources: the reference of 2026-07-14 for the tier and {@code store}; the vendor's cookbook and
 * the names of vLLM for the rest, which stand beside the other fields and are in no schema.
 */
public final class NebiusChat {
  private static final String KWARGS = "chat_template_kwargs";

  private final Map<String, Json> fields = new LinkedHashMap<>();

  private NebiusChat() {}

  /** Starts without a field. */
  public static NebiusChat fields() {
    return new NebiusChat();
  }

  /**
   * The tier: {@code auto} is the default; {@code default} is refused with 429 above the limit;
   * {@code flex} uses up no limit, at a lower priority; {@code no-limit} is not capped.
   */
  public NebiusChat serviceTier(String tier) {
    return put("service_tier", Json.of(tier));
  }

  /** Whether Nebius may keep the chat; it does not unless it is told to. */
  public NebiusChat store(boolean keep) {
    return put("store", Json.of(keep));
  }

  /**
   * Lets the answer be one of these texts.
   *
   * @throws IllegalArgumentException if there is none
   */
  public NebiusChat guidedChoice(Collection<String> texts) {
    if (texts.isEmpty()) {
      throw new IllegalArgumentException("guidedChoice needs a text to choose");
    }
    return put("guided_choice", Json.strings(texts));
  }

  /** Lets the answer follow a JSON schema, by the engine's own field. */
  public NebiusChat guidedJson(Json schema) {
    return put("guided_json", schema);
  }

  /**
   * The longest answer in tokens with its thinking, in place of {@code maxTokens} and of the 4096
   * that are sent where neither is set.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public NebiusChat maxCompletionTokens(int tokens) {
    if (tokens < 1) {
      throw new IllegalArgumentException("maxCompletionTokens must be 1 or more, not " + tokens);
    }
    return put("max_completion_tokens", Json.of(tokens));
  }

  /**
   * The shortest answer in tokens.
   *
   * @throws IllegalArgumentException if it is less than 0
   */
  public NebiusChat minTokens(int tokens) {
    if (tokens < 0) {
      throw new IllegalArgumentException("minTokens must be 0 or more, not " + tokens);
    }
    return put("min_tokens", Json.of(tokens));
  }

  /** Goes on until the limit of tokens, whatever the model would end with. */
  public NebiusChat ignoreEos() {
    return put("ignore_eos", Json.of(true));
  }

  /** Goes on with the last message, that of the assistant, instead of beginning one. */
  public NebiusChat continueFinalMessage() {
    put("continue_final_message", Json.of(true));
    return put("add_generation_prompt", Json.of(false));
  }

  /**
   * An argument of the model's chat template; all those that are given are sent, in place of what
   * {@code ChatRequest.reasoning()} would send.
   *
   * @param name the name, such as {@code enable_thinking}
   * @param value its value
   */
  public NebiusChat templateArgument(String name, Json value) {
    Map<String, Json> all =
        new LinkedHashMap<>(fields.getOrDefault(KWARGS, Json.ofNull()).members());
    all.put(name, value);
    return put(KWARGS, Json.object(all));
  }

  private NebiusChat put(String name, Json value) {
    fields.put(name, value);
    return this;
  }

  /** The fields, for {@link dev.loraport.chat.ChatRequest.Builder#putAllExtra}. */
  public Map<String, Json> extra() {
    return new LinkedHashMap<>(fields);
  }
}
