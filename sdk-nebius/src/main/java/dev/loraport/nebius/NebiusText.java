package dev.loraport.nebius;

import dev.loraport.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a text completion that Nebius has beyond {@link dev.loraport.chat.TextRequest}, for
 * {@link dev.loraport.chat.TextRequest.Builder#putAllExtra}:
 *
 * <pre>{@code
 * TextRequest.builder()
 *     .from(TextRequest.of(model, "Once"))
 *     .putAllExtra(NebiusText.fields().minP(0.1).extra())
 *     .build();
 * }</pre>
 *
 * <p>Source: the reference of 2026-07-14, and the names of vLLM for the first two.
 */
public final class NebiusText {
  private final Map<String, Json> fields = new LinkedHashMap<>();

  private NebiusText() {}

  /** Starts without a field. */
  public static NebiusText fields() {
    return new NebiusText();
  }

  /** The least probability of a token relative to the likeliest, 0 to 1. */
  public NebiusText minP(double share) {
    return put("min_p", Json.of(share));
  }

  /** 1 is none. */
  public NebiusText repetitionPenalty(double penalty) {
    return put("repetition_penalty", Json.of(penalty));
  }

  /** From -2 to 2. */
  public NebiusText presencePenalty(double penalty) {
    return put("presence_penalty", Json.of(penalty));
  }

  /** From -2 to 2. */
  public NebiusText frequencyPenalty(double penalty) {
    return put("frequency_penalty", Json.of(penalty));
  }

  /** What to add to the logits of tokens, -100 to 100, by token id. */
  public NebiusText logitBias(Map<String, Double> byToken) {
    Json.ObjectBuilder bias = Json.object();
    byToken.forEach(bias::put);
    return put("logit_bias", bias.build());
  }

  private NebiusText put(String name, Json value) {
    fields.put(name, value);
    return this;
  }

  /** The fields, for {@link dev.loraport.chat.TextRequest.Builder#putAllExtra}. */
  public Map<String, Json> extra() {
    return new LinkedHashMap<>(fields);
  }
}
