package dev.loraport.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every fake does on the wire. */
@Timeout(30)
class EngineTest {
  private final FakeTogether fake = FakeTogether.start();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  private String raw(String request) throws IOException {
    return raw(URI.create(fake.url()), request);
  }

  private String raw(URI uri, String request) throws IOException {
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket.setSoTimeout(5000);
      String text = request.replace("KEY", fake.apiKey()).replace("\n", "\r\n");
      socket.getOutputStream().write(text.getBytes(UTF_8));
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }

  @Test
  void refusesAWrongKey() throws Exception {
    Http.Reply reply =
        http.send(
            HttpRequest.newBuilder(URI.create(fake.baseUrl() + "/files"))
                .header("Authorization", "Bearer wrong")
                .build());

    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.json().at("/error/code").asString()).isEqualTo("invalid_api_key");
    assertThat(reply.header("x-request-id")).isNotEmpty();
    assertThat(reply.header("x-ratelimit-limit")).isNotEmpty();
    fake.assertNoViolations();
  }

  @Test
  void refusesAnUnknownRouteAndNamesTheNearest() throws Exception {
    assertThat(http.get("/v1/fine-tune").status()).isEqualTo(404);
    assertThatThrownBy(fake::assertNoViolations)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nearest: GET /v1/fine-tunes");
  }

  @Test
  void reportsAnUnknownQueryParameter() throws Exception {
    assertThat(http.get("/v1/files?limit=3").status()).isEqualTo(200);
    assertThatThrownBy(fake::assertNoViolations).hasMessageContaining("'limit'");
  }

  @Test
  void answersExpectContinueAtOnce() throws Exception {
    String answer =
        raw(
            """
            POST /v1/files HTTP/1.1
            Host: x
            Authorization: Bearer KEY
            Connection: close
            Content-Type: application/x-www-form-urlencoded
            Expect: 100-continue
            Content-Length: 29

            purpose=eval&file_name=a.json\
            """);

    assertThat(answer).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 302 Found");
  }

  @Test
  void takesChunkedBodiesWithExtensions() throws Exception {
    String answer =
        raw(
            """
            POST /v1/files HTTP/1.1
            Host: x
            Authorization: Bearer KEY
            Connection: close
            Content-Type: application/x-www-form-urlencoded
            Transfer-Encoding: chunked

            1d;x=y
            purpose=eval&file_name=a.json
            0


            """);

    assertThat(answer).startsWith("HTTP/1.1 302");
  }

  @Test
  void takesAGetWithABody() throws Exception {
    String answer =
        raw(
            """
            GET /v1/models HTTP/1.1
            Host: x
            Authorization: Bearer KEY
            Content-Length: 2

            {}GET /v1/files HTTP/1.1
            Host: x
            Authorization: Bearer KEY
            Connection: close

            """);

    assertThat(answer.split("HTTP/1.1 200 OK", -1)).hasSize(3);
    assertThat(fake.journal().lastCall("GET /v1/models").orElseThrow().bodySize()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"url", "storageUrl"})
  void refusesABodyThatTheDiskHasNoRoomFor(String where) throws Exception {
    URI target =
        where.equals("url")
            ? URI.create(fake.url() + "/v1/files/upload")
            : URI.create(
                http.form("/v1/files", "purpose=eval&file_name=a.jsonl").header("Location"));
    String answer =
        raw(
            target,
            "PUT "
                + target.getRawPath()
                + " HTTP/1.1\nHost: x\nContent-Length: 9000000000000000000\n\n{");

    assertThat(answer).startsWith("HTTP/1.1 413 Content Too Large");
    assertThat(answer).contains("Payload too large").contains("Connection: close");
    assertThat(fake.journal().violations()).singleElement().asString().contains("has room for");
  }

  @Test
  void refusesAChunkLargerThanTheRoom() throws Exception {
    String answer =
        raw("POST /v1/files HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n7000000000000000\n");

    assertThat(answer).startsWith("HTTP/1.1 413");
  }

  @Test
  void answersWhenAPredicateOfTheTestFails() throws Exception {
    fake.chat()
        .when(
            call -> {
              throw new AssertionError("not this call");
            })
        .reply("never");
    Http.Reply reply = http.post("/v1/chat/completions", Samples.stream(Samples.LLAMA_70B, "hi"));

    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.json().at("/error/message").asString()).contains("not this call");
    assertThatThrownBy(fake::assertNoViolations).hasMessageContaining("not this call");
  }

  @Test
  void sendsNoBodyForHead() throws Exception {
    String answer =
        raw("HEAD /v1/nothing HTTP/1.1\nHost: x\nAuthorization: Bearer KEY\nConnection: close\n\n");

    assertThat(answer).startsWith("HTTP/1.1 404").endsWith("\r\n\r\n");
  }

  @Test
  void refusesBytesThatAreNoHttp() throws Exception {
    assertThat(raw("hello\n\n")).startsWith("HTTP/1.1 400");
    assertThat(raw("GET / HTTP/1.1\nContent-Length: x\n\n")).startsWith("HTTP/1.1 400");
    assertThat(raw("GET / HTTP/1.1\nHost: a b:c:1\n\n")).startsWith("HTTP/1.1 400");
    assertThat(raw("GET / HTTP/1.1\nA B: c\n\n")).startsWith("HTTP/1.1 400");
    assertThat(raw("POST / HTTP/1.1\nTransfer-Encoding: chunked\n\nz\n"))
        .startsWith("HTTP/1.1 400");
    assertThat(fake.journal().violations()).hasSize(5);
  }

  @Test
  void leavesNoThreadBehind() throws Exception {
    http.get("/v1/files");
    String port = String.valueOf(URI.create(fake.url()).getPort());
    assertThat(threads(port)).isNotEmpty();

    fake.close();
    assertThat(threads(port)).isEmpty();
  }

  private static List<String> threads(String port) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("MockWebServer") && name.contains(port))
        .toList();
  }

  @Test
  void closesQuietlyInAnInterruptedThread() throws Exception {
    http.get("/v1/models");
    String port = String.valueOf(URI.create(fake.url()).getPort());
    Thread.currentThread().interrupt();
    try {
      fake.close();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(threads(port)).isEmpty();
  }

  @Test
  void reusesAConnection() throws Exception {
    http.get("/v1/files");
    http.get("/v1/models");
    assertThat(fake.journal().calls()).extracting(RecordedCall::connection).containsOnly(0);

    fake.dropConnections();
    assertThat(fake.journal().awaitNoConnections(Duration.ofSeconds(10))).isTrue();
    http.get("/v1/files");
    assertThat(fake.journal().calls().get(2).connection()).isEqualTo(1);
  }

  @Test
  void takesAnUploadThatIsLargerThanItKeepsInMemory() throws Exception {
    byte[] bytes = new byte[20 * 1024 * 1024];
    String url = http.form("/v1/files", "purpose=eval&file_name=a.jsonl").header("Location");
    http.put(url, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
    String id = http.get("/v1/files").json().at("/data/0/id").asString();

    assertThat(http.get("/v1/files/" + id + "/content").raw().body()).isEqualTo(bytes);
    assertThat(fake.journal().lastCall("PUT /storage/**").orElseThrow().bodySize())
        .isEqualTo(bytes.length);
  }

  @Test
  void seesThatAnUploadWasGivenUp() throws Exception {
    URI url =
        URI.create(http.form("/v1/files", "purpose=eval&file_name=a.jsonl").header("Location"));
    try (Socket socket = new Socket(url.getHost(), url.getPort())) {
      String head = "PUT " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\n";
      byte[] request = (head + "Host: x\r\nContent-Length: 100\r\n\r\nabc").getBytes(UTF_8);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      assertThat(fake.journal().awaitCalls("PUT /storage/**", 1, Duration.ofSeconds(10))).isTrue();
      assertThat(fake.journal().calls("PUT /storage/**").get(0).outcome())
          .isEqualTo(RecordedCall.Outcome.OPEN);
    }

    assertThat(fake.journal().awaitClientClosed("PUT /storage/**", Duration.ofSeconds(10)))
        .isTrue();
  }

  @Test
  void sendsTheChunksBeforeTheCut() throws Exception {
    fake.faults().on("POST /v1/chat/completions").next(Fault.cutStream().afterChunks(2));
    String body = Samples.stream(Samples.LLAMA_70B, "one two three");
    String answer =
        raw(
            "POST /v1/chat/completions HTTP/1.1\nHost: x\nAuthorization: Bearer KEY\n"
                + "Content-Length: "
                + body.length()
                + "\n\n"
                + body);

    assertThat(answer.split("data: ", -1)).hasSize(3);
    assertThat(answer).doesNotEndWith("0\r\n\r\n");
  }

  @Test
  void masksSecretsInTheJournalAndKeepsAThousandCalls() throws Exception {
    http.post("/v1/models", "{\"model_name\":\"a\",\"model_source\":\"b\",\"hf_token\":\"hf_x1\"}");
    RecordedCall call = fake.journal().lastCall("POST /v1/models").orElseThrow();
    assertThat(call.body()).contains("\"hf_token\":\"***\"").doesNotContain("hf_x1");
    assertThat(call.header("authorization")).isEqualTo("***");

    for (int i = 0; i < 1000; i++) {
      http.get("/v1/jobs");
    }
    assertThat(fake.journal().calls()).hasSize(1000);
    assertThat(fake.journal().dropped()).isEqualTo(1);
    assertThat(fake.journal().count("POST /v1/models")).isZero();
  }
}
