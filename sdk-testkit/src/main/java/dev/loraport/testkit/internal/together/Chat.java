package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.ChatCall;
import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.ChatRules;
import dev.loraport.testkit.internal.engine.Router;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Chat and text completions. */
final class Chat {
  /** What a model said to one request, cut to its token limit; a chunk counts as a token. */
  record Said(ChatRules.Reply reply, String finishReason, int promptTokens) {
    int completionTokens() {
      int tools = reply.tools().stream().mapToInt(t -> words(t.arguments()) + 4).sum();
      return reply.chunks().size() + words(reply.reasoning()) + tools;
    }
  }

  private static final Pattern WORD = Pattern.compile("\\s*\\S+");

  private final World world;
  private final Serving serving;
  private final ChatRules rules;

  Chat(World world, Serving serving, ChatRules rules) {
    this.world = world;
    this.serving = serving;
    this.rules = rules;
  }

  void routes(Router router) {
    router
        .add("POST /v1/chat/completions", this::chat)
        .add("POST /v1/completions", this::completion);
  }

  private Answer chat(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : ChatSchema.chat(call, body);
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String model = body.path("model").asString();
    Answer refusal = serving.refusal(model);
    if (refusal != null) {
      return refusal;
    }
    Said said = say(model, body);
    ChatAnswer answer = new ChatAnswer(world, model, said, body);
    return body.path("stream").asBoolean(false)
        ? Answer.events("text/event-stream;charset=utf-8", answer.chunks())
        : Answer.json(answer.whole());
  }

  /** The answer to a request, also for lines of a batch. */
  ObjectNode answer(ObjectNode body) {
    String model = body.path("model").asString();
    return new ChatAnswer(world, model, say(model, body), body).whole();
  }

  private Answer completion(Call call) {
    ObjectNode body = call.json();
    String problem = body == null ? "a JSON object is needed" : ChatSchema.completion(call, body);
    if (body == null || problem != null) {
      return world.errors.invalid(String.valueOf(problem));
    }
    String model = body.path("model").asString();
    Answer refusal = serving.refusal(model);
    if (refusal != null) {
      return refusal;
    }
    String prompt = body.path("prompt").asString();
    Said said = cut(reply(model, body, prompt), body, words(prompt));
    CompletionAnswer answer = new CompletionAnswer(world, model, said);
    return body.path("stream").asBoolean(false)
        ? Answer.events("text/event-stream;charset=utf-8", answer.chunks())
        : Answer.json(answer.whole());
  }

  private Said say(String model, ObjectNode body) {
    String lastUser = "";
    int promptTokens = 0;
    for (JsonNode message : body.path("messages")) {
      String text = text(message.path("content"));
      promptTokens += words(text) + 4;
      if (Wire.string(message, "role", "").equals("user")) {
        lastUser = text;
      }
    }
    return cut(reply(model, body, lastUser), body, promptTokens);
  }

  private ChatRules.Reply reply(String model, ObjectNode body, String lastUser) {
    ChatRules.Reply stub = rules.find(new ChatCall(model, lastUser, Wire.text(body)));
    if (stub != null) {
      return stub;
    }
    String tool = forcedTool(body);
    if (!tool.isEmpty()) {
      JsonNode schema = parameters(body, tool);
      ChatRules.Tool use = new ChatRules.Tool(tool, Wire.text(JsonSample.of(schema)));
      return new ChatRules.Reply(List.of(), "", List.of(use));
    }
    String format = Wire.string(body.path("response_format"), "type", "text");
    if (format.startsWith("json")) {
      JsonNode wanted = body.path("response_format");
      JsonNode nested = wanted.path("json_schema").path("schema");
      String json = Wire.text(JsonSample.of(nested.isObject() ? nested : wanted.path("schema")));
      return new ChatRules.Reply(pieces(json), "", List.of());
    }
    String text =
        lastUser.isBlank()
            ? "This is a fake answer."
            : "This is a fake answer to: " + lastUser.strip();
    return new ChatRules.Reply(pieces(text), "", List.of());
  }

  private static String forcedTool(ObjectNode body) {
    JsonNode choice = body.path("tool_choice");
    if (choice.isObject()) {
      return Wire.string(choice.path("function"), "name", "");
    }
    boolean required = choice.isString() && choice.asString().equals("required");
    JsonNode first = body.path("tools").path(0).path("function");
    return required ? Wire.string(first, "name", "") : "";
  }

  private static JsonNode parameters(ObjectNode body, String tool) {
    for (JsonNode candidate : body.path("tools")) {
      if (Wire.string(candidate.path("function"), "name", "").equals(tool)) {
        return candidate.path("function").path("parameters");
      }
    }
    return Wire.object();
  }

  private static Said cut(ChatRules.Reply reply, ObjectNode body, int promptTokens) {
    int limit = body.path("max_tokens").asInt(Integer.MAX_VALUE);
    if (!reply.tools().isEmpty()) {
      return new Said(reply, "tool_calls", promptTokens);
    }
    if (reply.chunks().size() <= limit) {
      return new Said(reply, "stop", promptTokens);
    }
    List<String> first = reply.chunks().subList(0, limit);
    ChatRules.Reply shorter = new ChatRules.Reply(first, reply.reasoning(), List.of());
    return new Said(shorter, "length", promptTokens);
  }

  private static String text(JsonNode content) {
    if (content.isString()) {
      return content.asString();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      text.append(Wire.string(part, "text", ""));
    }
    return text.toString();
  }

  static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      pieces.add(matcher.group());
    }
    return pieces;
  }

  static int words(String text) {
    return pieces(text).size();
  }
}
