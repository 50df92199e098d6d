package dev.loraport.internal.chat;

import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ContentPart;
import dev.loraport.chat.Role;
import dev.loraport.chat.ToolCall;
import dev.loraport.internal.json.JsonText;
import dev.loraport.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes the messages of a request. */
final class MessageWriter {
  /** What the names of members begin with where a provider refuses some. */
  static final String PREFIX = "messages.";

  private final JsonGenerator out;
  private final String reasoningField;
  private final boolean refuses;
  private final @Nullable Set<String> kept;
  private final Consumer<String> refuseUnsupported;

  /**
   * Makes a writer.
   *
   * @param out where to
   * @param reasoningField the name of the thinking
   * @param refuses whether there are members of messages that are refused
   * @param kept what is kept of the other members of an answer; null keeps all
   * @param refuseUnsupported refuses a member by an exception
   */
  MessageWriter(
      JsonGenerator out,
      String reasoningField,
      boolean refuses,
      @Nullable Set<String> kept,
      Consumer<String> refuseUnsupported) {
    this.refuses = refuses;
    this.kept = kept;
    this.out = out;
    this.reasoningField = reasoningField;
    this.refuseUnsupported = refuseUnsupported;
  }

  void write(List<ChatMessage> messages) {
    out.writeStartArray();
    messages.forEach(this::message);
    out.writeEndArray();
  }

  private void message(ChatMessage message) {
    Map<String, Json> extra = message.extra();
    if (message.role().equals(Role.ASSISTANT)) {
      extra = sentBack(extra);
    }
    out.writeStartObject();
    if (begin("role", extra)) {
      out.writeString(message.role().value());
    }
    content(message, extra);
    if (message.reasoning().isPresent() && begin(reasoningField, extra)) {
      out.writeString(message.reasoning().get());
    }
    if (!message.toolCalls().isEmpty() && begin("tool_calls", extra)) {
      out.writeStartArray();
      message.toolCalls().forEach(this::toolCall);
      out.writeEndArray();
    }
    if (message.toolCallId().isPresent() && begin("tool_call_id", extra)) {
      out.writeString(message.toolCallId().get());
    }
    if (message.name().isPresent() && begin("name", extra)) {
      out.writeString(message.name().get());
    }
    rest(extra);
    out.writeEndObject();
  }

  private void content(ChatMessage message, Map<String, Json> extra) {
    // without text null is taken by all providers with tool calls, and an empty text without them
    boolean silent = message.content().isEmpty() && message.parts().isEmpty();
    if (silent && !message.role().equals(Role.ASSISTANT)) {
      return;
    }
    if (!begin("content", extra)) {
      return;
    }
    if (silent && !message.toolCalls().isEmpty()) {
      out.writeNull();
    } else if (message.parts().isEmpty()) {
      out.writeString(message.content().orElse(""));
    } else {
      out.writeStartArray();
      message.parts().forEach(this::part);
      out.writeEndArray();
    }
  }

  private void part(ContentPart part) {
    Map<String, Json> extra = part.extra();
    out.writeStartObject();
    if (begin("type", extra)) {
      out.writeString(part.type());
    }
    if (part.text().isPresent() && begin("text", extra)) {
      out.writeString(part.text().get());
    }
    if (part.url().isPresent() && begin(part.type(), extra)) {
      out.writeStartObject();
      out.writeStringProperty("url", part.url().get());
      rest(part.details());
      out.writeEndObject();
    }
    rest(extra);
    out.writeEndObject();
  }

  private void toolCall(ToolCall call) {
    Map<String, Json> extra = sentBack(call.extra());
    out.writeStartObject();
    if (begin("id", extra)) {
      out.writeString(call.id());
    }
    if (begin("type", extra)) {
      out.writeString("function");
    }
    if (begin("function", extra)) {
      out.writeStartObject();
      out.writeStringProperty("name", call.name());
      out.writeStringProperty("arguments", call.arguments());
      out.writeEndObject();
    }
    rest(extra);
    out.writeEndObject();
  }

  private Map<String, Json> sentBack(Map<String, Json> extra) {
    if (kept == null || extra.isEmpty()) {
      return extra;
    }
    Map<String, Json> some = new LinkedHashMap<>(extra);
    some.keySet().retainAll(kept);
    return some;
  }

  private boolean begin(String name, Map<String, Json> extra) {
    if (refuses) {
      refuseUnsupported.accept(PREFIX + name);
    }
    if (extra.containsKey(name)) {
      return false;
    }
    out.writeName(name);
    return true;
  }

  private void rest(Map<String, Json> extra) {
    extra.forEach(
        (name, value) -> {
          out.writeName(name);
          JsonText.write(value, out);
        });
  }
}
