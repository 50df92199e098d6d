package dev.loraport.internal.json;

import dev.loraport.json.Json;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** {@link Json} from and to text, on Jackson's streaming API alone. */
public final class JsonText {
  /** Shared by all that reads or writes JSON here; it can't be changed once it is built. */
  public static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(500)
                  .maxNumberLength(1_000)
                  .maxStringLength(64 << 20)
                  .build())
          .build();

  private JsonText() {}

  /** Reads the one value of a text. */
  public static Json parse(String text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return whole(parser);
    } catch (JacksonException e) {
      throw invalid(e);
    }
  }

  /** Reads the one value of a text in UTF-8. */
  public static Json parse(byte[] text) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      return whole(parser);
    } catch (JacksonException e) {
      throw invalid(e);
    }
  }

  /** The compact text of a value. */
  public static String write(Json value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      write(value, generator);
    }
    return out.toString();
  }

  /** Writes a value where a generator stands. */
  public static void write(Json value, JsonGenerator out) {
    switch (value.kind()) {
      case MISSING, NULL -> out.writeNull();
      case BOOLEAN -> out.writeBoolean(value.bool().orElseThrow());
      case STRING -> out.writeString(value.string().orElseThrow());
      case NUMBER -> writeNumber(value, out);
      case ARRAY -> {
        out.writeStartArray();
        value.elements().forEach(element -> write(element, out));
        out.writeEndArray();
      }
      case OBJECT -> {
        out.writeStartObject();
        value
            .members()
            .forEach(
                (name, member) -> {
                  out.writeName(name);
                  write(member, out);
                });
        out.writeEndObject();
      }
    }
  }

  private static void writeNumber(Json value, JsonGenerator out) {
    if (value.integer().isPresent()) {
      out.writeNumber(value.integer().get());
    } else {
      out.writeNumber(value.number().orElseThrow());
    }
  }

  /**
   * Reads the value that begins at the parser's current token, and stops at its last token.
   *
   * @throws IllegalArgumentException if the parser has no more tokens within the value, or none
   */
  public static Json read(JsonParser in) {
    return switch (available(in.currentToken())) {
      case VALUE_NULL -> Json.ofNull();
      case VALUE_TRUE -> Json.of(true);
      case VALUE_FALSE -> Json.of(false);
      case VALUE_STRING -> Json.of(in.getString());
      case VALUE_NUMBER_INT ->
          in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? Json.of(in.getBigIntegerValue())
              : Json.of(in.getLongValue());
      case VALUE_NUMBER_FLOAT -> Json.of(in.getDecimalValue());
      case START_ARRAY -> {
        List<Json> elements = new ArrayList<>();
        while (available(in.nextToken()) != JsonToken.END_ARRAY) {
          elements.add(read(in));
        }
        yield Json.array(elements);
      }
      case START_OBJECT -> {
        Map<String, Json> members = Map.of();
        while (available(in.nextToken()) != JsonToken.END_OBJECT) {
          String name = in.currentName();
          in.nextToken();
          members = Parts.with(members, name, read(in));
        }
        yield Json.object(members);
      }
      default -> throw new IllegalArgumentException("no JSON value at " + in.currentToken());
    };
  }

  /**
   * The token, which a parser that is fed piece by piece may not have yet.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static JsonToken available(@Nullable JsonToken token) {
    if (token == null || token == JsonToken.NOT_AVAILABLE) {
      throw new IllegalArgumentException("the JSON ends within a value");
    }
    return token;
  }

  private static Json whole(JsonParser in) {
    if (in.nextToken() == null) {
      throw new IllegalArgumentException("no JSON value: the text is empty");
    }
    Json value = read(in);
    if (in.nextToken() != null) {
      throw new IllegalArgumentException(
          "more than one JSON value: text goes on at column "
              + in.currentTokenLocation().getColumnNr());
    }
    return value;
  }

  private static IllegalArgumentException invalid(JacksonException e) {
    String where =
        e.getLocation() == null
            ? ""
            : " at line "
                + e.getLocation().getLineNr()
                + ", column "
                + e.getLocation().getColumnNr();
    return new IllegalArgumentException("not JSON" + where + ": " + e.getOriginalMessage(), e);
  }
}
