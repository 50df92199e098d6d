package dev.loraport.dataset;

import dev.loraport.internal.json.JsonText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;

/** Reads one row of a chat file with the streaming parser, no tree in between. */
final class ChatRow {
  private static final int NAMES_KEPT = 8;

  private record Named(String name, long offset) {}

  private final DatasetRules rules;
  private final RowContext row;
  private final TextMeter meter;
  private final ChatMessageReader message;
  private final Conversation conversation;
  private final List<Named> others = new ArrayList<>();
  private long messages;

  ChatRow(DatasetRules rules, RowContext row, TextMeter meter) {
    this.rules = rules;
    this.row = row;
    this.meter = meter;
    this.conversation = new Conversation(rules, row);
    this.message = new ChatMessageReader(rules, row, meter, conversation);
  }

  /** Messages in all rows so far. */
  long messages() {
    return messages;
  }

  /** Reads one line; what it is wrong with goes to the log. The format, or "" if it is none. */
  String read(byte[] bytes, int start, int length, long line) {
    row.begin(bytes, start, length, line);
    others.clear();
    try (JsonParser in =
        JsonText.FACTORY.createParser(ObjectReadContext.empty(), bytes, start, length)) {
      String format = "";
      if (in.nextToken() == JsonToken.START_OBJECT) {
        format = members(in);
      } else {
        row.error(
            "not-an-object",
            offset(in),
            "",
            "each line must be one JSON object: {\"messages\": …}");
        in.skipChildren();
      }
      if (in.nextToken() != null) {
        row.error(
            "more-than-one-value",
            offset(in),
            "",
            "text goes on behind the object; put each example on a line of its own");
      }
      return format;
    } catch (StreamConstraintsException e) {
      row.error("json-too-large", failedAt(e), "", "JSON beyond what is read: " + reason(e));
    } catch (JacksonException e) {
      row.error("not-json", failedAt(e), "", "not valid JSON: " + reason(e));
    }
    return "";
  }

  private String members(JsonParser in) {
    boolean found = false;
    String name;
    while ((name = in.nextName()) != null) {
      long offset = offset(in);
      JsonToken value = in.nextToken();
      if (name.equals("messages")) {
        if (found) {
          row.error("duplicate-member", offset, "messages", "the row has two lists of messages");
        }
        found = true;
        messages(in, value);
      } else if (!rules.rowMembers().contains(name)) {
        if (others.size() < NAMES_KEPT) {
          others.add(new Named(name, offset));
        }
        in.skipChildren();
      } else if (name.equals("tools")) {
        tools(in, value);
      } else if (name.equals("weight")) {
        weight(in, value);
      } else {
        in.skipChildren();
      }
    }
    if (found) {
      for (Named other : others) {
        row.report(
            rules.otherRowMembers(),
            "unknown-member",
            other.offset(),
            "",
            "unknown member "
                + RowContext.quoted(other.name())
                + "; "
                + rules.name()
                + " knows messages, "
                + String.join(", ", rules.rowMembers().stream().sorted().toList()));
      }
      return "conversation";
    }
    return noMessages();
  }

  private String noMessages() {
    String format =
        has("prompt") && has("completion")
            ? "instruction"
            : has("preferred_output") ? "preference_openai" : has("text") ? "general" : "";
    row.error(
        "missing-messages",
        0,
        "",
        "no \"messages\""
            + (format.isEmpty() ? "" : " (the row has the " + format + " format)")
            + "; a chat row is {\"messages\": [{\"role\": \"user\", \"content\": …}, …]}");
    return format;
  }

  private boolean has(String name) {
    return others.stream().anyMatch(other -> other.name().equals(name));
  }

  private void messages(JsonParser in, JsonToken value) {
    long offset = offset(in);
    if (value != JsonToken.START_ARRAY) {
      row.error("messages-not-a-list", offset, "messages", "\"messages\" must be a list");
      in.skipChildren();
      return;
    }
    conversation.begin();
    message.beginRow();
    for (int index = 0; in.nextToken() != JsonToken.END_ARRAY; index++) {
      messages++;
      message.read(in, index);
    }
    conversation.end(offset);
  }

  private void tools(JsonParser in, JsonToken value) {
    if (value != JsonToken.START_ARRAY && value != JsonToken.VALUE_NULL) {
      row.error("tools-not-a-list", offset(in), "tools", "\"tools\" must be a list");
      in.skipChildren();
      return;
    }
    int depth = value == JsonToken.START_ARRAY ? 1 : 0;
    while (depth > 0) {
      JsonToken token = in.nextToken();
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else {
        meter.add(in.getStringCharacters(), in.getStringOffset(), in.getStringLength());
      }
    }
  }

  private void weight(JsonParser in, JsonToken value) {
    boolean number = value == JsonToken.VALUE_NUMBER_INT || value == JsonToken.VALUE_NUMBER_FLOAT;
    if (!number || in.getString().startsWith("-")) {
      row.error(
          "bad-row-weight", offset(in), "weight", "the weight of a row must be a number from 0 on");
      in.skipChildren();
    }
  }

  /** Where the current token begins, from the start of the line. */
  static long offset(JsonParser in) {
    return in.currentTokenLocation().getByteOffset();
  }

  private static long failedAt(JacksonException e) {
    return e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
  }

  private static String reason(JacksonException e) {
    @Nullable String text = e.getOriginalMessage();
    if (text == null) {
      return "no reason given";
    }
    if (text.contains("end-of-input")) {
      return "the row ends in the middle; is a bracket, a quote or the rest of the line missing?";
    }
    // where Jackson's own source stood says nothing about the file
    String line = text.replaceAll("\\s+", " ");
    int source = line.indexOf("[Source:");
    int bracket = line.lastIndexOf('(', Math.max(source, 0));
    return (source < 0 ? line : line.substring(0, Math.max(bracket, 0))).strip();
  }
}
