package dev.loraport.internal.json;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import dev.loraport.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.MutableConfigOverride;
import tools.jackson.databind.json.JsonMapper;

/** {@link Json}'s way to Jackson's databind: loaded only when a value is written or read whole. */
public final class JsonDatabind {
  private JsonDatabind() {}

  /** The mapper can't be reached or changed from outside, and is built on first use. */
  static final class Holder {
    static final JsonMapper MAPPER =
        OlderAnnotations.allow(JsonMapper.builder())
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // records in the order of the names too, as all other values
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            // in a record a number that is absent or null is 0
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .withConfigOverride(boolean.class, JsonDatabind::takeNull)
            .withConfigOverride(int.class, JsonDatabind::takeNull)
            .withConfigOverride(long.class, JsonDatabind::takeNull)
            // an empty text or list says something that an absent one does not
            .changeDefaultPropertyInclusion(i -> i.withValueInclusion(Include.NON_ABSENT))
            .changeDefaultNullHandling(n -> JsonSetter.Value.forValueNulls(Nulls.SKIP))
            .build();
  }

  private static void takeNull(MutableConfigOverride type) {
    type.setNullHandling(JsonSetter.Value.forValueNulls(Nulls.SET));
  }

  /** The text of a value. */
  public static String write(Object value) {
    try {
      return Holder.MAPPER.writeValueAsString(value);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          value.getClass().getSimpleName() + " can't be written as JSON: " + e.getOriginalMessage(),
          e);
    }
  }

  /** The value of a text. */
  public static <T> T read(String text, Class<T> type) {
    try {
      return Holder.MAPPER.readValue(text, type);
    } catch (DatabindException e) {
      throw new IllegalArgumentException(
          "not a "
              + type.getSimpleName()
              + (e.getPathReference().isEmpty() ? "" : " at " + e.getPathReference())
              + ": "
              + e.getOriginalMessage(),
          e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  /** Writes a {@link Json} for any mapper. */
  public static final class Serializer extends ValueSerializer<Json> {
    @Override
    public void serialize(Json value, JsonGenerator out, SerializationContext context) {
      JsonText.write(value, out);
    }
  }

  /** Reads a {@link Json} for any mapper. */
  public static final class Deserializer extends ValueDeserializer<Json> {
    @Override
    public Json deserialize(JsonParser in, DeserializationContext context) {
      return JsonText.read(in);
    }

    @Override
    public Json getNullValue(DeserializationContext context) {
      return Json.ofNull();
    }
  }
}
