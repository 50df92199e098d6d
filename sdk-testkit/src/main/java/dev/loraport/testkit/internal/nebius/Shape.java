package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Call;
import dev.loraport.testkit.internal.nebius.Findings.At;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The documented members of a JSON object; further ones are allowed, as the service does. */
final class Shape {
  private enum Presence {
    REQUIRED,
    OPTIONAL,
    NULLABLE
  }

  private record Member(Check check, Presence presence) {}

  private final Map<String, Member> members = new LinkedHashMap<>();

  /** Members that must be there. */
  Shape needs(Check check, String... names) {
    return add(check, Presence.REQUIRED, names);
  }

  /** Members that may be left out, but not null. */
  Shape takes(Check check, String... names) {
    return add(check, Presence.OPTIONAL, names);
  }

  /** Members that may be left out or null. */
  Shape nullable(Check check, String... names) {
    return add(check, Presence.NULLABLE, names);
  }

  private Shape add(Check check, Presence presence, String... names) {
    for (String name : names) {
      members.put(name, new Member(check, presence));
    }
    return this;
  }

  void check(Findings findings, At at, ObjectNode object) {
    members.forEach(
        (name, member) -> {
          JsonNode value = object.path(name);
          if (value.isMissingNode()) {
            if (member.presence == Presence.REQUIRED) {
              findings.missing(at.then(name));
            }
          } else if (!value.isNull() || member.presence != Presence.NULLABLE) {
            member.check.check(findings, at.then(name), value);
          }
        });
  }

  /** The body of a request, once it has this shape. */
  ObjectNode read(Call call) {
    ObjectNode body = Findings.body(call);
    Findings findings = new Findings(call);
    check(findings, At.of("body"), body);
    findings.check();
    return body;
  }

  /** The members of an object that are not documented. */
  List<String> unknown(ObjectNode object) {
    return object.propertyNames().stream().filter(name -> !members.containsKey(name)).toList();
  }
}
