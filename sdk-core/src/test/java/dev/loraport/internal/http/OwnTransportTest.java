package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loraport.error.ApiException;
import dev.loraport.error.AuthenticationException;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.NotFoundException;
import dev.loraport.http.BodyTooLargeException;
import dev.loraport.http.HttpTransport;
import dev.loraport.http.ResponseBody;
import dev.loraport.http.RetryPolicy;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Caller;
import dev.loraport.spi.FakeBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
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

  @Test
  void anAnswerInMemoryIsReadInEachWayAndNotBeyondTheLimit() throws Exception {
    byte[] bytes = {1, 2, 3};
    ResponseBody body = ResponseBody.of(bytes);

    assertThat(body.bytes(3)).isCompletedWithValue(bytes);
    assertThat(body.bytes(2))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(BodyTooLargeException.class);
    try (InputStream stream = body.stream()) {
      assertThat(stream.readAllBytes()).isEqualTo(bytes);
    }
    List<Byte> published = new CopyOnWriteArrayList<>();
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    body.publisher()
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
              }

              @Override
              public void onNext(ByteBuffer piece) {
                while (piece.hasRemaining()) {
                  published.add(piece.get());
                }
              }

              @Override
              public void onError(Throwable failure) {
                end.completeExceptionally(failure);
              }

              @Override
              public void onComplete() {
                end.complete(true);
              }
            });
    end.join();
    assertThat(published).containsExactly((byte) 1, (byte) 2, (byte) 3);
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

  /** A transport that is done, one way or the other, when the caller's interrupt is seen. */
  private static Caller interrupting(CompletableFuture<WireResponse> answer) {
    HttpTransport transport =
        new HttpTransport() {
          @Override
          public CompletableFuture<WireResponse> send(WireRequest request, Limits limits) {
            Thread.currentThread().interrupt();
            return answer;
          }

          @Override
          public void close() {}
        };
    return Fixture.caller(ORIGIN, s -> s.transport(transport).retryPolicy(RetryPolicy.none()));
  }

  @Test
  void aRefusalIsToldThoughTheThreadWasInterruptedMeanwhile() {
    HttpHeaders headers = HttpHeaders.of(Map.of(), (name, value) -> true);
    WireResponse refusal = new WireResponse(401, headers, ResponseBody.of(new byte[0]));
    try (Caller caller = interrupting(CompletableFuture.completedFuture(refusal))) {
      Throwable failure = catchThrowable(() -> Fixture.send(caller, Fixture.get(ORIGIN)));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure).isInstanceOf(AuthenticationException.class);
    }
  }

  @Test
  void aConnectionThatAnInterruptClosedIsToldAsAnInterrupt() {
    IOException closed = new ClosedByInterruptException();
    try (Caller caller = interrupting(CompletableFuture.failedFuture(closed))) {
      Throwable failure = catchThrowable(() -> Fixture.send(caller, Fixture.get(ORIGIN)));

      assertThat(Thread.interrupted()).isTrue();
      assertThat(failure).isInstanceOf(CallInterruptedException.class).hasRootCause(closed);
    }
  }
}
