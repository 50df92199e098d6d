package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.error.ApiException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.StreamException;
import dev.loraport.json.Json;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Makes chunks of the bytes of a stream, and knows whether it came to its proper end. */
final class ChunkDecoder {
  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final ChatFailures failures;
  private final int enough;
  private final ChatAccumulator soFar;
  private final SseReader events;
  private final ChunkReader reader;
  private volatile @Nullable ChatCompletion whole;
  private @Nullable ChatChunk only;
  private boolean done;

  /** Buffer and parser of a decoder, which can be made before there is an answer. */
  record Parts(SseReader events, ChunkReader reader) {
    Parts() {
      this(new SseReader(), new ChunkReader());
    }
  }

  /**
   * Begins.
   *
   * @param failures the exceptions of the call
   * @param enough after how many finished answers the connection may end without {@code [DONE]},
   *     which are all that were asked for; 0 if it may not
   * @param ofHeaders what the headers add to the answer
   */
  ChunkDecoder(ChatFailures failures, int enough, Map<String, Json> ofHeaders, Parts parts) {
    this(failures, enough, ofHeaders, parts, ChatAccumulator.LIMIT);
  }

  /** With the longest answer, as {@link ChatAccumulator} takes it. */
  ChunkDecoder(ChatFailures failures, int enough, Parts parts, int limit) {
    this(failures, enough, Map.of(), parts, limit);
  }

  private ChunkDecoder(
      ChatFailures failures, int enough, Map<String, Json> ofHeaders, Parts parts, int limit) {
    this.failures = failures;
    this.enough = enough;
    this.events = parts.events();
    this.reader = parts.reader();
    reader.requestId(failures.requestId());
    this.soFar = new ChatAccumulator(failures.requestId(), ofHeaders, limit);
  }

  /** Where bytes are put in. */
  SseReader events() {
    return events;
  }

  /** What came so far; any thread may ask. */
  ChatCompletion partial() {
    ChatCompletion answer = whole;
    return answer == null ? soFar.build() : answer;
  }

  /** Whether the proper end came: nothing behind it counts. */
  boolean isDone() {
    return done;
  }

  /** The answer came at once and not as a stream: it is the result, and makes the only chunk. */
  void whole(ChatCompletion completion) {
    whole = completion;
    only = WholeAnswer.asChunk(completion);
    done = true;
  }

  /**
   * The next chunk.
   *
   * @return null if more bytes are needed, or it {@link #isDone()}
   * @throws StreamException if an event reports an error or can't be read
   */
  @Nullable ChatChunk next() {
    if (only != null) {
      ChatChunk chunk = only;
      only = null;
      return chunk;
    }
    try {
      while (!done && events.next()) {
        ChatChunk chunk = event();
        if (chunk != null) {
          soFar.add(chunk);
          return chunk;
        }
      }
      return null;
    } catch (ReportedError e) {
      byte[] event = Arrays.copyOfRange(events.array(), events.from(), events.to());
      ApiException cause = failures.reported(event);
      throw failures.stream("the server reported \"" + shown(cause) + "\"", soFar, cause);
    } catch (JacksonException | IllegalArgumentException e) {
      throw failures.stream("an event can't be read: " + failures.reason(e), soFar, e);
    } catch (IllegalStateException e) {
      throw failures.stream(failures.reason(e), soFar, e);
    }
  }

  private @Nullable ChatChunk event() {
    if (events.startsWith(DONE)) {
      if (soFar.isEmpty()) {
        throw new IllegalStateException("nothing came before [DONE], so there is no answer,");
      }
      done = true;
      return null;
    }
    if (events.name().equals("error")) {
      throw new ReportedError();
    }
    boolean alive = events.from() == events.to() || events.name().equals("ping");
    return alive ? null : reader.read(events.array(), events.from(), events.to());
  }

  private static String shown(ApiException error) {
    String code = error.code().or(error::type).map(text -> text + ": ").orElse("");
    String text = code + error.apiMessage().strip().replaceAll("\\s+", " ");
    return text.length() > 500 ? text.substring(0, 500) + "..." : text;
  }

  /** The exception for a connection that ended, or null if that is a proper end. */
  @Nullable StreamException atEndOfBytes() {
    if (done || (enough > 0 && soFar.hasFinished(enough))) {
      return null;
    }
    String other = events.other();
    return failures.stream(
        soFar.chunks() == 0 && !other.isEmpty()
            ? "the answer is no stream of events, it begins with \"" + failures.shown(other) + "\","
            : "the stream ended without "
                + (enough == 0 ? "[DONE]" : "[DONE] or a finish reason")
                + (enough > 1 ? " of each of " + enough + " answers" : "")
                + ", so the answer is cut,",
        soFar,
        null);
  }

  /** The exception for a connection that broke. */
  StreamException broken(Throwable cause) {
    boolean known =
        cause.getCause() instanceof LoraportException
            || cause instanceof InterruptedIOException
            || cause instanceof HttpTimeoutException
            || !(cause instanceof IOException);
    // what the JDK says of a lost connection is about its own states
    String what =
        known
            ? "the stream broke off: " + failures.reason(cause)
            : "the connection ended in the middle of the answer";
    return failures.stream(what + ",", soFar, cause);
  }

  /** The exception for a reader of a stream that was closed before its end. */
  StreamException closed(@Nullable Throwable cause) {
    return failures.stream("the stream was closed before its end,", soFar, cause);
  }

  /** Gives buffers back; not before the last {@link #next()}. */
  void release() {
    reader.close();
  }
}
