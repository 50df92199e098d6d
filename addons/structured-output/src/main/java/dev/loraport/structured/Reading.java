package dev.loraport.structured;

import dev.loraport.json.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads JSON into classes of users; what is missing is an error, what is more is left out. */
final class Reading {
  /** No mapper can be changed once it is built. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
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
   * @throws IllegalArgumentException if it doesn't fit; the message names the field
   */
  static <T> T value(Json json, Class<T> type) {
    try {
      T value = MAPPER.readValue(json.toString(), type);
      if (value == null) {
        throw new IllegalArgumentException("it is null");
      }
      return value;
    } catch (DatabindException e) {
      String where = e.getPathReference();
      throw new IllegalArgumentException(
          (where.isEmpty() ? "" : "at " + where + ": ") + e.getOriginalMessage(), e);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }
}
