package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Planned disturbances and what the journal says about them. */
@Timeout(30)
class FaultsTest {
  private static final String CHAT = "POST /v1/chat/completions";
  private static final Duration SOON = Duration.ofSeconds(10);

  private final FakeTogether fake = FakeTogether.start();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  private Http.Reply stream() throws Exception {
    return http.post("/v1/chat/completions", Samples.stream(Samples.LLAMA_70B, "one two three"));
  }

  private CompletableFuture<HttpResponse<String>> sendStream() {
    String body = Samples.stream(Samples.LLAMA_70B, "hi");
    return http.client()
        .sendAsync(
            http.request("/v1/chat/completions").POST(BodyPublishers.ofString(body)).build(),
            BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  @Test
  void meetsTheNextCallsInOrderAndNoOthers() throws Exception {
    fake.faults()
        .on("GET /v1/files/{id}")
        .next(2, Fault.status(503).header("Retry-After", "1"))
        .then(Fault.html502());

    assertThat(http.get("/v1/files").status()).isEqualTo(200);
    Http.Reply first = http.get("/v1/files/a");
    assertThat(first.status()).isEqualTo(503);
    assertThat(first.header("Retry-After")).isEqualTo("1");
    assertThat(first.json().at("/error/message").isString()).isTrue();
    assertThat(http.get("/v1/files/a").status()).isEqualTo(503);
    assertThat(fake.faults().unused()).containsExactly("GET /v1/files/{id}: status 502");
    assertThat(http.get("/v1/files/a").text()).contains("<html>");
    assertThat(http.get("/v1/files/a").status()).isEqualTo(404);
    assertThat(fake.faults().unused()).isEmpty();
  }

  @Test
  void aFaultThatWaitsForMoreThanTheAnswerHasIsUnused() throws Exception {
    fake.faults().on("GET /v1/models").next(Fault.cutStream().afterChunks(300));

    assertThat(http.get("/v1/models").status()).isEqualTo(200);

    assertThat(fake.faults().unused())
        .singleElement()
        .asString()
        .startsWith("GET /v1/models: CUT after 300 chunks, and the answer was over after ");
    fake.faults().clear();
    assertThat(fake.faults().unused()).isEmpty();
  }

  @Test
  void limitsTheRateWithTheProvidersHeaders() throws Exception {
    fake.faults().on("* /v1/**").always(Fault.rateLimit(Duration.ofMillis(6500)));
    Http.Reply reply = http.get("/v1/models");

    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.header("Retry-After")).isEqualTo("7");
    assertThat(reply.header("x-ratelimit-remaining")).isEqualTo("0");
    assertThat(reply.json().at("/error/type").asString()).isEqualTo("dynamic_request_limited");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"GET /v1/files/*", "GET /v1/*/content", "GET /v1/file*", "GET /v1/**/content"})
  void aStarThatWouldMatchNothingIsRefused(String route) {
    assertThatThrownBy(() -> fake.faults().on(route))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("{name}", "/** at its end", route);
  }

  static Stream<Fault> disturbances() {
    return Stream.of(
        Fault.reset(),
        Fault.closeBeforeAnswer(),
        Fault.cutStream().afterChunks(2),
        Fault.resetStream().afterChunks(2),
        Fault.lostAnswer());
  }

  @ParameterizedTest
  @MethodSource("disturbances")
  void breaksTheConnection(Fault fault) throws Exception {
    // The client itself sends a POST again when its connection was closed before any answer.
    fake.faults().on(CHAT).next(5, fault);

    assertThatThrownBy(this::stream).isInstanceOf(IOException.class);
    RecordedCall call = fake.journal().lastCall(CHAT).orElseThrow();
    assertThat(call.outcome()).isEqualTo(RecordedCall.Outcome.DISTURBED);
    assertThat(call.fault()).isEqualTo(fault.toString());
  }

  @Test
  void processesACallWhoseAnswerIsLost() throws Exception {
    String file = http.readyFile();
    fake.faults().on("POST /v1/fine-tunes").next(Fault.lostAnswer());

    assertThatThrownBy(() -> http.post("/v1/fine-tunes", Samples.job(Samples.QWEN_8B, file)))
        .isInstanceOf(IOException.class);
    assertThat(http.get("/v1/fine-tunes").json().path("data").size()).isEqualTo(1);
  }

  @Test
  void putsAnErrorIntoAStream() throws Exception {
    fake.faults().on(CHAT).next(Fault.errorInStream("engine stopped").afterChunks(1));
    Http.Reply reply = stream();

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).contains("\"error\":{\"message\":\"engine stopped\"");
    assertThat(reply.text()).doesNotContain("[DONE]");
  }

  @Test
  void letsASignedUrlExpire() throws Exception {
    fake.faults().on("PUT /storage/**").next(Fault.expiredSignedUrl());
    Http.Reply created = http.form("/v1/files", "purpose=eval&file_name=x.jsonl");
    Http.Reply put = http.put(created.header("Location"), BodyPublishers.ofString("x"));

    assertThat(put.status()).isEqualTo(403);
    assertThat(put.text()).contains("Request has expired");
  }

  @ParameterizedTest
  @ValueSource(strings = {"before headers", "in the body", "slow"})
  void seesLongBeforeItWouldAnswerThatTheClientHasGone(String where) throws Exception {
    Fault fault =
        switch (where) {
          case "before headers" -> Fault.stallBeforeHeaders();
          case "in the body" -> Fault.stallBody().afterChunks(1);
          default -> Fault.slow(Duration.ofMinutes(1));
        };
    fake.faults().on(CHAT).next(fault);
    CompletableFuture<HttpResponse<String>> call = sendStream();
    assertThat(fake.journal().awaitCalls(CHAT, 1, Duration.ofSeconds(10))).isTrue();

    call.cancel(true);
    assertThat(fake.journal().awaitClientClosed(CHAT, SOON)).isTrue();
  }

  @Test
  void waitsForAManualClockBetweenChunks() throws Exception {
    fake.clock().manual();
    fake.faults().on(CHAT).next(Fault.slow(Duration.ofHours(1)));
    CompletableFuture<HttpResponse<String>> call = sendStream();
    while (!call.isDone()) {
      fake.clock().advance(Duration.ofHours(1));
      Thread.onSpinWait();
    }

    assertThat(call.get().body()).endsWith("[DONE]\n\n");
  }

  @Test
  void endsAtOnceWithCallsInFlight() throws Exception {
    fake.faults().on(CHAT).always(Fault.stallBeforeHeaders());
    CompletableFuture<HttpResponse<String>> call = sendStream();
    assertThat(fake.journal().awaitCalls(CHAT, 1, Duration.ofSeconds(10))).isTrue();

    assertTimeout(SOON, fake::close);
    assertThat(fake.journal().awaitNoConnections(SOON)).isTrue();
    assertThatThrownBy(call::get).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void refusesARouteThatIsNone() {
    assertThatThrownBy(() -> fake.faults().on("files"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("GET /v1/files/{id}");
  }
}
