package dev.loraport.testkit.internal.fireworks.chat;

import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.FakeModel;
import dev.loraport.testkit.internal.engine.Said;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.fireworks.serving.Routing;
import dev.loraport.testkit.internal.fireworks.world.InferenceErrors;
import dev.loraport.testkit.internal.fireworks.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns requests into generations as the provider does: an answer is cut to fit the context, and a
 * prompt that is too long is silently shortened unless the request wants an error.
 */
final class Generator {
  private static final int USUAL_TOKENS = 2048;

  private final World world;
  private final FakeModel models;

  Generator(World world, ChatRules rules) {
    this.world = world;
    this.models = new FakeModel(rules);
  }

  Generation chat(ObjectNode body, Routing.Target target) {
    String model = body.path("model").asString();
    Said said = models.chat(model, body);
    if (!thinks(body)) {
      said = new Said(said.reply().quiet(), said.finishReason(), said.promptTokens());
    }
    StringBuilder prompt = new StringBuilder();
    for (JsonNode message : body.path("messages")) {
      prompt.append(FakeModel.text(message.path("content"))).append('\n');
    }
    return generation(body, prompt.toString(), said, target);
  }

  /** One generation for each prompt of a text completion. */
  List<Generation> completions(ObjectNode body, Routing.Target target) {
    List<Generation> generations = new ArrayList<>();
    for (String prompt : prompts(body.path("prompt"))) {
      Said said = models.complete(body.path("model").asString(), body, prompt);
      generations.add(generation(body, prompt, said, target));
    }
    return generations;
  }

  /** The ids of the tool calls of a generation. */
  List<String> callIds(Generation generation) {
    return generation.said().reply().tools().stream()
        .map(tool -> "call_" + world.ids().alphanumeric(24))
        .toList();
  }

  /** A text, texts, the numbers of tokens, or several such lists. */
  private static List<String> prompts(JsonNode prompt) {
    if (!prompt.isArray() || prompt.isEmpty() || prompt.path(0).isNumber()) {
      return List.of(prompt.isString() ? prompt.asString() : tokens(prompt));
    }
    List<String> prompts = new ArrayList<>();
    prompt.forEach(one -> prompts.add(one.isString() ? one.asString() : tokens(one)));
    return prompts;
  }

  private static String tokens(JsonNode ids) {
    StringBuilder text = new StringBuilder();
    ids.forEach(id -> text.append(" <").append(id.asString("")).append('>'));
    return text.toString().strip();
  }

  private static boolean thinks(ObjectNode body) {
    JsonNode effort = body.path("reasoning_effort");
    boolean none =
        (effort.isBoolean() && !effort.asBoolean())
            || (effort.isString() && effort.asString().equals("none"));
    return !none && !Wire.string(body.path("thinking"), "type", "").equals("disabled");
  }

  private Generation generation(ObjectNode body, String prompt, Said said, Routing.Target target) {
    int promptTokens = said.promptTokens();
    JsonNode truncated = body.path("prompt_truncate_len");
    if (truncated.isNumber() && !body.path("safe_tokenization").asBoolean(false)) {
      promptTokens = Math.min(promptTokens, truncated.asInt());
    }
    int context = target.contextLength() > 0 ? target.contextLength() : Integer.MAX_VALUE;
    boolean limited = body.hasNonNull("max_tokens") || body.hasNonNull("max_completion_tokens");
    boolean strict =
        Wire.string(body, "context_length_exceeded_behavior", "truncate").equals("error");
    if (strict && target.contextLength() > 0) {
      refuseOverlong(body, promptTokens, context);
    }
    promptTokens = Math.min(promptTokens, context - 1);
    int room = Math.min(context - promptTokens, limited ? Integer.MAX_VALUE : USUAL_TOKENS);
    Said fitting = new Said(said.reply(), said.finishReason(), promptTokens).cut(room);
    String model = body.path("model").asString();
    long created = world.clock().now().getEpochSecond();
    Map<String, String> metrics = metrics(fitting, target.deployment());
    return new Generation(world.ids().uuid(), created, model, body, prompt, fitting, metrics);
  }

  private static void refuseOverlong(ObjectNode body, int promptTokens, int context) {
    long wanted =
        Math.max(body.path("max_tokens").asLong(0), body.path("max_completion_tokens").asLong(0));
    if (promptTokens + Math.max(1, wanted) > context) {
      String tooLong =
          promptTokens < context
              ? "The prompt and max_tokens are too long: " + promptTokens + " + " + wanted
              : "The prompt is too long: " + promptTokens;
      throw InferenceErrors.refuse(
          400, "INVALID_ARGUMENT", tooLong + ", model maximum context length: " + context);
    }
  }

  private static Map<String, String> metrics(Said said, String deployment) {
    Map<String, String> metrics = new LinkedHashMap<>();
    metrics.put("prompt-tokens", Integer.toString(said.promptTokens()));
    metrics.put("cached-prompt-tokens", "0");
    metrics.put("server-time-to-first-token", "0.021");
    metrics.put("server-processing-time", "0.180");
    if (!deployment.isEmpty()) {
      metrics.put("deployment", deployment);
      metrics.put("num-concurrent-requests", "1");
      metrics.put("generation-duration", "0.150");
    }
    return metrics;
  }
}
