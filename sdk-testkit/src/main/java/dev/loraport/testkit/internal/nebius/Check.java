package dev.loraport.testkit.internal.nebius;

import dev.loraport.testkit.internal.engine.Wire;
import dev.loraport.testkit.internal.nebius.Findings.At;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a value must be, in the words of the service's validation. */
@FunctionalInterface
interface Check {
  /** Adds what is wrong with a value. */
  void check(Findings findings, At at, JsonNode value);

  /** A limit of a number. */
  record Bound(String type, String key, String words, double limit) {
    static Bound atLeast(double limit) {
      return new Bound("greater_than_equal", "ge", "greater than or equal to", limit);
    }

    static Bound atMost(double limit) {
      return new Bound("less_than_equal", "le", "less than or equal to", limit);
    }

    static Bound above(double limit) {
      return new Bound("greater_than", "gt", "greater than", limit);
    }

    static Bound below(double limit) {
      return new Bound("less_than", "lt", "less than", limit);
    }

    private boolean allows(double value) {
      return switch (key) {
        case "ge" -> value >= limit;
        case "le" -> value <= limit;
        case "gt" -> value > limit;
        default -> value < limit;
      };
    }
  }

  /** Any value at all. */
  static Check any() {
    return (findings, at, value) -> {};
  }

  static Check text() {
    return (findings, at, value) -> {
      if (!value.isString()) {
        findings.add(at, "string_type", "Input should be a valid string", value, null);
      }
    };
  }

  /** A text of a length. */
  static Check text(int least, int most) {
    return (findings, at, value) -> {
      int length = value.asString("").length();
      if (!value.isString()) {
        text().check(findings, at, value);
      } else if (length < least) {
        String message = "String should have at least " + least + " character(s)";
        findings.add(at, "string_too_short", message, value, context("min_length", least));
      } else if (length > most) {
        String message = "String should have at most " + most + " characters";
        findings.add(at, "string_too_long", message, value, context("max_length", most));
      }
    };
  }

  /** A text that begins with another. */
  static Check startingWith(String start) {
    return (findings, at, value) -> {
      if (!value.asString("").startsWith(start)) {
        String message = "Value error, must start with '" + start + "'";
        findings.add(at, "value_error", message, value, null);
      }
    };
  }

  static Check oneOf(String... values) {
    List<String> known = List.of(values);
    String quoted = known.stream().map(v -> "'" + v + "'").collect(Collectors.joining(", "));
    int last = quoted.lastIndexOf(", ");
    String expected =
        last < 0 ? quoted : quoted.substring(0, last) + " or " + quoted.substring(last + 2);
    return (findings, at, value) -> {
      if (!value.isString() || !known.contains(value.asString())) {
        ObjectNode context = Wire.object().put("expected", expected);
        findings.add(at, "literal_error", "Input should be " + expected, value, context);
      }
    };
  }

  static Check bool() {
    return (findings, at, value) -> {
      if (!value.isBoolean()) {
        findings.add(at, "bool_type", "Input should be a valid boolean", value, null);
      }
    };
  }

  static Check whole(Bound... bounds) {
    return (findings, at, value) -> {
      if (!value.isIntegralNumber()) {
        findings.add(at, "int_type", "Input should be a valid integer", value, null);
      } else {
        bounds(findings, at, value, bounds);
      }
    };
  }

  static Check number(Bound... bounds) {
    return (findings, at, value) -> {
      if (!value.isNumber()) {
        findings.add(at, "float_type", "Input should be a valid number", value, null);
      } else {
        bounds(findings, at, value, bounds);
      }
    };
  }

  /** An object with documented members. */
  static Check object(Shape shape) {
    return (findings, at, value) -> {
      if (value instanceof ObjectNode object) {
        shape.check(findings, at, object);
      } else {
        findings.add(at, "dict_type", "Input should be a valid dictionary", value, null);
      }
    };
  }

  static Check object() {
    return object(new Shape());
  }

  /** A list of a least and a largest size. */
  static Check list(int least, int most, Check item) {
    return (findings, at, value) -> {
      if (!value.isArray()) {
        findings.add(at, "list_type", "Input should be a valid list", value, null);
      } else if (value.size() < least) {
        String message =
            "List should have at least " + least + " item after validation, not " + value.size();
        findings.add(at, "too_short", message, value, context("min_length", least));
      } else if (value.size() > most) {
        String message =
            "List should have at most " + most + " items after validation, not " + value.size();
        findings.add(at, "too_long", message, value, context("max_length", most));
      } else {
        for (int i = 0; i < value.size(); i++) {
          item.check(findings, at.then(i), value.path(i));
        }
      }
    };
  }

  static Check list(Check item) {
    return list(0, Integer.MAX_VALUE, item);
  }

  /** One of two, told apart by whether the value is a text. */
  static Check textOr(Check other) {
    return (findings, at, value) -> {
      if (!value.isString()) {
        other.check(findings, at, value);
      }
    };
  }

  /** Both. */
  default Check and(Check more) {
    return (findings, at, value) -> {
      check(findings, at, value);
      more.check(findings, at, value);
    };
  }

  private static void bounds(Findings findings, At at, JsonNode value, Bound... bounds) {
    for (Bound bound : bounds) {
      if (!bound.allows(value.asDouble())) {
        boolean round = bound.limit() == Math.rint(bound.limit());
        String limit = round ? Long.toString((long) bound.limit()) : Double.toString(bound.limit());
        ObjectNode context = Wire.object();
        if (round) {
          context.put(bound.key(), (long) bound.limit());
        } else {
          context.put(bound.key(), bound.limit());
        }
        String message = "Input should be " + bound.words() + " " + limit;
        findings.add(at, bound.type(), message, value, context);
        return;
      }
    }
  }

  private static ObjectNode context(String key, int limit) {
    return Wire.object().put(key, limit);
  }
}
