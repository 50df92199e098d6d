package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loraport.error.ApiException;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.NotFoundException;
import dev.loraport.http.HttpTransport;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Caller;
import dev.loraport.spi.FakeBody;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A transport that a user brings. */
class OwnTransportTest {
  private static final URI ORIGIN = URI.create("https://api.acme.example");
  private static final int RAW_LIMIT = 64 << 10;

  /** Gives one answer to all. */
  private static final class Scripted implements HttpTransport {
    private final int status;
    private final FakeBody body;
    private final List<WireRequest> requests = new CopyOnWriteArrayList<>();
    private boolean closed;

    Scripted(int status, FakeBody body) {
      this.status = status;
      this.body = body;
    }

    @Override
    public CompletableFuture<WireResponse> send(WireRequest request, Limits limits) {
      requests.add(request);
      HttpHeaders headers =
          HttpHeaders.of(
              Map.of("Content-Type", List.of("application/json"), "X-Request-Id", List.of("r-1")),
              (name, value) -> true);
      return CompletableFuture.completedFuture(new WireResponse(status, headers, body));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  @Test
  void itsAnswerIsReadAndItIsClosedWithTheClient() {
    Scripted transport = new Scripted(200, FakeBody.of("{\"ok\":", "true}"));
    try (Caller caller = Fixture.caller(ORIGIN, s -> s.transport(transport))) {
      Answer answer = Fixture.send(caller, Fixture.get(ORIGIN.resolve("/x?y=1")));

      assertThat(answer.json().get("ok").bool()).contains(true);
      assertThat(transport.body.wasReadToEnd()).isTrue();
    }
    assertThat(transport.requests).hasSize(1);
    WireRequest request = transport.requests.get(0);
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.uri()).isEqualTo(ORIGIN.resolve("/x?y=1"));
    assertThat(request.header("Authorization")).contains("Bearer " + Fixture.KEY);
    assertThat(transport.closed).isTrue();
  }

  @Test
  void itsRefusalIsExplainedByItsBody() throws InterruptedException {
    String body = "{\"error\":{\"message\":\"no such thing\",\"code\":\"gone\"}}";
    NotFoundException refused =
        refusal(NotFoundException.class, new Scripted(404, FakeBody.of(body)));

    assertThat(refused.status()).isEqualTo(404);
    assertThat(refused.apiMessage()).isEqualTo("no such thing");
    assertThat(refused.code()).contains("gone");
    assertThat(refused.rawBody()).isEqualTo(body);
    assertThat(refused.headers()).containsEntry("x-request-id", List.of("r-1"));
  }

  @Test
  void ofALongRefusalTheBeginningIsTakenAndTheRestLeft() throws InterruptedException {
    String piece = "x".repeat(40 << 10);
    Scripted transport = new Scripted(400, FakeBody.open(piece, piece, piece));

    BadRequestException refused = refusal(BadRequestException.class, transport);

    assertThat(refused.rawBody()).isEqualTo("x".repeat(RAW_LIMIT));
    assertThat(transport.body.wasReadToEnd()).isFalse();
  }

  @Test
  void aRefusalThatBreaksOffIsTakenAsFarAsItCame() throws InterruptedException {
    FakeBody body = FakeBody.open("{\"error\":").breakOff(new IOException("reset"));

    BadRequestException refused = refusal(BadRequestException.class, new Scripted(422, body));

    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.rawBody()).isEqualTo("{\"error\":");
  }

  private static <E extends ApiException> E refusal(Class<E> type, Scripted transport)
      throws InterruptedException {
    try (Caller caller = Fixture.caller(ORIGIN, s -> s.transport(transport))) {
      E refused =
          catchThrowableOfType(type, () -> Fixture.send(caller, Fixture.get(ORIGIN.resolve("/x"))));
      assertThat(transport.body.awaitClosed()).as("the body is closed").isTrue();
      assertThat(transport.requests).hasSize(1);
      return refused;
    }
  }
}
