package dev.loraport.testkit.internal.fireworks.chat;

import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.engine.Words;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Log probabilities in the two forms of the provider; the fake is equally sure of every token. */
final class Logprobs {
  private static final double SURE = -0.25;

  private Logprobs() {}

  /** Adds {@code logprobs} to a choice when the request wants them. */
  static void put(ObjectNode choice, JsonNode request, List<String> tokens, int offset) {
    JsonNode wanted = request.path("logprobs");
    if (wanted.isIntegralNumber()) {
      choice.set("logprobs", legacy(tokens, wanted.asInt(), offset));
    } else if (wanted.asBoolean(false)) {
      choice.set("logprobs", modern(tokens, request.path("top_logprobs").asInt(0), offset));
    }
  }

  private static ObjectNode modern(List<String> tokens, int alternatives, int offset) {
    ObjectNode logprobs = Wire.object();
    ArrayNode content = logprobs.putArray("content");
    int at = offset;
    for (String token : tokens) {
      ObjectNode entry = entry(content.addObject(), token);
      entry
          .put("sampling_logprob", SURE)
          .put("token_id", Words.token(token))
          .put("text_offset", at);
      ArrayNode top = entry.putArray("top_logprobs");
      if (alternatives > 0) {
        entry(top.addObject(), token);
      }
      at += token.length();
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

  private static ObjectNode legacy(List<String> tokens, int alternatives, int offset) {
    ObjectNode logprobs = Wire.object();
    ArrayNode texts = logprobs.putArray("tokens");
    ArrayNode values = logprobs.putArray("token_logprobs");
    ArrayNode top = logprobs.putArray("top_logprobs");
    ArrayNode offsets = logprobs.putArray("text_offset");
    ArrayNode ids = logprobs.putArray("token_ids");
    int at = offset;
    for (String token : tokens) {
      texts.add(token);
      values.add(SURE);
      ObjectNode best = top.addObject();
      if (alternatives > 0) {
        best.put(token, SURE);
      }
      offsets.add(at);
      ids.add(Words.token(token));
      at += token.length();
    }
    return logprobs;
  }
}
