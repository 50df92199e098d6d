package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.NebiusSwitches;
import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.RefusedException;
import dev.loraport.testkit.internal.engine.Wire;
import tools.jackson.databind.node.ObjectNode;

/** Error bodies: {@code detail} as a text, and for inference, by a switch, an engine's object. */
final class Errors {
  private static final String MISSING =
      "You don't have access to the resource or it does not exist";

  private final NebiusSwitches switches;

  Errors(NebiusSwitches switches) {
    this.switches = switches;
  }

  static Answer detail(int status, String text) {
    return Answer.json(status, Wire.object().put("detail", text));
  }

  /** The error, to be thrown by a handler. */
  static RefusedException refuse(int status, String text) {
    return new RefusedException(detail(status, text));
  }

  /** The refusal of what does not exist, or is out of reach. */
  RefusedException missing() {
    return refuse(switches.missingStatus(), MISSING);
  }

  /** The refusal of what the account may not use. */
  static RefusedException forbidden() {
    return refuse(403, MISSING);
  }

  /** The refusal of a route that the day does not have. */
  RefusedException gone() {
    int status = switches.goneStatus();
    return refuse(status, plain(status));
  }

  /** An error of inference. */
  Answer inference(int status, String text) {
    if (!switches.engineErrors()) {
      return detail(status, text);
    }
    ObjectNode body = Wire.object();
    body.putObject("error")
        .put("message", text)
        .put("type", status == 404 ? "NotFoundError" : "BadRequestError")
        .putNull("param")
        .put("code", status);
    return Answer.json(status, body);
  }

  /** What the framework says of a status by itself. */
  static String plain(int status) {
    return switch (status) {
      case 401 -> "Unauthorized";
      case 403 -> MISSING;
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      default -> "Internal Server Error";
    };
  }
}
