package dev.loraport.testkit.internal.fireworks.chat;

import dev.loraport.testkit.internal.engine.Wire;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Ranges of the fields of an inference request, and fields that exclude each other. */
final class RequestRules {
  private record Range(double least, double most) {
    boolean holds(double value) {
      return value >= least && value <= most;
    }
  }

  private static final Map<String, Range> RANGES =
      Map.ofEntries(
          Map.entry("max_tokens", new Range(0, Integer.MAX_VALUE)),
          Map.entry("max_completion_tokens", new Range(0, Integer.MAX_VALUE)),
          Map.entry("temperature", new Range(0, 2)),
          Map.entry("top_p", new Range(0, 1)),
          Map.entry("top_k", new Range(0, 100)),
          Map.entry("min_p", new Range(0, 1)),
          Map.entry("typical_p", new Range(0, 1)),
          Map.entry("repetition_penalty", new Range(0, 2)),
          Map.entry("presence_penalty", new Range(-2, 2)),
          Map.entry("frequency_penalty", new Range(-2, 2)),
          Map.entry("n", new Range(1, 128)),
          Map.entry("logprobs", new Range(0, 5)),
          Map.entry("top_logprobs", new Range(0, 5)));
  private static final Map<String, Set<String>> VALUES =
      Map.of(
          "context_length_exceeded_behavior", Set.of("truncate", "error"),
          "service_tier", Set.of("auto", "default", "flex", "priority"),
          "reasoning_effort", Set.of("low", "medium", "high", "max", "none"),
          "reasoning_history", Set.of("disabled", "interleaved", "preserved"),
          "tool_choice", Set.of("auto", "none", "any", "required"));
  private static final Set<String> FORMATS =
      Set.of("text", "json_object", "json_schema", "grammar");
  private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");
  private static final int MAX_STOPS = 4;
  private static final int MAX_TOOL_NAME = 64;
  private static final int MAX_IMAGES = 30;
  private static final long END_OF_BASE64 = 10L << 20;
  private static final int MIN_THINKING_TOKENS = 1024;

  private RequestRules() {}

  static void chat(ObjectNode body, List<String> problems) {
    sampling(body, problems);
    int images = 0;
    long base64 = 0;
    for (JsonNode message : body.path("messages")) {
      String role = Wire.string(message, "role", "user");
      if (!ROLES.contains(role)) {
        problems.add("Input should be one of " + sorted(ROLES) + ", field: 'role', value: " + role);
      }
      for (JsonNode part : message.path("content")) {
        if (Wire.string(part, "type", "").equals("image_url")) {
          images++;
          String url = Wire.string(part.path("image_url"), "url", "");
          base64 += url.startsWith("data:") ? url.length() - 1L - url.indexOf(',') : 0;
        }
      }
    }
    if (images > MAX_IMAGES) {
      problems.add("At most " + MAX_IMAGES + " images are allowed, got " + images);
    }
    if (base64 >= END_OF_BASE64) {
      problems.add("The base64 of all images must be less than 10 MB");
    }
    for (JsonNode tool : body.path("tools")) {
      String name = Wire.string(tool.path("function"), "name", "");
      if (name.isEmpty() || name.length() > MAX_TOOL_NAME) {
        problems.add("A tool needs a function with a name of 1 to 64 characters");
      }
    }
    JsonNode choice = body.path("tool_choice");
    if (choice.isObject() && Wire.string(choice.path("function"), "name", "").isEmpty()) {
      problems.add("Field required, field: 'tool_choice.function.name'");
    }
    thinking(body, problems);
  }

  private static void thinking(ObjectNode body, List<String> problems) {
    JsonNode thinking = body.path("thinking");
    if (!thinking.isObject()) {
      return;
    }
    if (body.hasNonNull("reasoning_effort")) {
      problems.add("thinking and reasoning_effort cannot be used together");
    }
    JsonNode budget = thinking.path("budget_tokens");
    if (budget.isNumber() && budget.asInt() < MIN_THINKING_TOKENS) {
      problems.add("thinking.budget_tokens must be at least " + MIN_THINKING_TOKENS);
    }
    if (!Set.of("enabled", "disabled").contains(Wire.string(thinking, "type", ""))) {
      problems.add("thinking.type must be enabled or disabled");
    }
  }

  static void sampling(ObjectNode body, List<String> problems) {
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      Range range = RANGES.get(field.getKey());
      Set<String> values = VALUES.get(field.getKey());
      JsonNode value = field.getValue();
      if (range != null && value.isNumber() && !range.holds(value.asDouble())) {
        problems.add(
            "Input should be between "
                + plain(range.least())
                + " and "
                + plain(range.most())
                + where(field.getKey(), value));
      }
      if (values != null && value.isString() && !values.contains(value.asString())) {
        problems.add("Input should be one of " + sorted(values) + where(field.getKey(), value));
      }
    }
    if (body.path("stop").isArray() && body.path("stop").size() > MAX_STOPS) {
      problems.add("At most " + MAX_STOPS + " stop sequences are allowed");
    }
    for (JsonNode bias : body.path("logit_bias")) {
      if (!bias.isNumber() || Math.abs(bias.asDouble()) > 100) {
        problems.add("Input should be between -100 and 100" + where("logit_bias", bias));
      }
    }
    if (body.hasNonNull("max_tokens") && body.hasNonNull("max_completion_tokens")) {
      problems.add("max_tokens and max_completion_tokens cannot be used together");
    }
    JsonNode format = body.path("response_format");
    if (format.isObject() && !FORMATS.contains(Wire.string(format, "type", ""))) {
      problems.add("Input should be one of " + sorted(FORMATS) + where("response_format", format));
    }
    if (Wire.string(format, "type", "").equals("grammar") && !format.path("grammar").isString()) {
      problems.add("Field required, field: 'response_format.grammar'");
    }
  }

  private static String where(String field, JsonNode value) {
    return ", field: '" + field + "', value: " + Wire.text(value);
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  private static List<String> sorted(Set<String> values) {
    return values.stream().sorted().toList();
  }
}
