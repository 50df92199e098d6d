package dev.loraport.testkit.internal.fireworks.world;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.RefusedException;
import dev.loraport.testkit.internal.engine.Wire;
import tools.jackson.databind.node.ObjectNode;

/** The canonical codes of the control plane; in an error body each is a number. */
public enum Code {
  CANCELLED(1, 499),
  UNKNOWN(2, 500),
  INVALID_ARGUMENT(3, 400),
  DEADLINE_EXCEEDED(4, 504),
  NOT_FOUND(5, 404),
  ALREADY_EXISTS(6, 409),
  PERMISSION_DENIED(7, 403),
  RESOURCE_EXHAUSTED(8, 429),
  FAILED_PRECONDITION(9, 400),
  ABORTED(10, 409),
  OUT_OF_RANGE(11, 400),
  UNIMPLEMENTED(12, 501),
  INTERNAL(13, 500),
  UNAVAILABLE(14, 503),
  DATA_LOSS(15, 500),
  UNAUTHENTICATED(16, 401);

  private final int number;
  private final int status;

  Code(int number, int status) {
    this.number = number;
    this.status = status;
  }

  /** The error, to be thrown by a handler. */
  public RefusedException refuse(String message) {
    return new RefusedException(answer(status, message));
  }

  /** The error with a stable classification among its details. */
  public RefusedException refuse(String message, String reason) {
    ObjectNode body = body(message);
    body.withArray("details")
        .addObject()
        .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
        .put("reason", reason)
        .put("domain", "fireworks.ai");
    return new RefusedException(Answer.json(status, body));
  }

  /** The error under a status that is not the usual one of its code. */
  public Answer answer(int httpStatus, String message) {
    return Answer.json(httpStatus, body(message));
  }

  private ObjectNode body(String message) {
    ObjectNode body = Wire.object().put("code", number).put("message", message);
    body.putArray("details");
    return body;
  }

  /** The error for an HTTP status, of which several codes may be the cause. */
  public static Answer ofStatus(int httpStatus, String message) {
    Code code =
        switch (httpStatus) {
          case 409 -> ABORTED;
          case 412 -> FAILED_PRECONDITION;
          case 500 -> INTERNAL;
          default -> {
            for (Code each : values()) {
              if (each.status == httpStatus) {
                yield each;
              }
            }
            yield UNKNOWN;
          }
        };
    return code.answer(httpStatus, message);
  }

  /** The {@code status} object of a resource, in which the code is a name. */
  public static ObjectNode ok() {
    return Wire.object().put("code", "OK").put("message", "");
  }

  /** The {@code status} object of a resource that has met a problem. */
  public ObjectNode status(String message) {
    return Wire.object().put("code", name()).put("message", message);
  }
}
