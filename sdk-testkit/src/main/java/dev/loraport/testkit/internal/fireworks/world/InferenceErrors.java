package dev.loraport.testkit.internal.fireworks.world;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.RefusedException;
import dev.loraport.testkit.internal.engine.Wire;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Error bodies of the inference plane: an object, and for rate limits a plain text. */
public final class InferenceErrors {
  private InferenceErrors() {}

  /** The usual form. */
  public static Answer of(int status, String code, String message, @Nullable String param) {
    ObjectNode body = Wire.object();
    ObjectNode error = body.putObject("error").put("message", message);
    if (param != null) {
      error.put("param", param);
    }
    error.put("code", code).put("type", "error");
    return Answer.json(status, body);
  }

  /** The usual form as something to be thrown. */
  public static RefusedException refuse(int status, String code, String message) {
    return new RefusedException(of(status, code, message, null));
  }

  /** The form in which {@code error} is a text. */
  public static Answer tooMany(String message) {
    return Answer.json(
        429, Wire.object().put("error", "Too Many Requests").put("message", message));
  }

  /** The form that goes with a status when no handler has one of its own. */
  public static Answer ofStatus(int status, String message) {
    return switch (status) {
      case 400 -> of(400, "INVALID_ARGUMENT", message, null);
      case 401 -> of(401, "UNAUTHORIZED", message, null);
      case 403 -> of(403, "FORBIDDEN", message, null);
      case 404 -> of(404, "NOT_FOUND", message, null);
      case 412 -> of(412, "PRECONDITION_FAILED", message, null);
      case 429 -> tooMany(message);
      case 503 -> of(503, "SERVICE_UNAVAILABLE", message, null);
      default -> of(status, "INTERNAL", message, null);
    };
  }
}
