package dev.loraport.internal.chat;

import dev.loraport.internal.json.JsonText;
import dev.loraport.json.Json;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/**
 * Writes the members of one request. A member that the caller adds by its wire name takes the place
 * of the field of that name; a default is written where neither is.
 */
final class BodyWriter {
  private static final String STREAM = "stream";

  private final JsonGenerator out;
  private final Map<String, Json> added;
  private final Map<String, Json> defaults;
  private final Consumer<String> refusal;

  private BodyWriter(
      JsonGenerator out,
      Map<String, Json> added,
      Map<String, Json> defaults,
      Consumer<String> refusal) {
    this.out = out;
    this.added = added;
    this.defaults = defaults;
    this.refusal = refusal;
  }

  /** What surrounds the fields of a request. */
  record Frame(Map<String, Json> added, Map<String, Json> defaults, Consumer<String> refusal) {
    /**
     * Makes it.
     *
     * @param extra members of the request, which win over its fields
     * @param extraBody members of the call, which win over both; a missing value removes a member
     * @param defaults members that are written where nothing else has their name
     * @param refusal refuses a field that the provider lacks, by an exception
     */
    static Frame of(
        Map<String, Json> extra,
        Map<String, Json> extraBody,
        Map<String, Json> defaults,
        Consumer<String> refusal) {
      Map<String, Json> added = extra;
      if (!extraBody.isEmpty()) {
        added = new LinkedHashMap<>(extra);
        added.putAll(extraBody);
      }
      if (added.containsKey(STREAM)) {
        throw new IllegalArgumentException(
            "extra has \"stream\": call stream(...) or streamText(...) for a stream instead");
      }
      if (defaults.isEmpty()) {
        return new Frame(added, Map.of(), refusal);
      }
      Map<String, Json> rest = new LinkedHashMap<>(defaults);
      rest.keySet().removeAll(added.keySet());
      return new Frame(added, rest, refusal);
    }
  }

  /** What takes the place of a field, be it only to leave it out; null if nothing does. */
  static @Nullable Json added(String name, Map<String, Json> extra, Map<String, Json> extraBody) {
    Json ofCall = extraBody.get(name);
    return ofCall == null ? extra.get(name) : ofCall;
  }

  /** How many answers are asked for by a field and by what may take its place. */
  static long answers(OptionalInt field, Map<String, Json> extra, Map<String, Json> extraBody) {
    Json added = added("n", extra, extraBody);
    return added == null ? field.orElse(1) : added.integer().orElse(1L);
  }

  /**
   * The JSON text of a request.
   *
   * @param fields writes the fields
   * @throws IllegalArgumentException if a value can't be said in JSON
   */
  static byte[] write(Frame frame, Consumer<BodyWriter> fields) {
    Text bytes = new Text();
    try (JsonGenerator out = JsonText.FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      BodyWriter writer = new BodyWriter(out, frame.added, frame.defaults, frame.refusal);
      out.writeStartObject();
      fields.accept(writer);
      writer.added.forEach(writer::member);
      writer.defaults.forEach(writer::member);
      out.writeEndObject();
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "the request can't be written as JSON: " + e.getOriginalMessage(), e);
    }
    return bytes.array();
  }

  /**
   * Most requests come in one piece from the generator, which has a buffer of its own; so this has
   * none of its own before, and is as long as the text then.
   */
  private static final class Text extends ByteArrayOutputStream {
    Text() {
      super(0);
    }

    byte[] array() {
      return count == buf.length ? buf : toByteArray();
    }
  }

  /** What is written to. */
  JsonGenerator out() {
    return out;
  }

  /** Whether the caller adds a member of that name. */
  boolean isAdded(String name) {
    return added.containsKey(name);
  }

  /** Writes the name of a member whose value is to be written; false if there is none to write. */
  boolean begin(String name, boolean present) {
    if (!present || added.containsKey(name)) {
      return false;
    }
    refusal.accept(name);
    if (!defaults.isEmpty()) {
      defaults.remove(name);
    }
    out.writeName(name);
    return true;
  }

  void text(String name, String value) {
    if (begin(name, true)) {
      out.writeString(value);
    }
  }

  void texts(String name, List<String> values) {
    if (begin(name, !values.isEmpty())) {
      out.writeStartArray();
      values.forEach(out::writeString);
      out.writeEndArray();
    }
  }

  void number(String name, OptionalInt value) {
    if (begin(name, value.isPresent())) {
      out.writeNumber(value.orElseThrow());
    }
  }

  void number(String name, OptionalDouble value) {
    if (begin(name, value.isPresent())) {
      finite(name, value.orElseThrow());
    }
  }

  /** A number, behind its name. */
  void finite(String name, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " must be a number, not " + value);
    }
    out.writeNumber(value);
  }

  /** The end of a request: whether the answer is to be streamed, and with its usage. */
  void stream(boolean stream, boolean asksForUsage) {
    if (!stream) {
      return;
    }
    out.writeBooleanProperty(STREAM, true);
    if (begin("stream_options", asksForUsage)) {
      out.writeStartObject();
      out.writeBooleanProperty("include_usage", true);
      out.writeEndObject();
    }
  }

  private void member(String name, Json value) {
    if (value.kind() != Json.Kind.MISSING) {
      out.writeName(name);
      JsonText.write(value, out);
    }
  }
}
