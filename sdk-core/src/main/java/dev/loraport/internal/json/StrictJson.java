package dev.loraport.internal.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.loraport.json.Json;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JacksonException.Reference;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.exc.ValueInstantiationException;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.NopAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads classes of users whole: what a constructor takes must be there, unless it may be absent.
 */
public final class StrictJson extends NopAnnotationIntrospector {
  private static final long serialVersionUID = 1L;
  private static final Set<Class<?>> OPTIONALS =
      Set.of(Optional.class, OptionalInt.class, OptionalLong.class, OptionalDouble.class);
  private static final JsonMapper MAPPER = mapper(JsonDatabind.Holder.MAPPER);

  private StrictJson() {}

  private static JsonMapper mapper(JsonMapper plain) {
    return plain
        .rebuild()
        .annotationIntrospector(
            AnnotationIntrospector.pair(
                new StrictJson(), plain.deserializationConfig().getAnnotationIntrospector()))
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
        .build();
  }

  /**
   * The value of a class.
   *
   * @param schema what the model was told of the value
   * @throws IllegalArgumentException if it doesn't fit, or parts are missing; the message names the
   *     member, and no class, which a model doesn't know
   */
  public static <T> T read(Json json, Class<T> type, Json schema) {
    if (type == Json.class && !json.isAbsent()) {
      return type.cast(json);
    }
    try {
      T value = MAPPER.readValue(json.toString(), type);
      if (value != null) {
        return value;
      }
    } catch (JacksonException e) {
      throw misfit(e.getPath(), json, schema, e);
    }
    throw misfit(List.of(), json, schema, null);
  }

  private static IllegalArgumentException misfit(
      List<Reference> path, Json json, Json schema, @Nullable JacksonException e) {
    StringBuilder where = new StringBuilder();
    Json found = json;
    Json wanted = schema;
    for (Reference step : path) {
      String name = step.getPropertyName();
      if (name == null) {
        where.append('[').append(step.getIndex()).append(']');
        found = found.elements().stream().skip(step.getIndex()).findFirst().orElse(Json.missing());
        wanted = wanted.get("items");
      } else {
        where.append(where.isEmpty() ? "" : ".").append(name);
        found = found.get(name);
        wanted = wanted.get("properties").get(name);
      }
    }
    String kind = found.kind().name().toLowerCase(Locale.ROOT);
    String what =
        // what a constructor says is meant for who gave the value
        e instanceof ValueInstantiationException
                && e.getCause() instanceof IllegalArgumentException refusal
            ? " is refused: " + refusal.getMessage()
            : " does not fit: it is "
                + (found.isAbsent() ? "" : "of the type ")
                + kind
                + (wanted.isAbsent() ? "" : ", and the schema asks for " + wanted);
    return new IllegalArgumentException((where.isEmpty() ? "the value" : where) + what, e);
  }

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    return (member instanceof AnnotatedParameter part && !mayBeAbsent(part)) ? true : null;
  }

  @Override
  public JsonSetter.@Nullable Value findSetterInfo(MapperConfig<?> config, Annotated member) {
    if (!(member instanceof AnnotatedParameter part)) {
      return null;
    }
    return JsonSetter.Value.construct(
        mayBeAbsent(part) ? Nulls.SET : Nulls.FAIL, mayHoldNull(part) ? Nulls.SET : Nulls.FAIL);
  }

  private static boolean mayBeAbsent(AnnotatedParameter part) {
    return OPTIONALS.contains(part.getRawType())
        || isNullable(maker(part).getParameterAnnotations()[part.getIndex()])
        || isNullable(type(part).getAnnotations());
  }

  private static boolean mayHoldNull(AnnotatedParameter part) {
    return type(part) instanceof AnnotatedParameterizedType container
        && Stream.of(container.getAnnotatedActualTypeArguments())
            .anyMatch(element -> isNullable(element.getAnnotations()));
  }

  private static AnnotatedType type(AnnotatedParameter part) {
    return maker(part).getAnnotatedParameterTypes()[part.getIndex()];
  }

  private static Executable maker(AnnotatedParameter part) {
    return (Executable) part.getOwner().getMember();
  }

  private static boolean isNullable(Annotation[] annotations) {
    // by the name, as each kit has its own
    return Stream.of(annotations)
        .anyMatch(annotation -> annotation.annotationType().getSimpleName().equals("Nullable"));
  }
}
