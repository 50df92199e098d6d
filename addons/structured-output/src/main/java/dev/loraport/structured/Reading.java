package dev.loraport.structured;

import dev.loraport.json.Json;
import java.lang.reflect.Type;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Reads JSON that {@link Fit} has held against its schema into types of users. So a member that is
 * unknown here is one that the type has, but that can't be set.
 */
final class Reading {
  /** No mapper can be changed once it is built. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          // the offset that the model wrote is a part of the value
          .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .addModule(
              new SimpleModule()
                  .addDeserializer(Float.class, new Finite<>(JsonParser::getFloatValue))
                  .addDeserializer(Float.TYPE, new Finite<>(JsonParser::getFloatValue))
                  .addDeserializer(Double.class, new Finite<>(JsonParser::getDoubleValue))
                  .addDeserializer(Double.TYPE, new Finite<>(JsonParser::getDoubleValue)))
          // an empty text would be no date and no object, but null
          .withCoercionConfigDefaults(
              all -> all.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
          .build();

  private Reading() {}

  /**
   * The name of a constant of an enum.
   *
   * @throws IllegalArgumentException if it is no text in JSON
   */
  static String name(Object constant) {
    return Json.parse(MAPPER.writeValueAsString(constant))
        .string()
        .orElseThrow(
            () -> new IllegalArgumentException(constant.getClass() + " is written as no text"));
  }

  /**
   * The value.
   *
   * @throws IllegalArgumentException if it doesn't fit; the message names the member, and no class
   */
  static Object value(Json json, Json schema, Type type) {
    Json fitted = Fit.of(json, schema);
    try {
      return MAPPER.readValue(fitted.toString(), MAPPER.constructType(type));
    } catch (JacksonException e) {
      List<Object> steps =
          e.getPath().stream()
              .<Object>map(
                  step -> step.getPropertyName() == null ? step.getIndex() : step.getPropertyName())
              .toList();
      throw new IllegalArgumentException(Fit.told(fitted, schema, steps, why(e)), e);
    }
  }

  /** What a constructor says is meant for who gave the value; all else names classes. */
  private static String why(JacksonException e) {
    if (e instanceof InputCoercionException) {
      return Fit.OUT_OF_RANGE;
    }
    if (e instanceof ValueInstantiationException) {
      return e.getCause() instanceof IllegalArgumentException refusal
          ? "is refused: " + refusal.getMessage()
          : "is refused";
    }
    return "";
  }

  /** Jackson reads what is beyond the largest {@code float} or {@code double} as infinite. */
  private static final class Finite<N extends Number> extends ValueDeserializer<N> {
    private final Function<JsonParser, N> value;

    Finite(Function<JsonParser, N> value) {
      this.value = value;
    }

    @Override
    public N deserialize(JsonParser parser, DeserializationContext context) {
      N number = value.apply(parser);
      if (Double.isInfinite(number.doubleValue())) {
        throw new InputCoercionException(
            parser, Fit.OUT_OF_RANGE, parser.currentToken(), number.getClass());
      }
      return number;
    }
  }
}
