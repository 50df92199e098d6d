package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of chat and completion requests. */
final class ChatSchema {
  private static final Schema CHAT =
      sampling(new Schema())
          .required(JsonType.LIST, "messages")
          .optional(JsonType.OBJECT, "stream_options", "response_format", "reasoning")
          .optional(JsonType.OBJECT, "chat_template_kwargs")
          .optional(JsonType.LIST, "tools")
          .optional(JsonType.TEXT_OR_OBJECT, "tool_choice", "function_call")
          .optional(
              JsonType.TEXT, "reasoning_effort", "compliance", "context_length_exceeded_behavior");
  private static final Schema COMPLETION = sampling(new Schema()).required(JsonType.TEXT, "prompt");
  private static final Schema MESSAGE =
      new Schema()
          .required(JsonType.TEXT, "role")
          .optional(JsonType.TEXT_OR_LIST, "content")
          .optional(JsonType.TEXT, "name", "tool_call_id", "reasoning", "reasoning_content")
          .optional(JsonType.LIST, "tool_calls")
          .optional(JsonType.OBJECT, "function_call");
  private static final Set<String> ROLES =
      Set.of("system", "user", "assistant", "tool", "function");

  private ChatSchema() {}

  private static Schema sampling(Schema schema) {
    return schema
        .required(JsonType.TEXT, "model")
        .optional(JsonType.WHOLE, "max_tokens", "top_k", "seed", "n", "logprobs")
        .optional(JsonType.LIST, "stop")
        .optional(JsonType.NUMBER, "temperature", "top_p", "min_p", "repetition_penalty")
        .optional(JsonType.NUMBER, "presence_penalty", "frequency_penalty")
        .optional(JsonType.OBJECT, "logit_bias")
        .optional(JsonType.BOOL, "stream", "echo")
        .optional(JsonType.TEXT, "safety_model");
  }

  /** What is wrong with a request, a chat or a text completion, or null. */
  static @Nullable String problem(Call call, ObjectNode body, boolean chat) {
    return chat ? chat(call, body) : completion(call, body);
  }

  private static @Nullable String chat(Call call, ObjectNode body) {
    String problem = CHAT.check(call, body, "");
    problem = problem != null ? problem : ranges(body);
    JsonNode messages = body.path("messages");
    if (problem == null && messages.isEmpty()) {
      return "messages must not be empty";
    }
    for (int i = 0; problem == null && i < messages.size(); i++) {
      problem = message(call, messages.path(i), "messages[" + i + "]");
    }
    if (problem == null && body.has("tools") && body.has("response_format")) {
      return "tools and response_format cannot be combined";
    }
    return problem != null ? problem : ChatForms.problem(body);
  }

  private static @Nullable String completion(Call call, ObjectNode body) {
    String problem = COMPLETION.check(call, body, "");
    return problem != null ? problem : ranges(body);
  }

  private static @Nullable String message(Call call, JsonNode node, String at) {
    if (!(node instanceof ObjectNode message)) {
      call.problem("`" + at + "` must be an object");
      return at + " must be an object";
    }
    boolean assistant = Wire.string(message, "role", "").equals("assistant");
    ObjectNode checked = message;
    if (assistant && message.path("content").isNull()) {
      checked = message.deepCopy(); // the one null that the provider documents
      checked.remove("content");
    }
    String problem = MESSAGE.check(call, checked, at);
    String role = Wire.string(message, "role", "");
    if (problem == null && !ROLES.contains(role)) {
      return at + ".role must be one of system, user, assistant, tool, not '" + role + "'";
    }
    if (problem == null && role.equals("tool") && !message.has("tool_call_id")) {
      call.problem("`" + at + ".tool_call_id` is required");
      return at + ".tool_call_id is required";
    }
    return problem;
  }

  private static @Nullable String ranges(ObjectNode body) {
    String problem = between(body, "max_tokens", 1, Integer.MAX_VALUE);
    problem = problem != null ? problem : between(body, "temperature", 0, 2);
    problem = problem != null ? problem : between(body, "top_p", 0, 1);
    problem = problem != null ? problem : between(body, "top_k", 1, Integer.MAX_VALUE);
    problem = problem != null ? problem : between(body, "min_p", 0, 1);
    problem = problem != null ? problem : between(body, "n", 1, 128);
    problem = problem != null ? problem : between(body, "logprobs", 0, 20);
    problem = problem != null ? problem : between(body, "presence_penalty", -2, 2);
    return problem != null ? problem : between(body, "frequency_penalty", -2, 2);
  }

  private static @Nullable String between(ObjectNode body, String name, double min, double max) {
    JsonNode value = body.path(name);
    return !value.isNumber() || (value.asDouble() >= min && value.asDouble() <= max)
        ? null
        : name + " must be between " + min + " and " + max;
  }
}
