package dev.loraport.structured;

import com.fasterxml.classmate.ResolvedType;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.CustomDefinition.AttributeInclusion;
import com.github.victools.jsonschema.generator.CustomDefinition.DefinitionType;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import com.github.victools.jsonschema.module.jackson.JsonPropertySorter;
import dev.loraport.json.Json;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the JSON schema of a type as engines of constrained decoding want it: nothing beyond the
 * members of the type, and all of them required, since a grammar has no member that may be left out
 * in any order. What may be absent may be {@code null}.
 */
final class Schemas {
  private static final Map<Class<?>, String> NUMBERS =
      Map.of(
          OptionalInt.class,
          "integer",
          OptionalLong.class,
          "integer",
          OptionalDouble.class,
          "number");

  private Schemas() {}

  /** Marks, in a schema that is never handed out, what has none. */
  private static final String REFUSED = "refused";

  private static final String NO_BYTES =
      "a byte[] has no form of its own in JSON: take a String (as base64, say so in its"
          + " description), or a List<Integer>";

  /**
   * The schema of a type.
   *
   * @throws IllegalArgumentException if a part of the type has no schema that a value could be read
   *     by; the message names the member
   */
  static Json of(Type type) {
    SchemaGeneratorConfigBuilder config =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .without(Option.SCHEMA_VERSION_INDICATOR)
            .with(
                Option.ADDITIONAL_FIXED_TYPES,
                Option.FLATTENED_OPTIONALS,
                Option.NULLABLE_ARRAY_ITEMS_ALLOWED,
                Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                Option.PLAIN_DEFINITION_KEYS)
            .with(new JacksonSchemaModule(JacksonOption.RESPECT_JSONPROPERTY_ORDER));
    config.forFields().withRequiredCheck(field -> true).withNullableCheck(Schemas::mayBeNull);
    config
        .forTypesInGeneral()
        // in the order of the type: a model writes in the order of the schema, and what is to be
        // thought of first must be written first
        .withPropertySorter(new JsonPropertySorter(false))
        .withSubtypeResolver(Schemas::permitted)
        .withCustomDefinitionProvider(Schemas::special);
    Json schema = Json.parse(new SchemaGenerator(config.build()).generateSchema(type).toString());
    if (!schema.get("anyOf").isAbsent()) {
      throw new IllegalArgumentException(
          type.getTypeName()
              + " has several subtypes, and providers ask for one object with members; make it a"
              + " member of a record");
    }
    refuse(schema, schema, "", type, new HashSet<>());
    if (schema.get("properties").members().isEmpty()) {
      throw new IllegalArgumentException(
          type.getTypeName()
              + " is no JSON object with members, and providers ask for one; wrap it in a record");
    }
    return schema;
  }

  /** What a schema refers to, or itself. */
  static Json resolved(Json schema, Json root) {
    String reference = schema.get("$ref").string().orElse("");
    Json found = reference.isEmpty() ? schema : root;
    for (String name : reference.isEmpty() ? new String[0] : reference.substring(1).split("/")) {
      found = name.isEmpty() ? found : found.get(name);
    }
    return found;
  }

  /** What a value may be one of: subtypes, or the one form that isn't null. */
  static List<Json> subtypes(Json schema, Json root) {
    return schema.get("anyOf").elements().stream()
        .map(form -> resolved(form, root))
        .filter(form -> !form.get("type").equals(Json.of("null")))
        .toList();
  }

  /** The members of an object that can only have one value, which tells subtypes apart. */
  static Map<String, Json> constants(Json schema) {
    Map<String, Json> constants = new LinkedHashMap<>();
    schema
        .get("properties")
        .members()
        .forEach(
            (name, property) -> {
              if (property.get("const").kind() != Json.Kind.MISSING) {
                constants.put(name, property.get("const"));
              }
            });
    return constants;
  }

  /** Whether a value may be of that type. */
  static boolean isA(String type, Json schema) {
    Json types = schema.get("type");
    return types.equals(Json.of(type)) || types.elements().contains(Json.of(type));
  }

  /** The path of a member. */
  static String member(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static void refuse(Json given, Json root, String path, Type type, Set<Json> seen) {
    Json schema = resolved(given, root);
    if (!seen.add(schema)) {
      return;
    }
    Map<String, Json> members = schema.get("properties").members();
    List<Json> forms = subtypes(schema, root);
    String refused = schema.get(REFUSED).string().orElse("");
    if (isA("object", schema)
        && members.isEmpty()
        && schema.get("additionalProperties").equals(Json.of(false))) {
      refused =
          "has no members that a model could fill; give it some (components of a record, or fields"
              + " that can be set)"
              + (path.isEmpty()
                  ? "; a tool without arguments is a HandledTool"
                  : ", or leave it out");
    }
    if (forms.size() > 1 && forms.stream().anyMatch(form -> constants(form).isEmpty())) {
      refused = "a subtype has no mark; each must implement the type with @JsonTypeInfo itself";
    }
    if (forms.stream().anyMatch(form -> !form.get("$ref").isAbsent())) {
      refused = // the mark would stand beside a closed object that does not know it
          "a subtype holds its own kind, for which there is no closed schema; name how deep it may"
              + " go by types of their own, or use a record without subtypes";
    }
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException(
          type.getTypeName() + (path.isEmpty() ? ": " : ", at " + path + ": ") + refused);
    }
    String endless = endless(schema, root, path, new HashSet<>());
    if (!endless.isEmpty()) {
      throw new IllegalArgumentException(
          type.getTypeName()
              + ", at "
              + endless
              + ": each value must hold another of its kind, without end; make it an Optional,"
              + " @Nullable or a List");
    }
    members.forEach((name, part) -> refuse(part, root, member(path, name), type, seen));
    forms.forEach(part -> refuse(part, root, path, type, seen));
    refuse(schema.get("items"), root, path + "[]", type, seen);
    refuse(schema.get("additionalProperties"), root, path + "[]", type, seen);
  }

