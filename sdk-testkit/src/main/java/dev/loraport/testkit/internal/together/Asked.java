package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Words;
import java.math.BigInteger;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a request wants beside the text; the fake is equally sure of every token. */
record Asked(ObjectNode request, BigInteger seed) {
  static final double LOGPROB = -0.25;

  static Asked of(World world, ObjectNode request) {
    return new Asked(
        request,
        request.path("seed").isIntegralNumber()
            ? request.path("seed").bigIntegerValue()
            : world.ids.beyondSigned64());
  }

  int choices() {
    return request.path("n").asInt(1);
  }

  boolean logprobs() {
    return request.path("logprobs").asInt(0) > 0;
  }

  /** Sets the log probabilities of a whole answer, or null. */
  void putLogprobs(ObjectNode choice, List<String> tokens) {
    if (logprobs()) {
      lists(choice, tokens);
    } else {
      choice.putNull("logprobs");
    }
  }

  /** Sets the prompt of a whole answer, which is empty but for an echo. */
  void putPrompt(ObjectNode body, String text) {
    ArrayNode prompt = body.putArray("prompt");
    if (request.path("echo").asBoolean(false)) {
      ObjectNode part = prompt.addObject().put("text", text);
      if (logprobs()) {
        lists(part, Words.of(text));
      }
    }
  }

  private static void lists(ObjectNode target, List<String> tokens) {
    ObjectNode logprobs = target.putObject("logprobs");
    ArrayNode ids = logprobs.putArray("token_ids");
    ArrayNode texts = logprobs.putArray("tokens");
    ArrayNode values = logprobs.putArray("token_logprobs");
    for (String token : tokens) {
      ids.add(Words.token(token));
      texts.add(token);
      values.add(LOGPROB);
    }
  }
}
