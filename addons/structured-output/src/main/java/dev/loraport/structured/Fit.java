package dev.loraport.structured;

import dev.loraport.json.Json;
import dev.loraport.json.Json.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds a value against a schema that {@link Schemas} made, before it is read: constructors and
 * setters of a type take {@code null} for what is missing, and would leave the value half filled.
 * What may be null may be missing too; members that the schema doesn't have are left out.
 */
final class Fit {
  private static final Map<String, Kind> SCALARS =
      Map.of(
          "string", Kind.STRING,
          "integer", Kind.NUMBER,
          "number", Kind.NUMBER,
          "boolean", Kind.BOOLEAN);
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private final Json root;

  private Fit(Json root) {
    this.root = root;
  }

  /**
   * The value with all members of the schema, and no others.
   *
   * @throws IllegalArgumentException if a part of it is missing, null or of another form; the
   *     message names the member
   */
  static Json of(Json value, Json schema) {
    return new Fit(schema).fitted(value, schema, "");
  }

  private Json fitted(Json value, Json given, String path) {
    Json schema = Schemas.resolved(given, root);
    List<Json> forms = Schemas.subtypes(schema, root);
    if (value.isAbsent()) {
      if (!mayBeNull(schema)) {
        throw misfit(path, value.kind() == Kind.NULL ? "is null" : "is missing");
      }
      return Json.ofNull();
    }
    if (!forms.isEmpty()) {
      return fitted(value, chosen(value, forms, path), path);
    }
    if (Schemas.isA("object", schema)) {
      expect(Kind.OBJECT, value, path);
      return object(value, schema, path);
    }
    if (Schemas.isA("array", schema)) {
      expect(Kind.ARRAY, value, path);
      List<Json> elements = new ArrayList<>();
      for (Json element : value.elements()) {
        elements.add(fitted(element, schema.get("items"), path + "[" + elements.size() + "]"));
      }
      return Json.array(elements);
    }
    scalar(value, schema, path);
    return value;
  }

  /** Jackson would take a number for a text or a date, and a text for a number. */
  private static void scalar(Json value, Json schema, String path) {
    for (Map.Entry<String, Kind> type : SCALARS.entrySet()) {
      if (Schemas.isA(type.getKey(), schema)) {
        expect(type.getValue(), value, path);
      }
    }
    if (schema.get("format").equals(Json.of("date"))
        && !DATE.matcher(value.string().orElse("")).matches()) {
      throw misfit(path, "is no date; it must be of the form 2026-12-31");
    }
  }

  private Json object(Json value, Json schema, String path) {
    Map<String, Json> members = new LinkedHashMap<>();
    Map<String, Json> properties = schema.get("properties").members();
    properties.forEach(
        (name, property) ->
            members.put(name, fitted(value.get(name), property, Schemas.member(path, name))));
    Json others = schema.get("additionalProperties");
    if (others.kind() == Kind.OBJECT) {
      value
          .members()
          .forEach(
              (name, other) -> {
                if (!properties.containsKey(name)) {
                  members.put(name, fitted(other, others, Schemas.member(path, name)));
                }
              });
    }
    return Json.object(members);
  }

  /** The form whose constants the value has: one of the subtypes, or the one that isn't null. */
  private Json chosen(Json value, List<Json> forms, String path) {
    return forms.stream()
        .filter(form -> Schemas.constants(form).entrySet().stream().allMatch(c -> has(value, c)))
        .findFirst()
        .orElseThrow(
            () ->
                misfit(
                    path,
                    "is none of the subtypes, which are told apart by "
                        + forms.stream()
                            .map(form -> Json.object(Schemas.constants(form)).toString())
                            .collect(Collectors.joining(", "))));
  }

  private static boolean has(Json value, Map.Entry<String, Json> constant) {
    return value.get(constant.getKey()).equals(constant.getValue());
  }

  private boolean mayBeNull(Json schema) {
    return Schemas.isA("null", schema)
        || schema.get("anyOf").elements().stream()
            .anyMatch(form -> mayBeNull(Schemas.resolved(form, root)))
        // anything at all
        || schema.members().keySet().stream().allMatch("description"::equals);
  }

  private static void expect(Kind kind, Json value, String path) {
    if (value.kind() != kind) {
      throw misfit(path, "is of the kind " + value.kind() + ", and must be " + kind);
    }
  }

  private static IllegalArgumentException misfit(String path, String what) {
    return new IllegalArgumentException((path.isEmpty() ? "the value " : path + " ") + what);
  }
}
