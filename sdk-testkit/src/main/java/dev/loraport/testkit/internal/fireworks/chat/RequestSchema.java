package dev.loraport.testkit.internal.fireworks.chat;

import dev.loraport.testkit.internal.engine.Schema;
import dev.loraport.testkit.internal.engine.Schema.Flaw;
import dev.loraport.testkit.internal.engine.Schema.JsonType;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The closed schema of chat and completion requests. All problems of a request are told at once, in
 * the provider's words where it is known.
 */
final class RequestSchema {
  private static final Schema CHAT =
      sampling()
          .required(JsonType.LIST, "messages")
          .optional(JsonType.LIST, "tools", "functions")
          .optional(JsonType.TEXT_OR_OBJECT, "tool_choice", "function_call")
          .optional(JsonType.BOOL, "parallel_tool_calls")
          .optional(JsonType.BOOL_WHOLE_OR_TEXT, "reasoning_effort")
          .optional(JsonType.OBJECT, "thinking")
          .optional(JsonType.TEXT, "reasoning_history");
  private static final Schema COMPLETION =
      sampling()
          .required(JsonType.TEXT_OR_LIST, "prompt")
          .optional(JsonType.LIST, "images")
          .optional(JsonType.BOOL_WHOLE_OR_TEXT, "reasoning_effort");
  private static final Schema MESSAGE =
      new Schema()
          .required(JsonType.TEXT, "role")
          .optional(JsonType.TEXT_OR_LIST, "content")
          .optional(JsonType.TEXT, "reasoning_content", "tool_call_id")
          .optional(JsonType.LIST, "tool_calls");

  private RequestSchema() {}

  private static Schema sampling() {
    return new Schema()
        .required(JsonType.TEXT, "model")
        .optional(JsonType.BOOL, "stream", "echo", "ignore_eos", "raw_output", "return_token_ids")
        .optional(JsonType.BOOL, "safe_tokenization", "perf_metrics_in_response")
        .optional(JsonType.WHOLE, "max_tokens", "max_completion_tokens", "top_k", "n", "seed")
        .optional(JsonType.WHOLE, "top_logprobs", "echo_last", "prompt_truncate_len")
        .optional(JsonType.NUMBER, "temperature", "top_p", "min_p", "typical_p")
        .optional(JsonType.NUMBER, "repetition_penalty", "presence_penalty", "frequency_penalty")
        .optional(JsonType.NUMBER, "mirostat_target", "mirostat_lr")
        .optional(JsonType.TEXT_OR_LIST, "stop", "speculation")
        .optional(JsonType.OBJECT, "logit_bias", "response_format", "metadata")
        .optional(JsonType.BOOL_OR_WHOLE, "logprobs")
        .optional(JsonType.TEXT_OR_OBJECT, "prediction")
        .optional(JsonType.TEXT, "context_length_exceeded_behavior", "service_tier", "user")
        .optional(JsonType.TEXT, "prompt_cache_key", "prompt_cache_isolation_key");
  }

  /** What is wrong with a chat request, or null; {@code notes} takes what breaks the schema. */
  static @Nullable String chat(ObjectNode body, Consumer<String> notes) {
    List<String> problems = new ArrayList<>();
    add(notes, CHAT.flaws(body, ""), problems);
    JsonNode messages = body.path("messages");
    if (messages.isArray() && messages.isEmpty()) {
      problems.add("List should have at least 1 item, field: 'messages', value: []");
    }
    for (int i = 0; i < messages.size(); i++) {
      message(notes, messages.path(i), "messages." + i, problems);
    }
    RequestRules.chat(body, problems);
    return joined(problems);
  }

  /** What is wrong with a completion request, or null. */
  static @Nullable String completion(ObjectNode body, Consumer<String> notes) {
    List<String> problems = new ArrayList<>();
    add(notes, COMPLETION.flaws(body, ""), problems);
    RequestRules.sampling(body, problems);
    return joined(problems);
  }

  private static @Nullable String joined(List<String> problems) {
    return switch (problems.size()) {
      case 0 -> null;
      case 1 -> problems.get(0);
      default -> problems.size() + " request validation errors: " + String.join("; ", problems);
    };
  }

  private static void message(
      Consumer<String> notes, JsonNode node, String at, List<String> problems) {
    if (!(node instanceof ObjectNode message)) {
      problems.add("Input should be a valid dictionary, field: '" + at + "', value: " + node);
      return;
    }
    add(notes, MESSAGE.flaws(message, at), problems);
    String role = Wire.string(message, "role", "");
    boolean calls = role.equals("assistant") && !message.path("tool_calls").isEmpty();
    JsonNode content = message.path("content");
    if (!calls && (content.isNull() || content.isMissingNode())) {
      notes.accept("`" + at + ".content` is required");
      problems.add("Field required, field: '" + at + ".content'");
    }
    if (role.equals("tool") && !message.hasNonNull("tool_call_id")) {
      notes.accept("`" + at + ".tool_call_id` is required");
      problems.add("Field required, field: '" + at + ".tool_call_id'");
    }
  }

  private static void add(Consumer<String> notes, List<Flaw> flaws, List<String> problems) {
    for (Flaw flaw : flaws) {
      notes.accept(flaw.problem());
      problems.add(
          switch (flaw.kind()) {
            case UNKNOWN ->
                "Extra inputs are not permitted, field: '"
                    + flaw.field()
                    + "', value: "
                    + Wire.text(flaw.value());
            case MISSING -> "Field required, field: '" + flaw.field() + "'";
            case TYPE ->
                "Input should be of another type, field: '"
                    + flaw.field()
                    + "', value: "
                    + Wire.text(flaw.value());
          });
    }
  }
}
