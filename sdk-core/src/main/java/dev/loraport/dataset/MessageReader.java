package dev.loraport.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads lists of messages. */
final class MessageReader {
  private static final Word ROLE = new Word("role");
  private static final Word CONTENT = new Word("content");
  private static final Word WEIGHT = new Word("weight");
  private static final Word TOOL_CALLS = new Word("tool_calls");
  private static final Word REASONING = new Word("reasoning");
  private static final Word REASONING_CONTENT = new Word("reasoning_content");

  /** What a message has as its content. */
  private enum Content {
    NONE,
    EMPTY,
    SOME
  }

  private final JsonCursor in;
  private final DatasetRules rules;
  private final RowContext row;
  private final TextMeter meter;
  private final MessageTexts texts;
  private final ContentParts parts;
  private final Conversation conversation;
  private final List<String> roleNames;
  private final Word[] roles;

  private long count;
  private long turns;
  private @Nullable String role;
  private boolean roleSeen;
  private int roleOffset;
  private Content content = Content.NONE;
  private boolean plain;
  private boolean listed;
  private boolean toolCalls;
  private boolean weighted;
  private boolean masked;

  MessageReader(
      JsonCursor in,
      DatasetRules rules,
      RowContext row,
      TextMeter meter,
      MessageTexts texts,
      ContentParts parts) {
    this.in = in;
    this.rules = rules;
    this.row = row;
    this.meter = meter;
    this.texts = texts;
    this.parts = parts;
    this.conversation = new Conversation(rules, row);
    this.roleNames = rules.roles();
    this.roles = roleNames.stream().map(Word::new).toArray(Word[]::new);
  }

  /** Messages of all lists so far. */
  long count() {
    return count;
  }

  /** Messages of the user in all lists so far. */
  long turns() {
    return turns;
  }

  /** The list that was read last. */
  Conversation conversation() {
    return conversation;
  }

  /** Reads the list at which the cursor stands. */
  void read(Conversation.Kind kind, String path) throws BrokenRow {
    int value = in.value();
    int offset = in.offset();
    if (value != '[') {
      boolean output = kind == Conversation.Kind.OUTPUT;
      if (row.error(output ? "preference-output" : "messages-not-a-list")) {
        row.tell(offset, path, '"' + path + "\" must be a list");
      }
      in.skip();
      return;
    }
    long before = meter.units();
    conversation.begin(kind, path);
    plain = false;
    listed = false;
    in.beginArray();
    for (int index = 0; in.nextElement(); index++) {
      count++;
      message(path, index, meter.units() - before);
    }
    conversation.end(offset, meter.units() - before);
    turns += conversation.users();
    if (plain && listed && row.finds(rules.mixedContent(), "mixed-content")) {
      row.tell(
          offset,
          path,
          "some messages have a text as content and some a list of parts; "
              + rules.name()
              + "'s own check wants one kind in a row");
    }
  }

  private void message(String path, int index, long unitsBefore) throws BrokenRow {
    int value = in.value();
    int offset = in.offset();
    texts.begin(path, index);
    role = null;
    roleSeen = false;
    roleOffset = offset;
    content = Content.NONE;
    toolCalls = false;
    weighted = false;
    masked = false;
    if (value != '{') {
      if (row.error("message-not-an-object")) {
        row.tell(
            offset, texts.path(""), "a message must be an object: {\"role\": …, \"content\": …}");
      }
      in.skip();
      conversation.message(null, offset, false, unitsBefore);
      return;
    }
    parts.beginMessage(".content");
    in.beginObject();
    while (in.nextMember()) {
      if (in.is(ROLE)) {
        role();
      } else if (in.is(CONTENT)) {
        content();
      } else if (in.is(WEIGHT)) {
        weight();
      } else if (in.is(TOOL_CALLS)) {
        toolCalls = texts.toolCalls();
      } else if (in.is(REASONING)) {
        texts.reasoning(".reasoning");
      } else if (in.is(REASONING_CONTENT)) {
        texts.reasoning(".reasoning_content");
      } else {
        in.skip();
      }
    }
    end(offset, unitsBefore);
  }

  private void role() throws BrokenRow {
    roleSeen = true;
    int value = in.value();
    roleOffset = in.offset();
    if (value != '"') {
      if (row.error("role-not-a-text")) {
        row.tell(roleOffset, texts.path(".role"), "the role must be a text");
      }
      in.skip();
      return;
    }
    in.skipString();
    for (int i = 0; i < roles.length; i++) {
      if (in.is(roles[i])) {
        role = roleNames.get(i);
        return;
      }
    }
    if (row.error("unknown-role")) {
      row.tell(
          roleOffset,
          texts.path(".role"),
          "unknown role "
              + RowContext.quoted(in.string())
              + "; "
              + rules.name()
              + " takes "
              + String.join(", ", rules.roles()));
    }
  }

  private void content() throws BrokenRow {
    switch (in.value()) {
      case 'n' -> {
        content = Content.NONE;
        in.skip();
      }
      case '"' -> {
        plain = true;
        content = texts.text(".content") ? Content.SOME : Content.EMPTY;
      }
      case '[' -> {
        listed = true;
        content = parts.read() ? Content.SOME : Content.EMPTY;
      }
      default -> {
        if (row.error("bad-content")) {
          row.tell(
              in.offset(), texts.path(".content"), "the content must be a text or a list of parts");
        }
        in.skip();
        content = Content.SOME;
      }
    }
  }

  private void weight() throws BrokenRow {
    int value = in.value();
    int offset = in.offset();
    in.skip();
    String text = value == '-' || (value >= '0' && value <= '9') ? in.string() : "";
    masked = text.equals("0");
    weighted = text.equals("1");
    if (!masked && !weighted && value != 'n' && row.error("bad-message-weight")) {
      row.tell(
          offset,
          texts.path(".weight"),
          "the weight of a message must be the whole number 0 (not trained on) or 1");
    }
  }

  private void end(int offset, long unitsBefore) {
    if (!roleSeen && row.error("missing-role")) {
      row.tell(
          offset,
          texts.path(""),
          "the message has no role; "
              + rules.name()
              + " takes "
              + String.join(", ", rules.roles()));
    }
    if (content == Content.NONE) {
      noContent(offset);
    } else if (content == Content.EMPTY && !toolCalls) {
      boolean answer = "assistant".equals(role);
      if (row.warning(answer ? "empty-answer" : "empty-content")) {
        row.tell(
            offset,
            texts.path(".content"),
            answer
                ? "the assistant's answer is empty, so the model learns to say nothing"
                : "the content is empty; fill it or drop the message");
      }
    }
    parts.end(role, offset);
    if (weighted && parts.hasImage() && row.finds(rules.imagesWithWeight(), "image-with-weight")) {
      row.tell(offset, texts.path(".weight"), "a message with an image must not have weight 1");
    }
    conversation.message(role, roleOffset, masked, unitsBefore);
    conversation.script(meter.script(texts.bytes()), texts, offset);
  }

  private void noContent(int offset) {
    if (!toolCalls) {
      if (row.error("missing-content")) {
        row.tell(
            offset,
            texts.path(""),
            "the message has no content; only an assistant message with tool_calls may do without");
      }
    } else if (row.finds(rules.noContentBesideToolCalls(), "no-content-beside-tool-calls")) {
      row.tell(
          offset,
          texts.path(""),
          "no content beside the tool calls; give it a text to be safe with " + rules.name());
    }
  }
}
