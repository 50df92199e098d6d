package dev.loraport.internal.chat;

import dev.loraport.chat.ChatDelta;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.Role;
import dev.loraport.chat.ToolCallDelta;
import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Reads what the events of one stream add to the answers; one reader lasts for all of them. */
final class DeltaReader {
  /** What a chunk without choices adds to the first answer. */
  static final ChatDelta NOTHING =
      new ChatDelta(
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Map.of(),
          Map.of());

  private final JsonParser in;
  private final ToolCallReader toolCalls = new ToolCallReader();

  // of the delta that is being read
  private Optional<Role> role = Optional.empty();
  private Optional<String> content = Optional.empty();
  private Optional<String> reasoning = Optional.empty();
  private Optional<FinishReason> finishReason = Optional.empty();
  private Optional<Json> logprobs = Optional.empty();
  private Optional<BigInteger> seed = Optional.empty();
  private Map<String, Json> messageExtra = Map.of();
  private Map<String, Json> extra = Map.of();

  DeltaReader(JsonParser in) {
    this.in = in;
  }

  private void clear() {
    role = Optional.empty();
    content = Optional.empty();
    reasoning = Optional.empty();
    toolCalls.clear();
    finishReason = Optional.empty();
    logprobs = Optional.empty();
    seed = Optional.empty();
    messageExtra = Map.of();
    extra = Map.of();
  }

  /**
   * The delta of the choice at whose object the parser stands.
   *
   * @param position its place in the event, which is its index where it tells none
   */
  ChatDelta read(int position) {
    clear();
    int index = position;
    String text = null;
    for (String name = Members.next(in); name != null; name = Members.next(in)) {
      if (name.equals("index") && Members.isIndex(in)) {
        index = in.getIntValue();
      } else if (name.equals("delta") && in.hasToken(JsonToken.START_OBJECT)) {
        delta();
      } else if (name.equals("finish_reason") && in.hasToken(JsonToken.VALUE_STRING)) {
        finishReason = Members.optional(in.getString()).map(FinishReason::of);
      } else if (name.equals("text") && in.hasToken(JsonToken.VALUE_STRING)) {
        text = in.getString();
      } else if (name.equals("role")) {
        in.skipChildren(); // repeats the role of the delta
      } else {
        other(name);
      }
    }
    List<ToolCallDelta> calls = toolCalls.deltas(index);
    // the text of a plain completion; beside a delta it repeats what that says, if that says it
    if (content.isEmpty() && reasoning.isEmpty() && calls.isEmpty()) {
      content = Optional.ofNullable(text);
    }
    return new ChatDelta(
        index, role, content, reasoning, calls, finishReason, logprobs, seed, messageExtra, extra);
  }

  private void delta() {
    String thinking = null;
    String other = null;
    for (String name = Members.next(in); name != null; name = Members.next(in)) {
      String text = Members.string(in);
      if (text == null) {
        if (!name.equals("tool_calls") || !toolCalls.readArray(in)) {
          Json value = Members.present(in);
          if (value != null) {
            messageExtra = Parts.with(messageExtra, name, value);
          }
        }
        continue;
      }
      switch (name) {
        case "content" -> content = Optional.of(text);
        case "role" -> role = text.isEmpty() ? role : Optional.of(Role.of(text));
        case "reasoning" -> other = text;
        case "reasoning_content" -> thinking = text;
        default -> messageExtra = Parts.with(messageExtra, name, Json.of(text));
      }
    }
    reasoning = Optional.ofNullable(Members.reasoning(thinking, other));
  }

  private void other(String name) {
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
}
