package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Log probabilities as engines give them; the fake is equally sure of every token. */
final class Logprobs {
  private static final double SURE = -0.25;

  private Logprobs() {}

  /** Those of a chat choice, or null. */
  static JsonNode chat(JsonNode request, List<String> tokens) {
    if (!request.path("logprobs").asBoolean(false)) {
      return Wire.object().nullNode();
    }
    ObjectNode logprobs = Wire.object();
    ArrayNode content = logprobs.putArray("content");
    for (String token : tokens) {
      ArrayNode top = entry(content.addObject(), token).putArray("top_logprobs");
      if (request.path("top_logprobs").asInt(0) > 0) {
        entry(top.addObject(), token);
      }
    }
    return logprobs;
  }

  private static ObjectNode entry(ObjectNode entry, String token) {
    entry.put("token", token).put("logprob", SURE);
    ArrayNode bytes = entry.putArray("bytes");
    for (byte b : token.getBytes(StandardCharsets.UTF_8)) {
      bytes.add(Byte.toUnsignedInt(b));
    }
    return entry;
  }

  /** Those of a text completion, or null. */
  static JsonNode completion(JsonNode request, List<String> tokens) {
    if (!request.path("logprobs").isIntegralNumber()) {
      return Wire.object().nullNode();
    }
    ObjectNode logprobs = Wire.object();
    ArrayNode texts = logprobs.putArray("tokens");
    ArrayNode values = logprobs.putArray("token_logprobs");
    ArrayNode top = logprobs.putArray("top_logprobs");
    ArrayNode offsets = logprobs.putArray("text_offset");
    int at = 0;
    for (String token : tokens) {
      texts.add(token);
      values.add(SURE);
      top.addObject().put(token, SURE);
      offsets.add(at);
      at += token.length();
    }
    return logprobs;
  }
}
