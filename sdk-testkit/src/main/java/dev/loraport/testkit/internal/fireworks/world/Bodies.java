package dev.loraport.testkit.internal.fireworks.world;

import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Request bodies of the control plane, which refuses every field that it does not know. */
public final class Bodies {
  private Bodies() {}

  /** The body, once it has the documented form. */
  public static ObjectNode read(Call call, Schema schema) {
    ObjectNode body = call.json();
    if (body == null) {
      call.problem("the body is no JSON object");
      throw Code.INVALID_ARGUMENT.refuse("invalid request: the body must be a JSON object");
    }
    check(call, schema, body, "");
    return body;
  }

  /** An object inside a body, once it has the documented form; null when it is not there. */
  public static @Nullable ObjectNode nested(
      Call call, Schema schema, ObjectNode parent, String field, String where) {
    if (!(parent.path(field) instanceof ObjectNode child)) {
      return null;
    }
    check(call, schema, child, where.isEmpty() ? field : where + "." + field);
    return child;
  }

  private static void check(Call call, Schema schema, ObjectNode object, String where) {
    String problem = schema.check(call, object, where);
    if (problem != null) {
      throw Code.INVALID_ARGUMENT.refuse("invalid request: " + problem);
    }
  }

  /** A 64-bit number: a text of digits or a number; -1 when it is neither. */
  public static long int64(JsonNode value) {
    if (value.isIntegralNumber()) {
      return value.asLong();
    }
    try {
      return value.isString() ? Long.parseLong(value.asString()) : -1;
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
