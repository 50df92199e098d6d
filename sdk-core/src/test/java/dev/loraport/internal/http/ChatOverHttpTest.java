package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.StreamException;
import dev.loraport.json.Json;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ChatDialect;
import dev.loraport.spi.OpenAiChat;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Chats through the whole pipeline, on loopback. */
class ChatOverHttpTest {
  private static final ChatRequest REQUEST = ChatRequest.of("m", "hi");
  private static final String HEAD =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "Content-Type: text/event-stream",
          "X-Request-Id: r1",
          "Transfer-Encoding: chunked",
          "\r\n");
  private static final String A =
      chunk("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n");
  private static final String DONE = chunk("data: [DONE]\n\n");
  private static final String LAST = "0\r\n\r\n";

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static OpenAiChat chat(Caller caller, RawServer server) {
    ChatDialect dialect = ChatDialect.builder().allowedBaseUrl(base -> true).build();
    return new OpenAiChat(caller, dialect, model -> server.uri("/v1"));
  }

  private static final class Listener implements Flow.Subscriber<ChatChunk> {
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final CompletableFuture<ChatChunk> first = new CompletableFuture<>();
    final List<String> texts = new ArrayList<>();
    final CompletableFuture<List<String>> end = new CompletableFuture<>();

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription.complete(given);
      given.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(ChatChunk chunk) {
      texts.add(chunk.text());
      first.complete(chunk);
    }

    @Override
    public void onError(Throwable failure) {
      end.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      end.complete(texts);
    }
  }

  @Test
  void completes() throws IOException {
    try (RawServer server =
            new RawServer(
                http ->
                    http.respond(
                        200,
                        "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}",
                        "X-Request-Id",
                        "r1"));
        Caller caller = Fixture.caller(server.uri(""))) {
      ChatCompletion answer = chat(caller, server).complete(REQUEST);

      assertThat(answer.text()).isEqualTo("a");
      assertThat(answer.requestId()).contains("r1");
      RawServer.Request sent = server.requests().get(0);
      assertThat(sent.target()).isEqualTo("/v1/chat/completions");
      assertThat(sent.header("authorization")).isEqualTo("Bearer " + Fixture.KEY);
      assertThat(sent.header("content-type")).isEqualTo("application/json");
      assertThat(sent.body())
          .isEqualTo("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
    }
  }

  @Test
  void anAnswerWithoutContentIsToldAsThat() throws IOException {
    try (RawServer server =
            new RawServer(http -> http.raw("HTTP/1.1 204 x\r\nX-Request-Id: r1\r\n\r\n"));
        Caller caller = Fixture.caller(server.uri(""))) {
      assertThatThrownBy(() -> chat(caller, server).complete(REQUEST))
          .hasMessageContaining("chat.complete: 204 with no content")
          .hasMessageEndingWith("(request-id=r1)");
    }
  }

  @Test
  void bodyFieldsOfAViewReachTheChatAndTheCallsOwnWin() throws IOException {
    RequestOptions view =
        RequestOptions.builder()
            .putExtraBody("user", Json.of("a"))
            .putExtraBody("top_k", Json.of(5))
            .build();
    RequestOptions own = RequestOptions.builder().putExtraBody("user", Json.of("b")).build();
    try (RawServer server = new RawServer(http -> http.respond(200, "{\"choices\":[{}]}"));
        Caller caller = Fixture.caller(server.uri(""))) {
      chat(caller.withDefaults(view), server).complete(REQUEST, own);

      Json sent = Json.parse(server.requests().get(0).body());
      assertThat(sent.get("user")).isEqualTo(Json.of("b"));
      assertThat(sent.get("top_k")).isEqualTo(Json.of(5));
    }
  }

  @Test
  void anErrorBeforeTheStreamIsThrownByTheCall() throws IOException {
    try (RawServer server = new RawServer(http -> http.respond(400, "{\"error\":\"no\"}"));
        Caller caller = Fixture.caller(server.uri(""))) {
      assertThatThrownBy(() -> chat(caller, server).stream(REQUEST))
          .isInstanceOf(BadRequestException.class);
      Listener listener = new Listener();
      chat(caller, server).publisher(REQUEST).subscribe(listener);
      assertThatThrownBy(() -> listener.end.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(BadRequestException.class);
    }
  }

  @Test
  void eachChunkIsThereAtOnceAndTheConnectionIsUsedAgain() throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                http -> {
                  http.raw(HEAD + A);
                  await(read);
                  http.raw(A + DONE);
                  http.raw(LAST);
                });
        Caller caller = Fixture.caller(server.uri(""))) {
      try (ChatStream stream = chat(caller, server).stream(REQUEST)) {
        Iterator<ChatChunk> chunks = stream.iterator();
        assertThat(chunks.next().text()).isEqualTo("a");
        read.countDown();
        assertThat(stream.result().text()).isEqualTo("aa");
        assertThat(stream.requestId()).contains("r1");
      }
      Listener listener = new Listener();
      chat(caller, server).publisher(REQUEST).subscribe(listener);
      assertThat(listener.end.get(10, TimeUnit.SECONDS)).containsExactly("a", "a");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new IOException("the test did not go on");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static RawServer silentAfterOneChunk() throws IOException {
    return new RawServer(
        http -> {
          http.raw(HEAD + A);
          http.hang();
        });
  }

  @Test
  void cancellingAStreamClosesItsSocketAndWakesItsReader() throws Exception {
    try (RawServer server = silentAfterOneChunk();
        Caller caller = Fixture.caller(server.uri(""))) {
      ChatStream stream = chat(caller, server).stream(REQUEST);
      Iterator<ChatChunk> chunks = stream.iterator();
      chunks.next();
      CompletableFuture<Boolean> reader =
          CompletableFuture.supplyAsync(chunks::hasNext, task -> new Thread(task).start());

      long start = RunningTime.nanos();
      stream.cancel();

      assertThatThrownBy(() -> reader.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StreamException.class);
      server.assertLeftSince(start);
    }
  }

  @Test
  void cancellingASubscriptionClosesItsSocket() throws Exception {
    try (RawServer server = silentAfterOneChunk();
        Caller caller = Fixture.caller(server.uri(""))) {
      Listener listener = new Listener();
      chat(caller, server).publisher(REQUEST).subscribe(listener);
      listener.first.get(10, TimeUnit.SECONDS);

      long start = RunningTime.nanos();
      listener.subscription.join().cancel();

      server.assertLeftSince(start);
      assertThat(listener.end).isNotDone();
    }
  }

  @Test
  void cancellingAFutureClosesItsSocket() throws Exception {
    try (RawServer server = new RawServer(RawServer.Exchange::hang);
        Caller caller = Fixture.caller(server.uri(""))) {
      CompletableFuture<String> text =
          chat(caller, server).async().complete(REQUEST).thenApply(ChatCompletion::text);
      server.take();

      long start = RunningTime.nanos();
      text.cancel(true);

      server.assertLeftSince(start);
    }
  }

  @Test
  @SuppressWarnings("try") // closed within the block: that is what is tested
  void closingTheClientEndsAStream() throws Exception {
    try (RawServer server = silentAfterOneChunk();
        Caller caller = Fixture.caller(server.uri(""))) {
      ChatStream stream = chat(caller, server).stream(REQUEST);
      Iterator<ChatChunk> chunks = stream.iterator();
      chunks.next();

      long start = RunningTime.nanos();
      caller.close();

      assertThatThrownBy(chunks::hasNext)
          .isInstanceOfSatisfying(
              StreamException.class, e -> assertThat(e.partial().text()).isEqualTo("a"));
      server.assertLeftSince(start);
    }
  }

  @Test
  void aSilentServerIsLeftAfterTheLimitBetweenTwoPieces() throws Exception {
    RequestOptions impatient = RequestOptions.builder().idleTimeout(Duration.ofMillis(300)).build();
    try (RawServer server = silentAfterOneChunk();
        Caller caller = Fixture.caller(server.uri(""))) {
      ChatStream stream = chat(caller, server).stream(REQUEST, impatient);
      assertThatThrownBy(stream::result)
          .isInstanceOf(StreamException.class)
          .hasMessageMatching(
              "acme chat.stream: the stream broke off: 127.0.0.1:\\d+ sent nothing more of its answer"
                  + " for 300 ms \\(Timeouts.readIdle, RequestOptions.idleTimeout\\), after 1 chunk"
                  + " \\(request-id=r1\\)");
      Listener listener = new Listener();
      chat(caller, server).publisher(REQUEST, impatient).subscribe(listener);
      assertThatThrownBy(() -> listener.end.get(10, TimeUnit.SECONDS))
          .hasCauseInstanceOf(StreamException.class);
    }
  }

  @Test
  void aConnectionThatBreaksIsNoEnd() throws Exception {
    try (RawServer server =
            new RawServer(
                http -> {
                  http.raw(HEAD + A);
                  http.die();
                });
        Caller caller = Fixture.caller(server.uri(""))) {
      assertThatThrownBy(() -> chat(caller, server).stream(REQUEST).result())
          .isInstanceOfSatisfying(
              StreamException.class, e -> assertThat(e.partial().text()).isEqualTo("a"));
    }
  }
}
