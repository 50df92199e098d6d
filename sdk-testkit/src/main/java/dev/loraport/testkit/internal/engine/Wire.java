package dev.loraport.testkit.internal.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The fakes' own JSON: trees in, trees out, nothing shared with the SDK. */
public final class Wire {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Wire() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** Null when the bytes are not one JSON value. */
  public static @Nullable JsonNode parse(byte[] json) {
    try {
      JsonNode node = MAPPER.readTree(json);
      return node == null || node.isMissingNode() ? null : node;
    } catch (JacksonException e) {
      return null;
    }
  }

  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /** A text field, or {@code absent} when it is missing, null or no text. */
  public static String string(JsonNode node, String field, String absent) {
    JsonNode value = node.path(field);
    return value.isString() ? value.asString() : absent;
  }

  /** A copy with the fields of {@code more} added or replaced. */
  public static ObjectNode with(ObjectNode base, Map<String, ? extends JsonNode> more) {
    ObjectNode copy = base.deepCopy();
    more.forEach(copy::set);
    return copy;
  }
}
