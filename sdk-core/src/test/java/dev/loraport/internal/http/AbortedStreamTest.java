package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatRequest;
import dev.loraport.error.CallTimeoutException;
import dev.loraport.error.ClientClosedException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.StreamException;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ChatDialect;
import dev.loraport.spi.OpenAiChat;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A stream that the client ends while chunks are there that nobody has asked for. */
@Timeout(60)
class AbortedStreamTest {
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
          + "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n".repeat(3);

  /** Asks for one chunk alone. */
  private static final class One implements Flow.Subscriber<ChatChunk> {
    final CompletableFuture<ChatChunk> first = new CompletableFuture<>();
    final CompletableFuture<Void> end = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription given) {
      given.request(1);
    }

    @Override
    public void onNext(ChatChunk chunk) {
      first.complete(chunk);
    }

    @Override
    public void onError(Throwable failure) {
      end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      end.complete(null);
    }
  }

  private static RawServer server() throws Exception {
    return new RawServer(
        x -> {
          x.raw(STREAM);
          x.hang();
        });
  }

  private static OpenAiChat chat(Caller caller, RawServer server) {
    ChatDialect dialect = ChatDialect.builder().allowedBaseUrl(base -> true).build();
    return new OpenAiChat(caller, dialect, model -> server.uri("/v1"));
  }

  /** In the middle of a call, and not with its block. */
  private static void end(Caller caller) {
    caller.close();
  }

  private static void assertCut(
      CompletableFuture<?> end, Class<? extends LoraportException> reason) {
    StreamException cut =
        catchThrowableOfType(
            StreamException.class,
            () -> {
              try {
                end.get(20, TimeUnit.SECONDS);
              } catch (ExecutionException e) {
                throw e.getCause();
              }
            });
    assertThat(cut).hasRootCauseInstanceOf(reason);
    assertThat(cut.partial().text()).startsWith("a");
  }

  @Test
  void theEndOfTheClientIsToldWithoutDemand() throws Exception {
    try (RawServer server = server();
        Caller caller = Fixture.caller(server.uri("/"))) {
      One one = new One();
      chat(caller, server).publisher(ChatRequest.of("m", "hi")).subscribe(one);
      one.first.get(20, TimeUnit.SECONDS);

      end(caller);

      assertCut(one.end, ClientClosedException.class);
    }
  }

  @Test
  void theEndOfTheTimeIsToldWithoutDemand() throws Exception {
    RequestOptions brief = RequestOptions.builder().timeout(Duration.ofMillis(300)).build();
    try (RawServer server = server();
        Caller caller = Fixture.caller(server.uri("/"))) {
      One one = new One();
      chat(caller, server).publisher(ChatRequest.of("m", "hi"), brief).subscribe(one);

      assertCut(one.end, CallTimeoutException.class);
    }
  }

  @Test
  void aConsumerIsHandedNothingMoreAfterTheEndOfTheClient() throws Exception {
    try (RawServer server = server();
        Caller caller = Fixture.caller(server.uri("/"))) {
      CompletableFuture<Integer> handed = new CompletableFuture<>();
      int[] count = {0};
      CompletableFuture<?> whole =
          chat(caller, server).async().stream(
              ChatRequest.of("m", "hi"),
              RequestOptions.none(),
              chunk -> {
                count[0]++;
                end(caller);
                handed.complete(count[0]);
              });

      assertThat(handed.get(20, TimeUnit.SECONDS)).isEqualTo(1);
      assertCut(whole, ClientClosedException.class);
      assertThat(count[0]).isEqualTo(1);
    }
  }
}
