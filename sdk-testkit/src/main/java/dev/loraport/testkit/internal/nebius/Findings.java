package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Answer;
import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.engine.RefusedException;
import dev.loraport.testkit.internal.engine.Wire;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the validation of one request found, as the list that a 422 carries. */
final class Findings {
  private final Call call;
  private final ArrayNode list = Wire.array();

  Findings(Call call) {
    this.call = call;
  }

  /** Where something is: texts are names, numbers are positions. */
  record At(List<Object> steps) {
    static At of(Object... steps) {
      return new At(List.of(steps));
    }

    At then(Object step) {
      List<Object> longer = new ArrayList<>(steps);
      longer.add(step);
      return new At(longer);
    }
  }

  /** Adds a finding; {@code input} and {@code context} may be left out. */
  void add(
      At at, String type, String message, @Nullable JsonNode input, @Nullable ObjectNode context) {
    ObjectNode finding = list.addObject().put("type", type);
    ArrayNode location = finding.putArray("loc");
    for (Object step : at.steps()) {
      if (step instanceof Integer number) {
        location.add(number);
      } else {
        location.add(step.toString());
      }
    }
    finding.put("msg", message);
    if (input != null) {
      finding.set("input", input);
    }
    if (context != null) {
      finding.set("ctx", context);
    }
    if (type.equals("missing") || type.endsWith("_type")) {
      call.problem(message + " at " + location);
    }
  }

  void missing(At at) {
    add(at, "missing", "Field required", null, null);
  }

  /** Refuses the request when anything was found. */
  void check() {
    if (!list.isEmpty()) {
      throw new RefusedException(answer());
    }
  }

  private Answer answer() {
    ObjectNode body = Wire.object();
    body.set("detail", list);
    return Answer.json(422, body);
  }

  /** The first message, or null when nothing was found. */
  @Nullable String first() {
    return list.isEmpty() ? null : list.path(0).path("msg").asString();
  }

  /** The body as an object; anything else is refused at once. */
  static ObjectNode body(Call call) {
    ObjectNode body = call.json();
    if (body == null) {
      Findings findings = new Findings(call);
      call.problem("the body is no JSON object");
      findings.add(At.of("body"), "json_invalid", "JSON decode error", null, null);
      throw new RefusedException(findings.answer());
    }
    return body;
  }
}
