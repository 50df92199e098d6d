package dev.loraport.structured;

import com.fasterxml.classmate.ResolvedType;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerationContext;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonOption;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import dev.loraport.json.Json;
import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the JSON schema of a class as engines of constrained decoding want it: nothing beyond the
 * members of the class, and all of them required, since a grammar has no member that may be left
 * out in any order. What may be absent may be {@code null}.
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

  static Json of(Class<?> type) {
    SchemaGeneratorConfigBuilder config =
        new SchemaGeneratorConfigBuilder(SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
            .without(Option.SCHEMA_VERSION_INDICATOR)
            .with(
                Option.ADDITIONAL_FIXED_TYPES,
                Option.FLATTENED_OPTIONALS,
                Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT,
                Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                Option.PLAIN_DEFINITION_KEYS)
            .with(new JacksonSchemaModule(JacksonOption.RESPECT_JSONPROPERTY_ORDER));
    config.forFields().withRequiredCheck(field -> true).withNullableCheck(Schemas::mayBeNull);
    config.forTypesInGeneral().withCustomDefinitionProvider(Schemas::special);
    Json schema = Json.parse(new SchemaGenerator(config.build()).generateSchema(type).toString());
    if (schema.get("properties").isAbsent() || schema.get("properties").members().isEmpty()) {
      throw new IllegalArgumentException(
          type.getName()
              + " is no JSON object with members, and providers ask for one; wrap it in a record");
    }
    return schema;
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
    Field field = scope.getRawMember();
    return Optional.class.isAssignableFrom(field.getType())
        || Stream.of(field.getAnnotations(), field.getAnnotatedType().getAnnotations())
            .flatMap(Stream::of)
            .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Nullable"));
  }
}
