package dev.loraport.testkit.internal.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
    BOOL_OR_WHOLE("a boolean or an integer"),
    BOOL_WHOLE_OR_TEXT("a boolean, an integer or a string"),
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
        case BOOL_OR_WHOLE -> value.isBoolean() || value.isIntegralNumber();
        case BOOL_WHOLE_OR_TEXT ->
            value.isBoolean() || value.isIntegralNumber() || value.isString();
        case WHOLE_OR_TEXT -> value.isIntegralNumber() || value.isString();
        case TEXT_OR_OBJECT -> value.isString() || value.isObject();
        case TEXT_OR_LIST -> value.isString() || value.isArray();
      };
    }
  }

  /** In which way a field is wrong. */
  public enum FlawKind {
    UNKNOWN,
    TYPE,
    MISSING
  }

  /** A field that is wrong: its path, its value, and that in words. */
  public record Flaw(FlawKind kind, String field, JsonNode value, String problem) {}

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

  /** All that is wrong with an object but nulls, which are let pass for absent values. */
  public List<Flaw> flaws(ObjectNode object, String where) {
    String prefix = where.isEmpty() ? "" : where + ".";
    List<Flaw> flaws = new ArrayList<>();
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      String name = property.getKey();
      JsonNode value = property.getValue();
      Field field = fields.get(name);
      if (field == null) {
        String nearest = "; nearest: `" + prefix + Nearest.of(name, fields.keySet()) + "`";
        String problem = "unknown field `" + prefix + name + "`" + nearest;
        flaws.add(new Flaw(FlawKind.UNKNOWN, prefix + name, value, problem));
      } else if (!value.isNull() && !field.type().accepts(value)) {
        String problem = "`" + prefix + name + "` must be " + field.type().words;
        flaws.add(new Flaw(FlawKind.TYPE, prefix + name, value, problem));
      }
    }
    for (Map.Entry<String, Field> field : fields.entrySet()) {
      JsonNode value = object.path(field.getKey());
      if (field.getValue().required() && (value.isMissingNode() || value.isNull())) {
        String name = prefix + field.getKey();
        flaws.add(new Flaw(FlawKind.MISSING, name, value, "`" + name + "` is required"));
      }
    }
    return flaws;
  }

  /**
   * The first thing wrong with an object, or null. Notes on the call what a strict test must not
   * do: unknown fields, wrong types, missing fields, and nulls for absent values (which are let
   * pass).
   */
  public @Nullable String check(Call call, ObjectNode object, String where) {
    String prefix = where.isEmpty() ? "" : where + ".";
    List<Flaw> flaws = flaws(object, where);
    flaws.forEach(flaw -> call.problem(flaw.problem()));
    for (Map.Entry<String, JsonNode> property : object.properties()) {
      Field field = fields.get(property.getKey());
      if (field != null && !field.required() && property.getValue().isNull()) {
        call.problem("`" + prefix + property.getKey() + "` is null; leave it out instead");
      }
    }
    return flaws.isEmpty() ? null : flaws.get(0).problem();
  }
}
