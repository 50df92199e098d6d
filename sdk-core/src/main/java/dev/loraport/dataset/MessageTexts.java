package dev.loraport.dataset;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The texts of one message: counts them and looks for secrets. */
final class MessageTexts {
  private final RowContext row;
  private final TextMeter meter;
  private int index;

  MessageTexts(RowContext row, TextMeter meter) {
    this.row = row;
    this.meter = meter;
  }

  void beginMessage(int messageIndex) {
    index = messageIndex;
    meter.addTokens(TextMeter.MESSAGE_TOKENS);
  }

  /** The path of a member of the message. */
  String path(String member) {
    return "messages[" + index + "]" + member;
  }

  /** Takes the text at which the parser stands; whether there is more than white space. */
  boolean text(JsonParser in, String member) {
    char[] text = in.getStringCharacters();
    int start = in.getStringOffset();
    int length = in.getStringLength();
    meter.add(text, start, length);
    String secret = Secrets.find(text, start, length);
    if (secret != null) {
      row.warning(
          "possible-secret",
          ChatRow.offset(in),
          path(member),
          "the text seems to hold " + secret + "; remove it: a model repeats what it was taught");
    }
    for (int i = start; i < start + length; i++) {
      if (!Character.isWhitespace(text[i])) {
        return true;
      }
    }
    return false;
  }

  void reasoning(JsonParser in, String name, JsonToken value) {
    if (value == JsonToken.VALUE_STRING) {
      text(in, "." + name);
    } else if (value != JsonToken.VALUE_NULL) {
      row.error("bad-reasoning", ChatRow.offset(in), path("." + name), name + " must be a text");
      in.skipChildren();
    }
  }

  /** Reads a list of tool calls; whether it has one. */
  boolean toolCalls(JsonParser in, JsonToken value) {
    if (value == JsonToken.VALUE_NULL) {
      return false;
    }
    if (value != JsonToken.START_ARRAY) {
      badCall(in, ".tool_calls", "tool_calls must be a list");
      return true;
    }
    int call = 0;
    for (; in.nextToken() != JsonToken.END_ARRAY; call++) {
      toolCall(in, ".tool_calls[" + call + "]");
    }
    return call > 0;
  }

  private void toolCall(JsonParser in, String member) {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      badCall(in, member, "a tool call must be an object");
      return;
    }
    long offset = ChatRow.offset(in);
    boolean function = false;
    String name;
    while ((name = in.nextName()) != null) {
      JsonToken value = in.nextToken();
      if (name.equals("function") && value == JsonToken.START_OBJECT) {
        function = true;
        function(in, member + ".function");
      } else {
        in.skipChildren();
      }
    }
    if (!function) {
      row.error("bad-tool-call", offset, path(member), "a tool call must name its function");
    }
  }

  private void function(JsonParser in, String member) {
    long offset = ChatRow.offset(in);
    boolean named = false;
    @Nullable String name;
    while ((name = in.nextName()) != null) {
      JsonToken value = in.nextToken();
      boolean text = value == JsonToken.VALUE_STRING;
      if (name.equals("name") && text) {
        named = text(in, member + ".name");
      } else if (name.equals("arguments") && text) {
        text(in, member + ".arguments");
      } else if (name.equals("arguments")) {
        badCall(in, member + ".arguments", "the arguments must be JSON as a text: \"{…}\"");
      } else {
        in.skipChildren();
      }
    }
    if (!named) {
      row.error("bad-tool-call", offset, path(member), "the function of a tool call has no name");
    }
  }

  private void badCall(JsonParser in, String member, String what) {
    row.error("bad-tool-call", ChatRow.offset(in), path(member), what);
    in.skipChildren();
  }
}
