package dev.loraport.testkit.internal.fireworks.data;

import dev.loraport.testkit.internal.engine.Wire;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of rows, by documentation and cookbook of 2026. */
final class RowRules {
  private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

  private RowRules() {}

  /** What is wrong with a row for supervised tuning, or null. */
  static @Nullable String chat(ObjectNode row) {
    String problem = turns(row.path("messages"), "messages");
    return problem != null ? problem : last(row.path("messages"), "messages", "assistant");
  }

  /** What is wrong with a pair for DPO or ORPO, or null. */
  static @Nullable String preference(ObjectNode row) {
    JsonNode asked = row.path("input").path("messages");
    String problem = turns(asked, "input.messages");
    problem = problem != null ? problem : last(asked, "input.messages", "user");
    problem = problem != null ? problem : oneUserTurn(asked);
    problem = problem != null ? problem : output(row, "preferred_output");
    return problem != null ? problem : output(row, "non_preferred_output");
  }

  /** What is wrong with a prompt for reinforcement tuning, or null. */
  static @Nullable String prompts(ObjectNode row) {
    return turns(row.path("messages"), "messages");
  }

  private static @Nullable String oneUserTurn(JsonNode messages) {
    for (JsonNode message : messages) {
      if (!Set.of("system", "user").contains(Wire.string(message, "role", ""))) {
        return "input.messages must hold one user turn besides system messages";
      }
    }
    return null;
  }

  private static @Nullable String output(ObjectNode row, String field) {
    JsonNode output = row.path(field);
    if (!output.isArray() || output.size() != 1) {
      return field + " must be a list with exactly one message";
    }
    return last(output, field, "assistant");
  }

  private static @Nullable String last(JsonNode messages, String where, String role) {
    int last = messages.size() - 1;
    return Wire.string(messages.path(last), "role", "").equals(role)
        ? null
        : where + "[" + last + "].role must be " + role;
  }

  /** The system only first, then the user, then in turn; a tool after the assistant or a tool. */
  private static @Nullable String turns(JsonNode messages, String where) {
    if (!messages.isArray() || messages.isEmpty()) {
      return where + " is missing or empty";
    }
    String before = "";
    for (int i = 0; i < messages.size(); i++) {
      String at = where + "[" + i + "]";
      JsonNode message = messages.path(i);
      String role = Wire.string(message, "role", "");
      if (role.isEmpty()) {
        return at + ".role is missing";
      }
      if (!ROLES.contains(role)) {
        return at + ".role \"" + role + "\" is unknown";
      }
      if (!follows(before, role)) {
        return at + ".role \"" + role + "\" must not follow \"" + before + "\"";
      }
      String problem = message(message, at);
      if (problem != null) {
        return problem;
      }
      before = role;
    }
    return null;
  }

  private static boolean follows(String before, String role) {
    return switch (role) {
      case "system" -> before.isEmpty();
      case "user" -> !before.equals("user") && !before.equals("tool");
      case "tool" -> before.equals("assistant") || before.equals("tool");
      default -> before.equals("user") || before.equals("tool");
    };
  }

  private static @Nullable String message(JsonNode message, String at) {
    JsonNode weight = message.path("weight");
    if (!weight.isMissingNode() && !weight.isNull()) {
      double value = weight.isNumber() ? weight.asDouble() : -1;
      if (value != 0 && value != 1) {
        return at + ".weight must be 0 or 1";
      }
    }
    JsonNode content = message.path("content");
    boolean calls = message.path("tool_calls").size() > 0;
    // What the service does about empty content beside tool calls is not stated: it is let pass.
    return content.isString() || content.isArray() || calls ? null : at + ".content is missing";
  }
}
