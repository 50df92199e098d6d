package dev.loraport.testkit.internal.engine;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The smallest value that a plain JSON Schema allows. */
public final class JsonSample {
  /** Deeper than that only a type goes that holds itself without an end. */
  private static final int MAX_DEPTH = 32;

  private static final Map<String, String> FORMATS =
      Map.of(
          "date", "2026-01-02",
          "date-time", "2026-01-02T03:04:05Z",
          "time", "03:04:05Z",
          "duration", "PT1S",
          "uuid", "00000000-0000-4000-8000-000000000000",
          "email", "fake@example.com",
          "hostname", "example.com",
          "ipv4", "192.0.2.1",
          "uri", "https://example.com/");

  private final JsonNode root;

  private JsonSample(JsonNode root) {
    this.root = root;
  }

  /** An object, empty if the schema is of something else. */
  public static ObjectNode of(JsonNode schema) {
    return new JsonSample(schema).value(schema, 0) instanceof ObjectNode object
        ? object
        : Wire.object();
  }

  private JsonNode value(JsonNode given, int depth) {
    String reference = Wire.string(given, "$ref", "");
    JsonNode schema = reference.startsWith("#") ? root.at(reference.substring(1)) : given;
    if (depth > MAX_DEPTH) {
      return JsonNodeFactory.instance.nullNode();
    }
    for (String forms : new String[] {"anyOf", "oneOf"}) {
      if (!schema.path(forms).isEmpty()) {
        return value(schema.path(forms).path(0), depth + 1);
      }
    }
    if (schema.has("const")) {
      return schema.path("const");
    }
    if (!schema.path("enum").isEmpty()) {
      return schema.path("enum").path(0);
    }
    return typed(schema, depth);
  }

  private JsonNode typed(JsonNode schema, int depth) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    JsonNode type = schema.path("type");
    String first = schema.has("properties") ? "object" : "string";
    // several types: any of them will do, so the first is taken
    return switch (type.isArray() ? type.path(0).asString(first) : type.asString(first)) {
      case "integer", "number" -> nodes.numberNode(Math.max(1, schema.path("minimum").asInt(1)));
      case "boolean" -> nodes.booleanNode(true);
      case "array" -> elements(schema, depth);
      case "object" -> members(schema, depth);
      case "null" -> nodes.nullNode();
      default -> nodes.stringNode(FORMATS.getOrDefault(Wire.string(schema, "format", ""), "fake"));
    };
  }

  private ArrayNode elements(JsonNode schema, int depth) {
    ArrayNode elements = JsonNodeFactory.instance.arrayNode();
    int least = Math.min(schema.path("minItems").asInt(0), MAX_DEPTH);
    for (int i = 0; i < least; i++) {
      elements.add(value(schema.path("items"), depth + 1));
    }
    return elements;
  }

  private ObjectNode members(JsonNode schema, int depth) {
    ObjectNode members = Wire.object();
    schema
        .path("properties")
        .properties()
        .forEach(member -> members.set(member.getKey(), value(member.getValue(), depth + 1)));
    return members;
  }
}