  /**
   * The path of a member that leads back to what holds it, where each on the way must be there;
   * empty if a value can end.
   */
  private static String endless(Json given, Json root, String path, Set<Json> above) {
    Json schema = resolved(given, root);
    String found = "";
    for (Json form : schema.get("anyOf").elements()) {
      found = endless(form, root, path, above);
      if (found.isEmpty()) {
        return "";
      }
    }
    Map<String, Json> members = schema.get("properties").members();
    if (!found.isEmpty() || members.isEmpty() || isA("null", schema)) {
      return found;
    }
    if (!above.add(schema)) {
      return path;
    }
    for (Map.Entry<String, Json> part : members.entrySet()) {
      found = endless(part.getValue(), root, member(path, part.getKey()), above);
      if (!found.isEmpty()) {
        break;
      }
    }
    above.remove(schema);
    return found;
  }

  /** The subtypes that Jackson finds by itself, those of a sealed type; null asks the next. */
  private static @Nullable List<ResolvedType> permitted(
      ResolvedType type, SchemaGenerationContext context) {
    Class<?> erased = type.getErasedType();
    if (!erased.isSealed()
        || erased.isAnnotationPresent(JsonSubTypes.class)
        || !refusal(erased).isEmpty()) {
      return null;
    }
    return Stream.of(erased.getPermittedSubclasses())
        .<ResolvedType>map(subtype -> context.getTypeContext().resolveSubtype(type, subtype))
        .toList();
  }

  /** Why no subtype could be read for a type, or nothing. */
  private static String refusal(Class<?> type) {
    if (type.isPrimitive()
        || type.isArray()
        || type.isEnum()
        || type.getName().startsWith("java.")
        || !Modifier.isAbstract(type.getModifiers())) {
      return "";
    }
    JsonTypeInfo told = type.getAnnotation(JsonTypeInfo.class);
    boolean known = type.isSealed() || type.isAnnotationPresent(JsonSubTypes.class);
    return known
            && told != null
            && told.include() == JsonTypeInfo.As.PROPERTY
            && told.use() != JsonTypeInfo.Id.DEDUCTION
        ? ""
        : type.getName()
            + " is abstract: say how its subtypes are told apart, by @JsonTypeInfo with a property"
            + " (as use = NAME, property = kind), and which there are, by @JsonSubTypes or"
            + " by sealing it; or use a record";
  }

  /**
   * What the generator would take apart, and the constants of enums by the names they have in JSON.
   */
  private static @Nullable CustomDefinition special(
      ResolvedType type, SchemaGenerationContext context) {
    Class<?> erased = type.getErasedType();
    ObjectNode schema = context.getGeneratorConfig().createObjectNode();
    if (NUMBERS.containsKey(erased)) {
      schema.putArray("type").add(NUMBERS.get(erased)).add("null");
      return new CustomDefinition(schema, true);
    }
    if (erased == byte.class || erased == Byte.class) {
      schema.put("type", "integer").put("minimum", Byte.MIN_VALUE).put("maximum", Byte.MAX_VALUE);
      return new CustomDefinition(schema, true);
    }
    if (erased == byte[].class) {
      return new CustomDefinition(schema.put(REFUSED, NO_BYTES), true);
    }
    if (erased == Json.class) {
      return new CustomDefinition(schema, DefinitionType.INLINE, AttributeInclusion.NO);
    }
    String refusal = refusal(erased);
    if (!refusal.isEmpty()) {
      return new CustomDefinition(schema.put(REFUSED, refusal), true);
    }
    if (erased.isEnum()) {
      schema.put("type", "string");
      ArrayNode names = schema.putArray("enum");
      for (Object constant : erased.getEnumConstants()) {
        names.add(Reading.name(constant));
      }
      return new CustomDefinition(schema, true);
    }
    return null;
  }

  private static boolean mayBeNull(FieldScope scope) {
    if (scope.isFakeContainerItemScope()) {
      return scope.getDeclaredType().getErasedType() == Optional.class;
    }
    Field field = scope.getRawMember();
    return Optional.class.isAssignableFrom(field.getType())
        || Stream.of(field.getAnnotations(), field.getAnnotatedType().getAnnotations())
            .flatMap(Stream::of)
            .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Nullable"));
  }
}
