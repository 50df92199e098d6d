package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatDelta;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.Usage;
import dev.loraport.internal.json.JsonText;
import dev.loraport.internal.json.Parts;
import dev.loraport.json.Json;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.async.ByteArrayFeeder;

/** Reads the events of one stream; one parser lasts for all of them. */
final class ChunkReader implements AutoCloseable {
  private static final byte[] LINE_END = {'\n'};

  private final JsonParser in =
      JsonText.FACTORY.createNonBlockingByteArrayParser(ObjectReadContext.empty());
  private final ByteArrayFeeder feeder = (ByteArrayFeeder) in.nonBlockingInputFeeder();
  private final DeltaReader delta = new DeltaReader(in);
  private final RepeatedShape shape = new RepeatedShape();
  private Optional<String> requestId = Optional.empty();

  // equal in all chunks of a stream, so their values are made once
  private String lastId = "";
  private Optional<String> lastModel = Optional.empty();
  private Optional<Instant> lastCreated = Optional.empty();

  // of the chunk that is being read
  private String id = "";
  private Optional<String> model = Optional.empty();
  private Optional<Instant> createdAt = Optional.empty();
  private boolean hasChoices;
  private List<ChatDelta> deltas = List.of();
  private Optional<Usage> usage = Optional.empty();
  private Map<String, Json> extra = Map.of();
  private Optional<FinishReason> finish = Optional.empty();
  private Optional<BigInteger> seed = Optional.empty();

  /** Sets what each chunk tells; before the first is read. */
  void requestId(@Nullable String id) {
    requestId = Optional.ofNullable(id);
  }

  /**
   * The chunk of an event.
   *
   * @throws ReportedError if the event reports an error
   * @throws IllegalArgumentException if it isn't one JSON object
   * @throws tools.jackson.core.JacksonException if it isn't JSON
   */
  ChatChunk read(byte[] bytes, int from, int to) {
    ChatChunk like = shape.read(bytes, from, to);
    if (like != null) {
      return like;
    }
    ChatChunk parsed = parse(bytes, from, to);
    shape.keep(bytes, from, to, parsed);
    return parsed;
  }

  private ChatChunk parse(byte[] bytes, int from, int to) {
    feeder.feedInput(bytes, from, to);
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException("the event isn't a JSON object");
    }
    id = "";
    model = Optional.empty();
    createdAt = Optional.empty();
    hasChoices = false;
    deltas = List.of();
    usage = Optional.empty();
    extra = Map.of();
    finish = Optional.empty();
    seed = Optional.empty();
    for (String name = Members.next(in); name != null; name = Members.next(in)) {
      if (!member(name)) {
        Json value = Members.present(in);
        if (value == null) {
          continue;
        }
        if (name.equals("error") && ReportedError.isError(value)) {
          throw new ReportedError();
        }
        extra = Parts.with(extra, name, value);
      }
    }
    // Takes the white space behind the object, so that the parser is ready for the next event. The
    // end of the line ends a number or word that stands there; it would go on with the next event.
    if (in.nextToken() == JsonToken.NOT_AVAILABLE) {
      feeder.feedInput(LINE_END, 0, 1);
    }
    if (in.nextToken() != JsonToken.NOT_AVAILABLE) {
      throw new IllegalArgumentException("the event goes on behind its JSON object");
    }
    // the body of an error in place of a chunk
    if (id.isEmpty() && !hasChoices && usage.isEmpty() && ReportedError.isIn(extra)) {
      throw new ReportedError();
    }
    if (finish.isPresent() || seed.isPresent()) {
      deltas =
          (deltas.isEmpty() ? List.of(DeltaReader.NOTHING) : deltas)
              .stream().map(this::ended).toList();
    }
    return new ChatChunk(id, model, createdAt, deltas, usage, requestId, extra);
  }

  // Text completions may give the reason for their end, and the seed, beside the choices instead of
  // in them, and where there are none.
  private ChatDelta ended(ChatDelta open) {
    return new ChatDelta(
        open.index(),
        open.role(),
        open.content(),
        open.reasoning(),
        open.toolCalls(),
        open.finishReason().or(() -> finish),
        open.logprobs(),
        open.seed().or(() -> seed),
        open.messageExtra(),
        open.extra());
  }

  private boolean member(String name) {
    switch (name) {
      case "id" -> {
        if (in.hasToken(JsonToken.VALUE_STRING)) {
          if (!isAt(lastId)) {
            lastId = in.getString();
          }
          id = lastId;
          return true;
        }
      }
      case "model" -> {
        if (in.hasToken(JsonToken.VALUE_STRING)) {
          if (lastModel.isEmpty() || !isAt(lastModel.get())) {
            lastModel = Optional.of(in.getString());
          }
          model = lastModel;
          return true;
        }
      }
      case "created" -> {
        if (Members.isSeconds(in)) {
          long seconds = in.getLongValue();
          if (lastCreated.isEmpty() || lastCreated.get().getEpochSecond() != seconds) {
            lastCreated = Optional.of(Instant.ofEpochSecond(seconds));
          }
          createdAt = lastCreated;
          return true;
        }
      }
      case "choices" -> {
        if (in.hasToken(JsonToken.START_ARRAY)) {
          hasChoices = true;
          deltas = deltas();
          return true;
        }
      }
      case "usage" -> {
        if (in.hasToken(JsonToken.START_OBJECT)) {
          usage = Optional.of(UsageReader.read(in));
          return true;
        }
      }
      case "object" -> {
        if (in.hasToken(JsonToken.VALUE_STRING)) {
          if (isAt("error")) {
            throw new ReportedError();
          }
          return true;
        }
      }
      case "finish_reason" -> {
        if (in.hasToken(JsonToken.VALUE_STRING)) {
          finish = Members.optional(in.getString()).map(FinishReason::of);
          return true;
        }
      }
      case "seed" -> {
        seed = Optional.ofNullable(Members.whole(in));
        return seed.isPresent();
      }
      default -> {
        return false;
      }
    }
    return false;
  }

  private List<ChatDelta> deltas() {
    List<ChatDelta> read = List.of();
    for (int position = 0; Members.nextElement(in); position++) {
      if (!in.hasToken(JsonToken.START_OBJECT)) {
        in.skipChildren();
      } else if (read.isEmpty()) {
        // as good as always there is one
        read = List.of(delta.read(position));
      } else {
        if (read.size() == 1) {
          read = new ArrayList<>(read);
        }
        read.add(delta.read(position));
      }
    }
    return read;
  }

  /** Whether the parser stands at that text; makes no string of it. */
  private boolean isAt(String text) {
    int length = in.getStringLength();
    if (text.length() != length) {
      return false;
    }
    char[] chars = in.getStringCharacters();
    int offset = in.getStringOffset();
    for (int i = 0; i < length; i++) {
      if (chars[offset + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Gives the parser's buffers back. */
  @Override
  public void close() {
    in.close();
  }
}
