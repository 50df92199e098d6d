package dev.loraport.internal.chat;

import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolCallDelta;
import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads the tool calls of an answer, and their fragments in a stream. */
final class ToolCallReader {
  private final ToolCallIndexes indexes = new ToolCallIndexes();
  private final List<Raw> raws = new ArrayList<>(0);

  private static final class Raw {
    @Nullable Integer index;
    @Nullable String id;
    @Nullable String name;
    String arguments = "";
    Map<String, Json> extra = Map.of();
  }

  /** Forgets what was read, before the next choice. */
  void clear() {
    raws.clear();
  }

  /** Reads the array at which the parser stands; false if it is none. */
  boolean readArray(JsonParser in) {
    if (!in.hasToken(JsonToken.START_ARRAY)) {
      return false;
    }
    while (Members.nextElement(in)) {
      if (in.hasToken(JsonToken.START_OBJECT)) {
        raws.add(call(in));
      } else {
        in.skipChildren();
      }
    }
    return true;
  }

  private static Raw call(JsonParser in) {
    Raw raw = new Raw();
    for (String name = Members.next(in); name != null; name = Members.next(in)) {
      String text = Members.string(in);
      if (name.equals("id") && text != null) {
        raw.id = text;
      } else if (name.equals("index") && Members.isIndex(in)) {
        raw.index = in.getIntValue();
      } else if (name.equals("function") && in.hasToken(JsonToken.START_OBJECT)) {
        function(raw, in);
      } else if (name.equals("type")) {
        in.skipChildren(); // it is a function, whatever it says
      } else {
        Json value = Members.present(in);
        if (value != null) {
          raw.extra = Parts.with(raw.extra, name, value);
        }
      }
    }
    return raw;
  }

  private static void function(Raw raw, JsonParser in) {
    for (String name = Members.next(in); name != null; name = Members.next(in)) {
      String text = Members.string(in);
      if (name.equals("name") && text != null) {
        raw.name = text;
      } else if (name.equals("arguments")) {
        // JSON as a text, but some engines send the object itself
        Json value = text == null ? Members.present(in) : null;
        raw.arguments = text != null ? text : value == null ? "" : value.toString();
      } else {
        in.skipChildren();
      }
    }
  }

  /** What was read, as fragments of a stream. */
  List<ToolCallDelta> deltas(int choice) {
    if (raws.isEmpty()) {
      return List.of();
    }
    List<ToolCallDelta> deltas = new ArrayList<>(raws.size());
    for (Raw raw : raws) {
      // several in one event are several calls
      boolean alone = raws.size() == 1;
      int index = indexes.of(choice, raw.index, raw.id, raw.name, raw.arguments, alone);
      deltas.add(
          new ToolCallDelta(
              index,
              Members.optional(raw.id),
              Members.optional(raw.name),
              raw.arguments,
              raw.extra));
    }
    return deltas;
  }

  /** What was read, as whole calls. */
  List<ToolCall> calls() {
    List<ToolCall> calls = new ArrayList<>(raws.size());
    for (Raw raw : raws) {
      calls.add(
          ToolCall.builder()
              .index(raw.index == null ? calls.size() : raw.index)
              .id(raw.id == null ? "" : raw.id)
              .name(raw.name == null ? "" : raw.name)
              .arguments(raw.arguments)
              .extra(raw.extra)
              .build());
    }
    return calls;
  }
}
