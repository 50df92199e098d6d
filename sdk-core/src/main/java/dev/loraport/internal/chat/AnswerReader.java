package dev.loraport.internal.chat;

import dev.loraport.chat.ChatCompletion;
import dev.loraport.spi.Caller;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Reads answers of one operation, streamed or whole. */
final class AnswerReader {
  /** The longest whole answer in bytes. */
  static final int LIMIT = 64 << 20;

  private final String provider;
  private final String operation;
  private final int enough;

  /** With how many finished answers are enough, as {@link ChunkDecoder} takes it. */
  AnswerReader(String provider, String operation, int enough) {
    this.provider = provider;
    this.operation = operation;
    this.enough = enough;
  }

  /** The same for a request of that many answers. */
  AnswerReader of(long answers) {
    return enough == 0 || answers <= 1
        ? this
        : new AnswerReader(provider, operation, (int) Math.min(answers, Integer.MAX_VALUE));
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
  ChatFailures failures(Optional<String> requestId) {
    return new ChatFailures(provider, operation, requestId.orElse(null));
  }

  /** A decoder for a streamed answer. */
  ChunkDecoder decoder(Caller.Opened opened) {
    return decoder(opened, new ChunkDecoder.Tools());
  }

  /** A decoder with what was made for it before. */
  ChunkDecoder decoder(Caller.Opened opened, ChunkDecoder.Tools tools) {
    return new ChunkDecoder(failures(opened.requestId()), enough, tools);
  }

  /** The whole answer of a server that doesn't stream although it was asked to. */
  CompletableFuture<ChatCompletion> whole(Caller.Opened opened) {
    ChatFailures failures = failures(opened.requestId());
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
              return whole(bytes, failures);
            });
  }

  /** The answer of a whole body. */
  static ChatCompletion whole(byte[] bytes, ChatFailures failures) {
    try {
      return CompletionReader.read(bytes, failures.requestId());
    } catch (ReportedError e) {
      throw failures.reported(bytes);
    } catch (JacksonException | IllegalArgumentException e) {
      throw failures.unreadable(bytes, e);
    }
  }

  /** What a future failed with. */
  static Throwable unwrap(Throwable failure) {
    @Nullable Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }
}
