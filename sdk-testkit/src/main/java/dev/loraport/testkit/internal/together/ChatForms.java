package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Wire;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a chat request may say within its objects: formats of answers, tools, parts of messages. */
final class ChatForms {
  private static final Set<String> EFFORTS = Set.of("low", "medium", "high");
  private static final Set<String> OVERLONG = Set.of("truncate", "error");
  private static final Set<String> CHOICES = Set.of("auto", "required", "none");
  private static final Set<String> MEDIA = Set.of("image_url", "video_url", "audio_url");

  private ChatForms() {}

  /** What is wrong, or null. */
  static @Nullable String problem(ObjectNode body) {
    String problem = word(body, "reasoning_effort", EFFORTS);
    problem = problem != null ? problem : word(body, "context_length_exceeded_behavior", OVERLONG);
    problem = problem != null ? problem : word(body, "compliance", Set.of("hipaa"));
    if (problem == null && body.has("reasoning") && !body.at("/reasoning/enabled").isBoolean()) {
      problem = "reasoning.enabled must be true or false";
    }
    problem = problem != null ? problem : format(body.path("response_format"));
    problem = problem != null ? problem : choice(body.path("tool_choice"));
    for (JsonNode tool : body.path("tools")) {
      problem = problem != null ? problem : function(tool, "tools[]");
    }
    for (JsonNode message : body.path("messages")) {
      for (JsonNode part : message.path("content")) {
        problem = problem != null ? problem : part(part);
      }
      for (JsonNode called : message.path("tool_calls")) {
        problem = problem != null ? problem : function(called, "tool_calls[]");
      }
    }
    return problem;
  }

  private static @Nullable String word(ObjectNode body, String name, Set<String> words) {
    JsonNode value = body.path(name);
    return !value.isString() || words.contains(value.asString())
        ? null
        : name + " must be one of " + words.stream().sorted().toList() + ", not " + value;
  }

  private static @Nullable String format(JsonNode format) {
    if (!format.isObject()) {
      return null;
    }
    JsonNode nested = format.path("json_schema");
    return switch (Wire.string(format, "type", "")) {
      case "text", "json_object" -> null;
      case "json_schema" -> {
        if (format.path("schema").isObject()) {
          yield null; // the flat form of the first Python SDK
        }
        boolean named = Wire.string(nested, "name", "").matches("[A-Za-z0-9_-]{1,64}");
        yield named
            ? null
            : "response_format.json_schema.name must be 1 to 64 letters, digits, _ and -";
      }
      case "regex" ->
          format.path("pattern").isString() ? null : "response_format.pattern is required";
      default -> "unknown response_format.type " + format.path("type");
    };
  }

  private static @Nullable String choice(JsonNode choice) {
    if (choice.isString()) {
      return CHOICES.contains(choice.asString())
          ? null
          : "tool_choice must be auto, required, none or a function, not " + choice;
    }
    return choice.isObject() ? function(choice, "tool_choice") : null;
  }

  private static @Nullable String function(JsonNode tool, String at) {
    if (!Wire.string(tool, "type", "").equals("function")) {
      return at + ".type must be function";
    }
    return Wire.string(tool.path("function"), "name", "").isEmpty()
        ? at + ".function.name is required"
        : null;
  }

  private static @Nullable String part(JsonNode part) {
    String type = Wire.string(part, "type", "");
    if (type.equals("text")) {
      return part.path("text").isString() ? null : "a text part needs text";
    }
    if (MEDIA.contains(type)) {
      return part.path(type).path("url").isString() ? null : "a part " + type + " needs a url";
    }
    if (type.equals("input_audio")) {
      JsonNode audio = part.path(type);
      return audio.path("data").isString() && Wire.string(audio, "format", "").equals("wav")
          ? null
          : "a part input_audio needs data and the format wav";
    }
    return "unknown part '" + type + "' of a message";
  }
}
