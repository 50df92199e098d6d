package dev.loraport.testkit.internal.engine;

import dev.loraport.testkit.ChatCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the models of a fake say: the stub of the test, else the tool that the request forces, else
 * the smallest JSON of the schema that it asks for, else a line that repeats the user.
 */
public final class FakeModel {
  private static final int TOKENS_OF_A_TURN = 4;
  private static final Set<String> FORCING = Set.of("required", "any");

  private final ChatRules rules;

  public FakeModel(ChatRules rules) {
    this.rules = rules;
  }

  /** The answer to an OpenAI-shaped chat request. */
  public Said chat(String model, ObjectNode body) {
    String lastUser = "";
    for (JsonNode message : body.path("messages")) {
      if (Wire.string(message, "role", "").equals("user")) {
        lastUser = text(message.path("content"));
      }
    }
    return ended(reply(model, body, lastUser), body, promptTokens(body.path("messages")));
  }

  /** The answer to a text completion request. */
  public Said complete(String model, ObjectNode body, String prompt) {
    return ended(reply(model, body, prompt), body, Words.count(prompt));
  }

  /** What a conversation counts for: its words, and a little for each turn. */
  public static int promptTokens(JsonNode messages) {
    int tokens = 0;
    for (JsonNode message : messages) {
      tokens += Words.count(text(message.path("content"))) + TOKENS_OF_A_TURN;
    }
    return tokens;
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
    JsonNode format = body.path("response_format");
    if (Wire.string(format, "type", "text").startsWith("json")) {
      return said(Wire.text(JsonSample.of(wantedSchema(format))));
    }
    return said(
        lastUser.isBlank()
            ? "This is a fake answer."
            : "This is a fake answer to: " + lastUser.strip());
  }

  private static ChatRules.Reply said(String text) {
    return new ChatRules.Reply(Words.of(text), "", List.of());
  }

  private static String forcedTool(ObjectNode body) {
    JsonNode choice = body.path("tool_choice");
    if (choice.isObject()) {
      return Wire.string(choice.path("function"), "name", "");
    }
    boolean forced = choice.isString() && FORCING.contains(choice.asString());
    JsonNode first = body.path("tools").path(0).path("function");
    return forced ? Wire.string(first, "name", "") : "";
  }

  private static JsonNode parameters(ObjectNode body, String tool) {
    for (JsonNode candidate : body.path("tools")) {
      if (Wire.string(candidate.path("function"), "name", "").equals(tool)) {
        return candidate.path("function").path("parameters");
      }
    }
    return Wire.object();
  }

  /** The schema stands in one of three places, as an object or as text. */
  private static JsonNode wantedSchema(JsonNode format) {
    JsonNode wrapped = object(format.path("json_schema"));
    JsonNode nested = object(wrapped.path("schema"));
    if (nested.isObject()) {
      return nested;
    }
    return wrapped.has("properties") ? wrapped : object(format.path("schema"));
  }

  private static JsonNode object(JsonNode schema) {
    JsonNode parsed =
        schema.isString() ? Wire.parse(schema.asString().getBytes(StandardCharsets.UTF_8)) : schema;
    return parsed == null ? Wire.object() : parsed;
  }

  /** Within the limit of tokens a stop sequence ends the answer; behind it none is met. */
  private static Said ended(ChatRules.Reply reply, ObjectNode body, int promptTokens) {
    JsonNode given =
        body.path(body.hasNonNull("max_tokens") ? "max_tokens" : "max_completion_tokens");
    int limit = given.isNumber() ? given.asInt() : Integer.MAX_VALUE;
    String usual = reply.tools().isEmpty() ? "stop" : "tool_calls";
    return new Said(reply, reply.end().isEmpty() ? usual : reply.end(), promptTokens)
        .cut(limit)
        .stopped(stops(body.path("stop")));
  }

  /** A text, or several. */
  private static List<String> stops(JsonNode stop) {
    List<String> stops = new ArrayList<>();
    stop.forEach(one -> stops.add(one.asString("")));
    stops.add(stop.asString(""));
    return stops;
  }

  /** The text of a message, of its parts if it has several. */
  public static String text(JsonNode content) {
    if (content.isString()) {
      return content.asString();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      text.append(Wire.string(part, "text", ""));
    }
    return text.toString();
  }
}
