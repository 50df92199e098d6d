package dev.loraport.structured;

import dev.loraport.json.Json;
import dev.loraport.json.Json.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds a value against a schema that {@link Schemas} made, before it is read: constructors and
 * setters of a type take {@code null} for what is missing, and would leave the value half filled.
 * What may be null may be missing too; members that the schema doesn't have are left out.
 */
final class Fit {
  /** What is said of a number that is too large or too small for its member. */
  static final String OUT_OF_RANGE = "is a number out of range";

  private static final Map<String, Kind> SCALARS =
      Map.of(
          "string", Kind.STRING,
          "integer", Kind.NUMBER,
          "number", Kind.NUMBER,
          "boolean", Kind.BOOLEAN);
  private static final Pattern WHOLE = Pattern.compile("-?\\d+");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private final Json root;

  private Fit(Json root) {
    this.root = root;
  }

  /**
   * The value with all members of the schema, and no others.
   *
   * @throws IllegalArgumentException if a part of it is missing, null or of another form; the
   *     message names the member, in words of JSON as a model reads it
   */
  static Json of(Json value, Json schema) {
    return new Fit(schema).fitted(value, schema, "");
  }

  /**
   * Why a part of a value can't be read.
   *
   * @param value a value that fits the schema as far as can be seen
   * @param schema its schema
   * @param steps the names of members and numbers of elements that lead to the part
   * @param why what is wrong with it; empty if it is not of the form that the schema asks for
   */
  static String told(Json value, Json schema, List<Object> steps, String why) {
    Fit fit = new Fit(schema);
    Json part = value;
    Json form = schema;
    String path = "";
    for (Object step : steps) {
      form = fit.form(form, part, path);
      if (step instanceof String name) {
        Json property = form.get("properties").get(name);
        form = property.isAbsent() ? form.get("additionalProperties") : property;
        part = part.get(name);
        path = Schemas.member(path, name);
      } else {
        form = form.get("items");
        int index = (Integer) step;
        part = index < part.elements().size() ? part.elements().get(index) : Json.missing();
        path += "[" + step + "]";
      }
    }
    return at(path) + (why.isEmpty() ? fit.misfit(part, form) : why);
  }

  /** The schema of a value, of one of several forms where it says which. */
  private Json form(Json given, Json value, String path) {
    Json schema = Schemas.resolved(given, root);
    List<Json> forms = Schemas.subtypes(schema, root);
    return forms.isEmpty() ? schema : chosen(value, forms, path);
  }

  private Json fitted(Json value, Json given, String path) {
    Json schema = Schemas.resolved(given, root);
    List<Json> forms = Schemas.subtypes(schema, root);
    if (value.isAbsent()) {
      if (!mayBeNull(schema)) {
        throw misfit(path, value, schema);
      }
      return Json.ofNull();
    }
    if (!forms.isEmpty()) {
      return fitted(value, chosen(value, forms, path), path);
    }
    if (Schemas.isA("object", schema)) {
      expect(Kind.OBJECT, value, schema, path);
      return object(value, schema, path);
    }
    if (Schemas.isA("array", schema)) {
      expect(Kind.ARRAY, value, schema, path);
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
  private void scalar(Json value, Json schema, String path) {
    for (Map.Entry<String, Kind> type : SCALARS.entrySet()) {
      if (Schemas.isA(type.getKey(), schema)) {
        expect(type.getValue(), value, schema, path);
      }
    }
    List<Json> constants = schema.get("enum").elements();
    boolean fits =
        (!schema.get("format").equals(Json.of("date"))
                || DATE.matcher(value.string().orElse("")).matches())
            && (!Schemas.isA("integer", schema) || WHOLE.matcher(value.toString()).matches())
            && (constants.isEmpty() || constants.contains(value));
    if (!fits) {
      throw misfit(path, value, schema);
    }
    if (Schemas.isA("integer", schema) && !inRange(value.toString(), schema)) {
      throw new IllegalArgumentException(at(path) + OUT_OF_RANGE);
    }
  }

  private static boolean inRange(String number, Json schema) {
    BigInteger value = new BigInteger(number);
    return !beyond(schema.get("minimum"), value, -1) && !beyond(schema.get("maximum"), value, 1);
  }

  private static boolean beyond(Json bound, BigInteger value, int side) {
    return !bound.isAbsent() && value.compareTo(new BigInteger(bound.toString())) == side;
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
                new IllegalArgumentException(
                    at(path) + "is none of the subtypes, which are told apart by " + marks(forms)));
  }

  private static String marks(List<Json> forms) {
    return forms.stream()
        .map(form -> Json.object(Schemas.constants(form)).toString())
        .collect(Collectors.joining(", "));
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

  private void expect(Kind kind, Json value, Json schema, String path) {
    if (value.kind() != kind) {
      throw misfit(path, value, schema);
    }
  }

  private IllegalArgumentException misfit(String path, Json value, Json schema) {
    return new IllegalArgumentException(at(path) + misfit(value, schema));
  }

  private String misfit(Json value, Json schema) {
    String wanted = wanted(Schemas.resolved(schema, root));
    return "is "
        + shown(value)
        + (wanted.isEmpty() ? ", which does not fit" : ", and must be " + wanted);
  }

  private static String at(String path) {
    return path.isEmpty() ? "the value " : path + " ";
  }

  private static String shown(Json value) {
    String kind = value.kind().name().toLowerCase(Locale.ROOT);
    return switch (value.kind()) {
      case MISSING, NULL -> kind;
      case ARRAY, OBJECT -> "an " + kind;
      default -> "a " + kind;
    };
  }

  /** What a schema asks for; nothing if it takes anything. */
  private String wanted(Json schema) {
    List<Json> forms = Schemas.subtypes(schema, root);
    if (forms.size() == 1) {
      return wanted(forms.get(0));
    }
    if (!forms.isEmpty()) {
      return "an object with one of " + marks(forms);
    }
    if (!schema.get("enum").isAbsent()) {
      return "one of " + schema.get("enum");
    }
    if (Schemas.isA("object", schema)) {
      String members = String.join(", ", schema.get("properties").members().keySet());
      return members.isEmpty() ? "an object" : "an object with the members " + members;
    }
    String format = schema.get("format").string().orElse("");
    if (!format.isEmpty()) {
      return format.equals("date")
          ? "a date such as 2026-12-31"
          : "a string of the format " + format;
    }
    return Stream.of("array", "string", "integer", "number", "boolean")
        .filter(type -> Schemas.isA(type, schema))
        .map(type -> (type.matches("[ai].*") ? "an " : "a ") + type)
        .findFirst()
        .orElse("");
  }
}
