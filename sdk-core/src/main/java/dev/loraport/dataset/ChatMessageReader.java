package dev.loraport.dataset;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads one message of a row. */
final class ChatMessageReader {
  /** What a message has as its content. */
  private enum Content {
    NONE,
    EMPTY,
    SOME
  }

  private final DatasetRules rules;
  private final RowContext row;
  private final Conversation conversation;
  private final MessageTexts texts;
  private final ContentParts parts;

  private @Nullable String role;
  private boolean roleSeen;
  private long roleOffset;
  private Content content = Content.NONE;
  private boolean toolCalls;
  private boolean masked;

  ChatMessageReader(
      DatasetRules rules, RowContext row, TextMeter meter, Conversation conversation) {
    this.rules = rules;
    this.row = row;
    this.conversation = conversation;
    this.texts = new MessageTexts(row, meter);
    this.parts = new ContentParts(rules, row, texts);
  }

  void beginRow() {
    parts.beginRow();
  }

  /** Reads the message at which the parser stands. */
  void read(JsonParser in, int index) {
    texts.beginMessage(index);
    long offset = ChatRow.offset(in);
    role = null;
    roleSeen = false;
    roleOffset = offset;
    content = Content.NONE;
    toolCalls = false;
    masked = false;
    if (in.currentToken() != JsonToken.START_OBJECT) {
      row.error(
          "message-not-an-object",
          offset,
          texts.path(""),
          "a message must be an object: {\"role\": …, \"content\": …}");
      in.skipChildren();
      conversation.message(null, offset, false);
      return;
    }
    parts.beginMessage();
    String name;
    while ((name = in.nextName()) != null) {
      member(in, name, in.nextToken());
    }
    end(offset);
  }

  private void member(JsonParser in, String name, JsonToken value) {
    switch (name) {
      case "role" -> role(in, value);
      case "content" -> content(in, value);
      case "weight" -> weight(in, value);
      case "tool_calls" -> toolCalls = texts.toolCalls(in, value);
      case "reasoning", "reasoning_content" -> texts.reasoning(in, name, value);
      default -> in.skipChildren();
    }
  }

  private void role(JsonParser in, JsonToken value) {
    roleSeen = true;
    roleOffset = ChatRow.offset(in);
    if (value != JsonToken.VALUE_STRING) {
      row.error("role-not-a-text", roleOffset, texts.path(".role"), "the role must be a text");
      in.skipChildren();
      return;
    }
    String text = in.getString();
    if (rules.roles().contains(text)) {
      role = text;
    } else {
      row.error(
          "unknown-role",
          roleOffset,
          texts.path(".role"),
          "unknown role "
              + RowContext.quoted(text)
              + "; "
              + rules.name()
              + " takes "
              + String.join(", ", rules.roles()));
    }
  }

  private void content(JsonParser in, JsonToken value) {
    switch (value) {
      case VALUE_NULL -> content = Content.NONE;
      case VALUE_STRING -> content = texts.text(in, ".content") ? Content.SOME : Content.EMPTY;
      case START_ARRAY -> content = parts.read(in) ? Content.SOME : Content.EMPTY;
      default -> {
        row.error(
            "bad-content",
            ChatRow.offset(in),
            texts.path(".content"),
            "the content must be a text or a list of parts");
        in.skipChildren();
        content = Content.SOME;
      }
    }
  }

  private void weight(JsonParser in, JsonToken value) {
    String text = value == JsonToken.VALUE_NUMBER_INT ? in.getString() : "";
    masked = text.equals("0");
    if (!masked && !text.equals("1") && value != JsonToken.VALUE_NULL) {
      row.error(
          "bad-message-weight",
          ChatRow.offset(in),
          texts.path(".weight"),
          "the weight of a message must be the whole number 0 (not trained on) or 1");
      in.skipChildren();
    }
  }

  private void end(long offset) {
    if (!roleSeen) {
      row.error(
          "missing-role",
          offset,
          texts.path(""),
          "the message has no role; "
              + rules.name()
              + " takes "
              + String.join(", ", rules.roles()));
    }
    if (content == Content.NONE && toolCalls) {
      row.report(
          rules.noContentBesideToolCalls(),
          "no-content-beside-tool-calls",
          offset,
          texts.path(""),
          "no content beside the tool calls; give it a text to be safe with " + rules.name());
    } else if (content == Content.NONE) {
      row.error(
          "missing-content",
          offset,
          texts.path(""),
          "the message has no content; only an assistant message with tool_calls may do without");
    } else if (content == Content.EMPTY && !toolCalls) {
      boolean answer = "assistant".equals(role);
      row.warning(
          answer ? "empty-answer" : "empty-content",
          offset,
          texts.path(".content"),
          answer
              ? "the assistant's answer is empty, so the model learns to say nothing"
              : "the content is empty; fill it or drop the message");
    }
    parts.end(role, offset);
    conversation.message(role, roleOffset, masked);
  }
}
