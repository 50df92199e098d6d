package dev.loraport.testkit.internal.together;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Ids;
import dev.loraport.testkit.internal.engine.Wire;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Error bodies: the usual nested one and the flat one of batches. */
final class Errors {
  private static final String INVALID = "invalid_request_error";

  private final Ids ids;

  Errors(Ids ids) {
    this.ids = ids;
  }

  Answer invalid(String message) {
    return of(400, message, INVALID, null);
  }

  Answer notFound(String what, String id) {
    return of(404, what + " " + id + " not found", INVALID, null);
  }

  Answer modelNotAvailable(int status, String message) {
    return of(status, message, INVALID, "model_not_available");
  }

  Answer of(int status, String message, String type, @Nullable String code) {
    ObjectNode body = Wire.object().put("id", requestId());
    body.putObject("error")
        .put("message", message)
        .put("type", type)
        .putNull("param")
        .put("code", code);
    return Answer.json(status, body);
  }

  /** The shape that goes with a status when no handler has one of its own. */
  Answer ofStatus(int status, String message) {
    return switch (status) {
      case 401 -> of(401, message, INVALID, "invalid_api_key");
      case 402 -> of(402, message, INVALID, "insufficient_balance");
      case 429 -> of(429, message, "dynamic_request_limited", null);
      case 503 -> of(503, message, "service_unavailable", null);
      default -> of(status, message, status >= 500 ? "server_error" : INVALID, null);
    };
  }

  /** Errors of batches have a plain text under {@code error}. */
  Answer flat(int status, String message) {
    return Answer.json(status, Wire.object().put("error", message));
  }

  String requestId() {
    return "oy" + ids.alphanumeric(5) + "-" + ids.alphanumeric(6) + "-" + ids.hex(16);
  }
}
