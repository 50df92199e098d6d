package dev.loraport.internal.chat;

import dev.loraport.chat.ChatCompletion;
import dev.loraport.json.Json;
import dev.loraport.spi.Caller;
import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads answers of one operation, streamed or whole. */
final class AnswerReader {
  /** The longest whole answer in bytes. */
  static final int LIMIT = 64 << 20;

  private final String provider;
  private final String operation;
  private final int enough;
  private final Function<HttpHeaders, Map<String, Json>> headerExtra;

  /**
   * Makes a reader.
   *
   * @param provider the provider, for messages
   * @param operation the operation, for messages
   * @param enough with how many finished answers are enough, as {@link ChunkDecoder} takes it
   * @param headerExtra what headers add to an answer
   */
  AnswerReader(
      String provider,
      String operation,
      int enough,
      Function<HttpHeaders, Map<String, Json>> headerExtra) {
    this.provider = provider;
    this.operation = operation;
    this.enough = enough;
    this.headerExtra = headerExtra;
  }

  /** The same for a request of that many answers. */
  AnswerReader of(long answers) {
    return enough == 0 || answers <= 1
        ? this
        : new AnswerReader(
            provider, operation, (int) Math.min(answers, Integer.MAX_VALUE), headerExtra);
  }

  /**
   * Whether an answer is a stream of events. JSON and HTML are not; a missing or odd type is taken
   * for one, because proxies change it.
   */
  static boolean isStream(Caller.Opened opened) {
    String type =
        opened.response().headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
    return !type.contains("json") && !type.contains("html");
  }

  /** The exceptions of an answer. */
  ChatFailures failures(Caller.Opened opened) {
    return new ChatFailures(
        provider, operation, opened.response().status(), opened.requestId().orElse(null));
  }

  /** A decoder for a streamed answer. */
  ChunkDecoder decoder(Caller.Opened opened) {
    return decoder(opened, new ChunkDecoder.Parts());
  }

  /** A decoder with what was made for it before. */
  ChunkDecoder decoder(Caller.Opened opened, ChunkDecoder.Parts parts) {
    return new ChunkDecoder(
        failures(opened), enough, headerExtra.apply(opened.response().headers()), parts);
  }

  /** The whole answer of a server that doesn't stream although it was asked to. */
  CompletableFuture<ChatCompletion> whole(Caller.Opened opened) {
    ChatFailures failures = failures(opened);
    return opened
        .response()
        .body()
        .bytes(LIMIT)
        .handle(
            (bytes, broken) -> {
              opened.response().body().close();
              if (broken != null) {
                throw failures.broken(unwrap(broken));
              }
              return whole(bytes, opened.response().headers(), failures);
            });
  }

  /** The answer of a whole body, with what its headers add. */
  ChatCompletion whole(byte[] bytes, HttpHeaders headers, ChatFailures failures) {
    ChatCompletion whole = read(bytes, headers, failures);
    Map<String, Json> ofHeaders = headerExtra.apply(headers);
    if (ofHeaders.isEmpty()) {
      return whole;
    }
    Map<String, Json> extra = new LinkedHashMap<>(ofHeaders);
    extra.putAll(whole.extra());
    return new ChatCompletion(
        whole.id(),
        whole.model(),
        whole.createdAt(),
        whole.choices(),
        whole.usage(),
        whole.requestId(),
        extra);
  }

  /** The answer of a whole body alone. */
  static ChatCompletion read(byte[] bytes, HttpHeaders headers, ChatFailures failures) {
    try {
      return CompletionReader.read(bytes, failures.requestId());
    } catch (ReportedError e) {
      throw failures.reported(bytes);
    } catch (JacksonException | IllegalArgumentException e) {
      throw failures.unreadable(bytes, headers, e);
    }
  }

  /** What a future failed with. */
  static Throwable unwrap(Throwable failure) {
    @Nullable Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
