package dev.loraport.testkit.internal.engine;

import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The smallest value that a plain JSON Schema allows. */
public final class JsonSample {
  private JsonSample() {}

  public static ObjectNode of(JsonNode schema) {
    ObjectNode sample = Wire.object();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      put(sample, property.getKey(), property.getValue());
    }
    return sample;
  }

  private static void put(ObjectNode target, String name, JsonNode schema) {
    if (schema.path("enum").size() > 0) {
      target.set(name, schema.path("enum").path(0));
      return;
    }
    JsonNode type = schema.path("type");
    // several types: any of them will do, so the first is taken
    switch (type.isArray() ? type.path(0).asString("string") : type.asString("string")) {
      case "integer", "number" -> target.put(name, 1);
      case "boolean" -> target.put(name, true);
      case "array" -> target.putArray(name);
      case "object" -> target.set(name, of(schema));
      case "null" -> target.putNull(name);
      default -> target.put(name, "fake");
    }
  }
}
