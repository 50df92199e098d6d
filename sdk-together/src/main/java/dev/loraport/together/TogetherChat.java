package dev.loraport.together;

import dev.loraport.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a chat that only Together has, for {@link
 * dev.loraport.chat.ChatRequest.Builder#putAllExtra}:
 *
 * <pre>{@code
 * ChatRequest.builder()
 *     .from(ChatRequest.of(model, "Hi"))
 *     .putAllExtra(TogetherChat.fields().safetyModel("meta-llama/Llama-Guard-4-12B").extra())
 *     .build();
 * }</pre>
 *
 * <p>Source: the vendor's OpenAPI document and guidance of August 2026.
 */
public final class TogetherChat {
  private static final String KWARGS = "chat_template_kwargs";

  private final Map<String, Json> fields = new LinkedHashMap<>();

  private TogetherChat() {}

  /** Starts without a field. */
  public static TogetherChat fields() {
    return new TogetherChat();
  }

  /**
   * Lets a moderation model watch the chat.
   *
   * @param model its id, such as {@code meta-llama/Llama-Guard-4-12B}
   */
  public TogetherChat safetyModel(String model) {
    return put("safety_model", Json.of(model));
  }

  /** Asks for treatment by HIPAA, the only word that the service knows here. */
  public TogetherChat hipaa() {
    return put("compliance", Json.of("hipaa"));
  }

  /** Lowers {@code maxTokens} to what fits, where otherwise a long prompt is refused with 400. */
  public TogetherChat truncateToContext() {
    return put("context_length_exceeded_behavior", Json.of("truncate"));
  }

  /** Gives the prompt back in the member {@code prompt} of the answer's {@code extra()}. */
  public TogetherChat echo() {
    return put("echo", Json.of(true));
  }

  /**
   * An argument of the model's chat template, such as {@code thinking}; all those that are given
   * are sent.
   *
   * @param name the name of the argument
   * @param value its value
   */
  public TogetherChat templateArgument(String name, Json value) {
    Map<String, Json> all =
        new LinkedHashMap<>(fields.getOrDefault(KWARGS, Json.ofNull()).members());
    all.put(name, value);
    return put(KWARGS, Json.object(all));
  }

  private TogetherChat put(String name, Json value) {
    fields.put(name, value);
    return this;
  }

  /** The fields, for {@link dev.loraport.chat.ChatRequest.Builder#putAllExtra}. */
  public Map<String, Json> extra() {
    return new LinkedHashMap<>(fields);
  }
}
