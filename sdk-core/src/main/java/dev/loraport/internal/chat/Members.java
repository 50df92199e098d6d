package dev.loraport.internal.chat;

import dev.loraport.internal.json.JsonText;
import dev.loraport.json.Json;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Steps through the members of objects, and takes values of the kinds that a field can have. */
final class Members {
  private Members() {}

  /** The name of the next member, with the parser on its value; null at the end of the object. */
  static @Nullable String next(JsonParser in) {
    JsonToken token = in.nextToken();
    if (token == JsonToken.END_OBJECT) {
      return null;
    }
    if (token != JsonToken.PROPERTY_NAME) {
      throw new IllegalArgumentException("the JSON ends within an object");
    }
    String name = in.currentName();
    JsonText.available(in.nextToken());
    return name;
  }

  /** Whether an array has a next element, with the parser on it. */
  static boolean nextElement(JsonParser in) {
    return JsonText.available(in.nextToken()) != JsonToken.END_ARRAY;
  }

  /** The value, or null for the literal null, which says no more than its absence. */
  static @Nullable Json present(JsonParser in) {
    return in.hasToken(JsonToken.VALUE_NULL) ? null : JsonText.read(in);
  }

  /** The text, or null if it is none. */
  static @Nullable String string(JsonParser in) {
    return in.hasToken(JsonToken.VALUE_STRING) ? in.getString() : null;
  }

  /** Whether the value is a whole number from 0 that fits an index. */
  static boolean isIndex(JsonParser in) {
    return in.hasToken(JsonToken.VALUE_NUMBER_INT)
        && in.getNumberType() == JsonParser.NumberType.INT
        && in.getIntValue() >= 0;
  }

  /** Whether the value is a whole number of 64 bits. */
  static boolean isLong(JsonParser in) {
    return in.hasToken(JsonToken.VALUE_NUMBER_INT)
        && in.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
  }

  /** Whether the value is a time in whole seconds that an {@link Instant} can hold. */
  static boolean isSeconds(JsonParser in) {
    if (!isLong(in)) {
      return false;
    }
    long seconds = in.getLongValue();
    return seconds >= Instant.MIN.getEpochSecond() && seconds <= Instant.MAX.getEpochSecond();
  }

  /** The whole number of any size, as a number or as its text; null if it is none. */
  static @Nullable BigInteger whole(JsonParser in) {
    if (in.hasToken(JsonToken.VALUE_NUMBER_INT)) {
      return in.getBigIntegerValue();
    }
    String text = string(in);
    return text != null && text.length() <= 64 && text.matches("-?[0-9]+")
        ? new BigInteger(text)
        : null;
  }

  /** The text, unless it is empty and so says nothing. */
  static Optional<String> optional(@Nullable String text) {
    return text == null || text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /**
   * The one of the two spellings of the thinking that says something. Nebius sends both at times,
   * and there it is {@code reasoning_content}; the others send one alone (as of October 2026).
   */
  static @Nullable String reasoning(@Nullable String content, @Nullable String other) {
    return content == null || (content.isEmpty() && other != null) ? other : content;
  }
}
