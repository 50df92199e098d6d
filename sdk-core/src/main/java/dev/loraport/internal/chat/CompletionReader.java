package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ContentPart;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.Role;
import dev.loraport.chat.Usage;
import dev.loraport.internal.json.JsonText;
import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/** Reads whole answers. */
public final class CompletionReader {
  private static final Json ERROR = Json.of("error");

  private final JsonParser in;
  private final Optional<String> requestId;
  private final List<ChatChoice> choices = new ArrayList<>(1);
  private String id = "";
  private Optional<String> model = Optional.empty();
  private Optional<Instant> createdAt = Optional.empty();
  private Optional<Usage> usage = Optional.empty();
  private Map<String, Json> others = Map.of();

  // of the choice that is being read
  private Optional<FinishReason> finishReason = Optional.empty();
  private Optional<Json> logprobs = Optional.empty();
  private Optional<BigInteger> seed = Optional.empty();
  private Map<String, Json> extra = Map.of();

  private CompletionReader(JsonParser in, @Nullable String requestId) {
    this.in = in;
    this.requestId = Optional.ofNullable(requestId);
  }

  /**
   * The answer of a body.
   *
   * @param bytes the body
   * @param requestId the id of the request, if the provider sent one
   * @throws ReportedError if the body reports an error
   * @throws IllegalArgumentException if the body isn't an answer
   * @throws tools.jackson.core.JacksonException if it isn't JSON
   */
  public static ChatCompletion read(byte[] bytes, @Nullable String requestId) {
    try (JsonParser in = JsonText.FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      return new CompletionReader(in, requestId).whole();
    }
  }

  private ChatCompletion whole() {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("the answer isn't a JSON object");
    }
    for (String name = Members.next(in); name != null; name = Members.next(in)) {
      if (!member(name)) {
        other(name);
      }
    }
    if (in.nextToken() != null) {
      throw new IllegalArgumentException("the answer goes on behind its JSON object");
    }
    if (choices.isEmpty()) {
      if (ERROR.equals(others.get("object")) || ReportedError.isIn(others)) {
        throw new ReportedError();
      }
      throw new IllegalArgumentException("the answer has no choices");
    }
    return new ChatCompletion(id, model, createdAt, choices, usage, requestId, others);
  }

  private boolean member(String name) {
    String text = Members.string(in);
    if (text != null) {
      switch (name) {
        case "id" -> id = text;
        case "model" -> model = Optional.of(text);
        case "object" -> {
          return !text.equals("error");
        }
        default -> {
          return false;
        }
      }
      return true;
    }
    if (name.equals("created") && Members.isSeconds(in)) {
      createdAt = Optional.of(Instant.ofEpochSecond(in.getLongValue()));
      return true;
    }
    if (name.equals("choices") && in.hasToken(JsonToken.START_ARRAY)) {
      choices();
      return true;
    }
    if (name.equals("usage") && in.hasToken(JsonToken.START_OBJECT)) {
      usage = Optional.of(UsageReader.read(in));
      return true;
    }
    return false;
  }

  private void other(String name) {
    Json value = Members.present(in);
    if (value == null || (name.equals("prompt") && value.equals(Json.array(List.of())))) {
      return;
    }
    if (name.equals("error") && ReportedError.isError(value)) {
      throw new ReportedError();
    }
    others = Parts.with(others, name, value);
  }

  private void choices() {
    int position = 0;
    while (Members.nextElement(in)) {
      if (in.hasToken(JsonToken.START_OBJECT)) {
        choices.add(choice(position));
      } else {
        in.skipChildren();
      }
      position++;
    }
  }

  private ChatChoice choice(int position) {
    int index = position;
    finishReason = Optional.empty();
    logprobs = Optional.empty();
    seed = Optional.empty();
    extra = Map.of();
    ChatMessage message = null;
    String text = null;
    for (String name = Members.next(in); name != null; name = Members.next(in)) {
      if (name.equals("index") && Members.isIndex(in)) {
        index = in.getIntValue();
      } else if (name.equals("message") && in.hasToken(JsonToken.START_OBJECT)) {
        message = message();
      } else if (name.equals("finish_reason") && in.hasToken(JsonToken.VALUE_STRING)) {
        finishReason = Members.optional(in.getString()).map(FinishReason::of);
      } else if (name.equals("text") && in.hasToken(JsonToken.VALUE_STRING)) {
        text = in.getString();
      } else {
        otherOfChoice(name);
      }
    }
    if (message == null) {
      // older adapters answer like plain completions
      ChatMessage.Builder plain = ChatMessage.builder().role(Role.ASSISTANT);
      message = (text == null ? plain : plain.content(text)).build();
    }
    return new ChatChoice(index, message, finishReason, logprobs, seed, extra);
  }

  private void otherOfChoice(String name) {
    BigInteger number = name.equals("seed") ? Members.whole(in) : null;
    if (number != null) {
      seed = Optional.of(number);
      return;
    }
    Json value = Members.present(in);
    if (value == null) {
      return;
    }
    if (name.equals("logprobs")) {
      logprobs = Optional.of(value);
    } else {
      extra = Parts.with(extra, name, value);
    }
  }

  private ChatMessage message() {
    ChatMessage.Builder message = ChatMessage.builder();
    ToolCallReader toolCalls = null;
    Role role = Role.ASSISTANT;
    String thinking = null;
    String other = null;
    for (String name = Members.next(in); name != null; name = Members.next(in)) {
      String text = Members.string(in);
      if (text == null) {
        if (name.equals("tool_calls") && in.hasToken(JsonToken.START_ARRAY)) {
          toolCalls = toolCalls == null ? new ToolCallReader() : toolCalls;
          toolCalls.readArray(in);
        } else {
          otherOfMessage(name, message);
        }
        continue;
      }
      switch (name) {
        case "role" -> role = text.isEmpty() ? role : Role.of(text);
        case "content" -> message.content(text);
        case "reasoning" -> other = text;
        case "reasoning_content" -> thinking = text;
        case "name" -> message.name(text);
        case "tool_call_id" -> message.toolCallId(text);
        default -> message.putExtra(name, Json.of(text));
      }
    }
    String thought = Members.reasoning(thinking, other);
    if (thought != null) {
      message.reasoning(thought);
    }
    if (toolCalls != null) {
      message.addAllToolCalls(toolCalls.calls());
    }
    return message.role(role).build();
  }

  private void otherOfMessage(String name, ChatMessage.Builder message) {
    Json value = Members.present(in);
    if (value == null) {
      return;
    }
    if (name.equals("content") && value.kind() == Json.Kind.ARRAY) {
      value.elements().forEach(part -> message.addParts(part(part)));
    } else {
      message.putExtra(name, value);
    }
  }

  private static ContentPart part(Json json) {
    String type = json.get("type").string().orElse("text");
    Optional<String> text = json.get("text").string();
    Map<String, Json> details = new LinkedHashMap<>(json.get(type).members());
    Json at = details.remove("url");
    Optional<String> url = at == null ? Optional.empty() : at.string();
    Map<String, Json> more = new LinkedHashMap<>(json.members());
    more.remove("type");
    if (text.isPresent()) {
      more.remove("text");
    }
    if (url.isPresent()) {
      more.remove(type);
    }
    return new ContentPart(type, text, url, url.isPresent() ? details : Map.of(), more);
  }
}
