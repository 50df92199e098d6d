package dev.loraport.internal.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.loraport.json.Json;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says in words of JSON why a value could not be read: a model knows no classes. */
final class Misfit {
  private static final int LONGEST_NUMBER = 40;

  private Misfit() {}

  /** The failure to tell the model, for one of Jackson. */
  static IllegalArgumentException of(JacksonException e, Json value) {
    StringBuilder path = new StringBuilder();
    Json found = value;
    for (JacksonException.Reference step : e.getPath()) {
      String name = step.getPropertyName();
      if (name == null) {
        List<Json> all = found.elements();
        found = step.getIndex() < all.size() ? all.get(step.getIndex()) : Json.missing();
        path.append('[').append(step.getIndex()).append(']');
      } else {
        found = found.get(name);
        path.append(path.isEmpty() ? "" : ".").append(name);
      }
    }
    return new IllegalArgumentException(
        (path.isEmpty() ? "the value" : path) + " " + what(e, found), e);
  }

  private static String what(JacksonException e, Json found) {
    if (e instanceof InputCoercionException) {
      return "is a number out of range";
    }
    if (e instanceof ValueInstantiationException) {
      // what a constructor says is meant for who gave the value
      return e.getCause() instanceof IllegalArgumentException why
          ? "is refused: " + why.getMessage()
          : "is refused";
    }
    String is = "is " + shown(found);
    Class<?> type = e instanceof MismatchedInputException bad ? bad.getTargetType() : null;
    String wanted = type == null ? "" : wanted(type);
    return is + (wanted.isEmpty() ? ", which does not fit" : ", and must be " + wanted);
  }

  private static String shown(Json found) {
    String kind = found.kind().name().toLowerCase(Locale.ROOT);
    return switch (found.kind()) {
      case MISSING, NULL -> kind;
      case ARRAY, OBJECT -> "an " + kind;
      case NUMBER -> {
        String text = found.toString();
        yield text.length() > LONGEST_NUMBER ? "a number" : "the number " + text;
      }
      default -> "a " + kind;
    };
  }

  private static String name(Field constant) {
    JsonProperty named = constant.getAnnotation(JsonProperty.class);
    return named == null || named.value().isEmpty() ? constant.getName() : named.value();
  }

  /** What a type is in JSON; nothing where only its own code knows. */
  private static String wanted(Class<?> given) {
    Class<?> type = MethodType.methodType(given).wrap().returnType();
    if (type.isEnum()) {
      return "one of "
          + Json.strings(
              Stream.of(type.getFields()).filter(Field::isEnumConstant).map(Misfit::name).toList());
    }
    if (type == Boolean.class) {
      return "a boolean";
    }
    if (Number.class.isAssignableFrom(type)) {
      return List.of(Double.class, Float.class, BigDecimal.class, Number.class).contains(type)
          ? "a number"
          : "an integer";
    }
    if (type.isArray() || Iterable.class.isAssignableFrom(type)) {
      return "an array";
    }
    return switch (type.getName()) {
      case "java.lang.String", "java.lang.Character" -> "a string";
      case "java.time.LocalDate" -> "a date such as 2026-12-31";
      case "java.time.Instant", "java.time.OffsetDateTime" -> "a time such as 2026-12-31T23:59:59Z";
      case "java.util.UUID" -> "a UUID";
      default ->
          type.getName().startsWith("java.") && !Map.class.isAssignableFrom(type)
              ? ""
              : "an object that fits the schema";
    };
  }
}
