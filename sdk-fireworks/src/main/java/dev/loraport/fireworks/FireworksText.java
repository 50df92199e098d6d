package dev.loraport.fireworks;

import dev.loraport.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a text completion that Fireworks has beyond {@link dev.loraport.chat.TextRequest},
 * for {@link dev.loraport.chat.TextRequest.Builder#putAllExtra}:
 *
 * <pre>{@code
 * TextRequest.builder()
 *     .from(TextRequest.of(model, "Once"))
 *     .putAllExtra(FireworksText.fields().minP(0.1).extra())
 *     .build();
 * }</pre>
 *
 * <p>Source: the vendor's OpenAPI document and generated SDK, August 2026. The fields of {@link
 * FireworksChat} that aren't about thinking go with a text too.
 */
public final class FireworksText {
  private final Map<String, Json> fields = new LinkedHashMap<>();

  private FireworksText() {}

  /** Starts without a field. */
  public static FireworksText fields() {
    return new FireworksText();
  }

  /** The least probability of a token relative to the likeliest, 0 to 1. */
  public FireworksText minP(double share) {
    return put("min_p", Json.of(share));
  }

  /** 1 is none. */
  public FireworksText repetitionPenalty(double penalty) {
    return put("repetition_penalty", Json.of(penalty));
  }

  /** From -2 to 2. */
  public FireworksText presencePenalty(double penalty) {
    return put("presence_penalty", Json.of(penalty));
  }

  /** From -2 to 2. */
  public FireworksText frequencyPenalty(double penalty) {
    return put("frequency_penalty", Json.of(penalty));
  }

  /** What to add to the logits of tokens, -100 to 100, by token id. */
  public FireworksText logitBias(Map<String, Double> byToken) {
    Json.ObjectBuilder bias = Json.object();
    byToken.forEach(bias::put);
    return put("logit_bias", bias.build());
  }

  private FireworksText put(String name, Json value) {
    fields.put(name, value);
    return this;
  }

  /** The fields, for {@link dev.loraport.chat.TextRequest.Builder#putAllExtra}. */
  public Map<String, Json> extra() {
    return new LinkedHashMap<>(fields);
  }
}
