package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.ChatCall;
import dev.loraport.testkit.NebiusSwitches.Reasoning;
import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.FakeModel;
import dev.loraport.testkit.internal.engine.Said;
import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.engine.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Chat and text completions. */
final class Inference {
  private static final String CHAT = "/v1/chat/completions";
  private static final String COMPLETIONS = "/v1/completions";
  private static final String EVENTS = "text/event-stream; charset=utf-8";
  private static final Map<String, String> LIMITS =
      Map.ofEntries(
          Map.entry("limit-requests", "60"),
          Map.entry("limit-tokens", "400000"),
          Map.entry("remaining-requests", "59"),
          Map.entry("remaining-tokens", "399000"),
          Map.entry("reset-requests", "1"),
          Map.entry("reset-tokens", "1"),
          Map.entry("dynamic-scale-requests", "1.0"),
          Map.entry("dynamic-scale-tokens", "1.0"),
          Map.entry("dynamic-period-remaining", "900"),
          Map.entry("dynamic-period-usage-requests", "2"),
          Map.entry("dynamic-period-usage-tokens", "1"));

  private final World world;
  private final Serving serving;
  private final ChatRules rules;
  private final FakeModel models;

  Inference(World world, Serving serving, ChatRules rules) {
    this.world = world;
    this.serving = serving;
    this.rules = rules;
    this.models = new FakeModel(rules);
  }

  static boolean serves(String path) {
    return path.equals(CHAT) || path.equals(COMPLETIONS);
  }

  void routes(NebiusRoutes routes) {
    routes
        .add("POST " + CHAT, this::chat, NebiusRoutes.PROJECT)
        .add("POST " + COMPLETIONS, this::complete, NebiusRoutes.PROJECT);
  }

  boolean serves(JsonNode body) {
    return serving.serves(Wire.string(body, "model", ""));
  }

  private Answer chat(Call call) {
    ObjectNode body = ChatSchema.CHAT.read(call);
    String model = body.path("model").asString();
    if (!serving.serves(model)) {
      return unknown(model);
    }
    if (limits(body)) {
      return tooMany();
    }
    ChatAnswer answer = answer(body);
    return measured(
        body.path("stream").asBoolean(false)
            ? Answer.events(EVENTS, answer.chunks())
            : Answer.json(answer.whole()));
  }

  /** The answer to a request that was found valid, also for lines of a batch. */
  ChatAnswer answer(ObjectNode body) {
    String model = body.path("model").asString();
    Reasoning place = world.switches.reasoning().orElse(serving.reasoning(model));
    return new ChatAnswer(world, body, said(model, body), place);
  }

  /** Guided decoding, where it fixes the answer, goes before what the model would say by itself. */
  private Said said(String model, ObjectNode body) {
    ObjectNode asked = body.deepCopy();
    if (body.path("extra_body") instanceof ObjectNode extras) {
      asked.setAll(extras);
    }
    if (asked.hasNonNull("guided_json")) {
      ObjectNode format = asked.putObject("response_format").put("type", "json_schema");
      format.set("json_schema", asked.path("guided_json"));
    }
    Said said = models.chat(model, asked);
    boolean stubbed = rules.find(new ChatCall(model, "", Wire.text(asked))) != null;
    String choice = asked.path("guided_choice").path(0).asString("");
    if (choice.isEmpty() || stubbed) {
      return said;
    }
    ChatRules.Reply reply = new ChatRules.Reply(Words.of(choice), "", List.of());
    return new Said(reply, "stop", said.promptTokens());
  }

  private Answer complete(Call call) {
    ObjectNode body = ChatSchema.COMPLETION.read(call);
    String model = body.path("model").asString();
    if (!serving.serves(model)) {
      return unknown(model);
    }
    if (limits(body)) {
      return tooMany();
    }
    List<String> prompts = prompts(body.path("prompt"));
    List<Said> said = new ArrayList<>();
    prompts.forEach(prompt -> said.add(models.complete(model, body, prompt)));
    CompletionAnswer answer = new CompletionAnswer(world, body, prompts, said);
    return measured(
        body.path("stream").asBoolean(false)
            ? Answer.events(EVENTS, answer.chunks())
            : Answer.json(answer.whole()));
  }

  /** A text, several, or the ids of the tokens of one. */
  private static List<String> prompts(JsonNode prompt) {
    if (prompt.isString()) {
      return List.of(prompt.asString());
    }
    List<String> texts = new ArrayList<>();
    StringBuilder tokens = new StringBuilder();
    for (JsonNode part : prompt) {
      if (part.isString()) {
        texts.add(part.asString());
      } else {
        tokens.append(' ').append(Wire.text(part));
      }
    }
    return texts.isEmpty() ? List.of(tokens.toString()) : texts;
  }

  private Answer unknown(String model) {
    return world.errors.inference(404, "The model `" + model + "` does not exist.");
  }

  private boolean limits(JsonNode body) {
    return world.switches.overLimit() && Wire.string(body, "service_tier", "").equals("default");
  }

  private Answer tooMany() {
    return measured(world.errors.inference(429, "Rate limit exceeded")).header("Retry-After", "1");
  }

  private Answer measured(Answer answer) {
    if (world.switches.rateLimitHeaders()) {
      LIMITS.forEach((name, value) -> answer.header("x-ratelimit-" + name, value));
    }
    if (world.switches.overLimit() && answer.status() == 200) {
      answer.header("x-ratelimit-over-limit", "yes");
    }
    return answer;
  }
}
