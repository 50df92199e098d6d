package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatDelta;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.Role;
import dev.loraport.chat.Usage;
import dev.loraport.internal.json.JsonText;
import dev.loraport.json.Json;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;

/** Reads the events of one stream; one parser lasts for all of them. */
final class ChunkReader implements AutoCloseable {
  private final JsonParser in =
      JsonText.FACTORY.createNonBlockingByteArrayParser(ObjectReadContext.empty());
  private final ByteArrayFeeder feeder = (ByteArrayFeeder) in.nonBlockingInputFeeder();
  private final ToolCallReader toolCalls = new ToolCallReader();

  // equal in all chunks of a stream, so their values are made once
  private @Nullable String id;
  private @Nullable String model;
  private @Nullable Instant createdAt;

  private @Nullable FinishReason finish;

  /**
   * The chunk of an event.
   *
   * @throws ReportedError if the event reports an error
   * @throws IllegalArgumentException if it isn't one JSON object
   * @throws tools.jackson.core.JacksonException if it isn't JSON
   */
  ChatChunk read(byte[] bytes, int from, int to) {
    feeder.feedInput(bytes, from, to);
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("the event isn't a JSON object");
    }
    ChatChunk.Builder chunk = ChatChunk.builder();
    finish = null;
    for (String name = Members.next(in); name != null; name = Members.next(in)) {
      if (!member(name, chunk)) {
        Json value = Members.present(in);
        if (value == null) {
          continue;
        }
        if (name.equals("error") && ReportedError.isError(value)) {
          throw new ReportedError();
        }
        chunk.putExtra(name, value);
      }
    }
    // also takes the white space behind the object, so that the parser is ready for the next event
    if (in.nextToken() != JsonToken.NOT_AVAILABLE) {
      throw new IllegalArgumentException("the event goes on behind its JSON object");
    }
    return finish == null ? chunk.build() : ended(chunk.build(), finish);
  }

  // Text completions may give the reason for their end beside the choices instead of in them.
  private static ChatChunk ended(ChatChunk chunk, FinishReason reason) {
    ChatChunk.Builder ended = ChatChunk.builder().from(chunk).deltas(List.of());
    chunk
        .deltas()
        .forEach(
            delta ->
                ended.addDeltas(
                    delta.finishReason().isPresent()
                        ? delta
                        : ChatDelta.builder().from(delta).finishReason(reason).build()));
    return ended.build();
  }

  private boolean member(String name, ChatChunk.Builder chunk) {
    switch (name) {
      case "id" -> {
        if (in.hasToken(JsonToken.VALUE_STRING)) {
          id = same(id);
          chunk.id(id);
          return true;
        }
      }
      case "model" -> {
        if (in.hasToken(JsonToken.VALUE_STRING)) {
          model = same(model);
          chunk.model(model);
          return true;
        }
      }
      case "created" -> {
        if (Members.isLong(in)) {
          createdAt = same(createdAt, in.getLongValue());
          chunk.createdAt(createdAt);
          return true;
        }
      }
      case "choices" -> {
        if (in.hasToken(JsonToken.START_ARRAY)) {
          choices(chunk);
          return true;
        }
      }
      case "usage" -> {
        if (in.hasToken(JsonToken.START_OBJECT)) {
          Usage usage = UsageReader.read(in);
          chunk.usage(usage);
          return true;
        }
      }
      case "object" -> {
        if (in.hasToken(JsonToken.VALUE_STRING)) {
          if (in.getString().equals("error")) {
            throw new ReportedError();
          }
          return true;
        }
      }
      case "finish_reason" -> {
        if (in.hasToken(JsonToken.VALUE_STRING)) {
          finish = in.getString().isEmpty() ? null : FinishReason.of(in.getString());
          return true;
        }
      }
      default -> {
        return false;
      }
    }
    return false;
  }

  private void choices(ChatChunk.Builder chunk) {
    while (Members.nextElement(in)) {
      if (in.hasToken(JsonToken.START_OBJECT)) {
        chunk.addDeltas(choice());
      } else {
        in.skipChildren();
      }
    }
  }

  private ChatDelta choice() {
    ChatDelta.Builder delta = ChatDelta.builder();
    int index = 0;
    boolean hasDelta = false;
    String text = null;
    toolCalls.clear();
    for (String name = Members.next(in); name != null; name = Members.next(in)) {
      if (name.equals("index") && Members.isIndex(in)) {
        index = in.getIntValue();
      } else if (name.equals("delta") && in.hasToken(JsonToken.START_OBJECT)) {
        hasDelta = true;
        delta(delta);
      } else if (name.equals("finish_reason") && in.hasToken(JsonToken.VALUE_STRING)) {
        finishReason(delta);
      } else if (name.equals("text") && in.hasToken(JsonToken.VALUE_STRING)) {
        text = in.getString();
      } else if (!name.equals("role")) { // repeats the role of the delta
        other(name, delta);
      }
    }
    if (!hasDelta && text != null) {
      delta.content(text);
    }
    return delta.index(index).addAllToolCalls(toolCalls.deltas(index)).build();
  }

  private void finishReason(ChatDelta.Builder delta) {
    String reason = in.getString();
    if (!reason.isEmpty()) {
      delta.finishReason(FinishReason.of(reason));
    }
  }

  private void other(String name, ChatDelta.Builder delta) {
    BigInteger seed = name.equals("seed") ? Members.whole(in) : null;
    if (seed != null) {
      delta.seed(seed);
      return;
    }
    Json value = Members.present(in);
    if (value == null) {
      return;
    }
    if (name.equals("logprobs")) {
      delta.logprobs(value);
    } else {
      delta.putExtra(name, value);
    }
  }

  private void delta(ChatDelta.Builder delta) {
    String reasoning = null;
    String older = null;
    for (String name = Members.next(in); name != null; name = Members.next(in)) {
      String text = Members.string(in);
      if (text == null) {
        if (!name.equals("tool_calls") || !toolCalls.readArray(in)) {
          other(name, delta);
        }
      } else if (name.equals("content")) {
        delta.content(text);
      } else if (name.equals("role")) {
        if (!text.isEmpty()) {
          delta.role(Role.of(text));
        }
      } else if (name.equals("reasoning")) {
        reasoning = text;
      } else if (name.equals("reasoning_content")) {
        older = text;
      } else {
        delta.putExtra(name, Json.of(text));
      }
    }
    String thought = Members.reasoning(reasoning, older);
    if (thought != null) {
      delta.reasoning(thought);
    }
  }

  private String same(@Nullable String last) {
    int length = in.getStringLength();
    if (last == null || last.length() != length) {
      return in.getString();
    }
    char[] chars = in.getStringCharacters();
    int offset = in.getStringOffset();
    for (int i = 0; i < length; i++) {
      if (chars[offset + i] != last.charAt(i)) {
        return in.getString();
      }
    }
    return last;
  }

  private static Instant same(@Nullable Instant last, long seconds) {
    return last != null && last.getEpochSecond() == seconds ? last : Instant.ofEpochSecond(seconds);
  }

  /** Gives the parser's buffers back. */
  @Override
  public void close() {
    in.close();
  }
}
