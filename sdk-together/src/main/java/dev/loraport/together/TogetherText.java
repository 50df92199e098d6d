package dev.loraport.together;

import dev.loraport.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a text completion that Together has beyond {@link dev.loraport.chat.TextRequest},
 * for {@link dev.loraport.chat.TextRequest.Builder#putAllExtra}:
 *
 * <pre>{@code
 * TextRequest.builder()
 *     .from(TextRequest.of(model, "Once"))
 *     .putAllExtra(TogetherText.fields().minP(0.1).extra())
 *     .build();
 * }</pre>
 *
 * <p>Source: the vendor's OpenAPI document of 2026-04-28.
 */
public final class TogetherText {
  private final Map<String, Json> fields = new LinkedHashMap<>();

  private TogetherText() {}

  /** Starts without a field. */
  public static TogetherText fields() {
    return new TogetherText();
  }

  /** The least probability of a token relative to the likeliest, 0 to 1. */
  public TogetherText minP(double share) {
    return put("min_p", Json.of(share));
  }

  /** 1 is none; not advised together with the next two. */
  public TogetherText repetitionPenalty(double penalty) {
    return put("repetition_penalty", Json.of(penalty));
  }

  /** From -2 to 2. */
  public TogetherText presencePenalty(double penalty) {
    return put("presence_penalty", Json.of(penalty));
  }

  /** From -2 to 2. */
  public TogetherText frequencyPenalty(double penalty) {
    return put("frequency_penalty", Json.of(penalty));
  }

  /** What to add to the logits of tokens, by token id. */
  public TogetherText logitBias(Map<String, Double> byToken) {
    Json.ObjectBuilder bias = Json.object();
    byToken.forEach(bias::put);
    return put("logit_bias", bias.build());
  }

  /**
   * Lets a moderation model watch the text.
   *
   * @param model its id, such as {@code meta-llama/Llama-Guard-4-12B}
   */
  public TogetherText safetyModel(String model) {
    return put("safety_model", Json.of(model));
  }

  private TogetherText put(String name, Json value) {
    fields.put(name, value);
    return this;
  }

  /** The fields, for {@link dev.loraport.chat.TextRequest.Builder#putAllExtra}. */
  public Map<String, Json> extra() {
    return new LinkedHashMap<>(fields);
  }
}
