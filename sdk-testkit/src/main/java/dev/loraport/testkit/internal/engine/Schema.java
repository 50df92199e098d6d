package dev.loraport.testkit.internal.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The documented fields of a JSON request and their types. */
public final class Schema {
  /** The JSON types that a field may have. */
  public enum JsonType {
    TEXT("a string"),
    WHOLE("an integer"),
    NUMBER("a number"),
    BOOL("a boolean"),
    OBJECT("an object"),
    LIST("an array"),
    BOOL_OR_TEXT("a boolean or a string"),
    WHOLE_OR_TEXT("an integer or a string"),
    TEXT_OR_OBJECT("a string or an object"),
    TEXT_OR_LIST("a string or an array");

    private final String words;

    JsonType(String words) {
      this.words = words;
    }

    private boolean accepts(JsonNode value) {
      return switch (this) {
        case TEXT -> value.isString();
        case WHOLE -> value.isIntegralNumber();
        case NUMBER -> value.isNumber();
        case BOOL -> value.isBoolean();
        case OBJECT -> value.isObject();
        case LIST -> value.isArray();
        case BOOL_OR_TEXT -> value.isBoolean() || value.isString();
        case WHOLE_OR_TEXT -> value.isIntegralNumber() || value.isString();
        case TEXT_OR_OBJECT -> value.isString() || value.isObject();
        case TEXT_OR_LIST -> value.isString() || value.isArray();
      };
    }
  }

  private record Field(JsonType type, boolean required) {}

  private final Map<String, Field> fields = new LinkedHashMap<>();

  public Schema required(JsonType type, String... names) {
    return add(type, true, names);
  }

  public Schema optional(JsonType type, String... names) {
    return add(type, false, names);
  }

  private Schema add(JsonType type, boolean required, String... names) {
    for (String name : names) {
      fields.put(name, new Field(type, required));
    }
    return this;
  }

  /**
   * The first thing wrong with an object, or null. Notes on the call what a strict test must not
   * do: unknown fields, wrong types, missing fields, and nulls for absent values (which are let
   * pass).
   */
  public @Nullable String check(Call call, ObjectNode object, String where) {
    String prefix = where.isEmpty() ? "" : where + ".";
    String first = null;
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      String problem = check(call, prefix, property.getKey(), property.getValue());
      first = first == null ? problem : first;
    }
    for (Map.Entry<String, Field> field : fields.entrySet()) {
      JsonNode value = object.path(field.getKey());
      if (field.getValue().required() && (value.isMissingNode() || value.isNull())) {
        String problem = "`" + prefix + field.getKey() + "` is required";
        call.problem(problem);
        first = first == null ? problem : first;
      }
    }
    return first;
  }

  private @Nullable String check(Call call, String prefix, String name, JsonNode value) {
    Field field = fields.get(name);
    String problem = null;
    if (field == null) {
      problem =
          "unknown field `"
              + prefix
              + name
              + "`; nearest: `"
              + prefix
              + Nearest.of(name, fields.keySet())
              + "`";
    } else if (value.isNull()) {
      if (!field.required()) {
        call.problem("`" + prefix + name + "` is null; leave it out instead");
      }
    } else if (!field.type().accepts(value)) {
      problem = "`" + prefix + name + "` must be " + field.type().words;
    }
    if (problem != null) {
      call.problem(problem);
    }
    return problem;
  }
}
