package dev.loraport.testkit.internal.fireworks.chat;

import dev.loraport.testkit.internal.engine.Said;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.engine.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One generation, whatever its wire form: what was asked, what was said, and what it cost. */
record Generation(
    String id,
    long created,
    String model,
    ObjectNode request,
    String prompt,
    Said said,
    Map<String, String> metrics) {

  int choices() {
    return request.path("n").asInt(1);
  }

  boolean wantsMetrics() {
    return request.path("perf_metrics_in_response").asBoolean(false);
  }

  boolean wantsTokenIds() {
    return request.path("return_token_ids").asBoolean(false);
  }

  /** The tokens of the answer, with those of the prompt before them where they are wanted. */
  List<String> tokens() {
    List<String> tokens = new ArrayList<>();
    if (request.path("echo").asBoolean(false)) {
      tokens.addAll(Words.of(prompt));
    }
    tokens.addAll(said.reply().chunks());
    return tokens;
  }

  ObjectNode head(String object) {
    return Wire.object()
        .put("id", id)
        .put("object", object)
        .put("created", created)
        .put("model", model);
  }

  /** Adds usage, and what was asked for beside the choices. */
  void foot(ObjectNode body) {
    int completion = said.completionTokens() * choices();
    ObjectNode usage =
        body.putObject("usage")
            .put("prompt_tokens", said.promptTokens())
            .put("completion_tokens", completion)
            .put("total_tokens", said.promptTokens() + completion);
    usage.putObject("prompt_tokens_details").put("cached_tokens", 0);
    if (wantsMetrics()) {
      ObjectNode perf = body.putObject("perf_metrics");
      metrics.forEach(perf::put);
    }
    if (wantsTokenIds()) {
      ids(body.putArray("prompt_token_ids"), Words.of(prompt));
    }
  }

  /** Adds to a choice what was asked for about its tokens, the first of which is there. */
  void details(ObjectNode choice, List<String> tokens, int offset) {
    Logprobs.put(choice, request, tokens, offset);
    if (wantsTokenIds()) {
      ids(choice.putArray("token_ids"), tokens);
    }
    if (request.path("raw_output").asBoolean(false)) {
      ObjectNode raw = choice.putObject("raw_output");
      raw.putArray("prompt_fragments").add(prompt);
      ids(raw.putArray("prompt_token_ids"), Words.of(prompt));
      raw.put("completion", String.join("", tokens));
      ids(raw.putArray("completion_token_ids"), tokens);
    }
  }

  private static void ids(ArrayNode list, List<String> tokens) {
    tokens.forEach(token -> list.add(Words.token(token)));
  }
}
