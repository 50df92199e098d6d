package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.error.CallTimeoutException;
import dev.loraport.error.CallTimeoutException.Phase;
import dev.loraport.http.HttpTransport;
import dev.loraport.http.RequestBody;
import dev.loraport.http.RetryPolicy;
import dev.loraport.http.Timeouts;
import dev.loraport.http.WireRequest;
import dev.loraport.http.WireResponse;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Operation.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(30)
class TimeoutsTest {
  private static final Duration SHORT = Duration.ofMillis(350);

  @Test
  void theLongestTimeThereIsMeansNone() throws Exception {
    Duration forever = ChronoUnit.FOREVER.getDuration();
    Timeouts limits =
        Timeouts.builder()
            .connect(forever)
            .responseHeaders(forever)
            .readIdle(forever)
            .total(forever)
            .build();
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller = caller(server, limits)) {
      assertThat(Fixture.send(caller, Fixture.get(server.uri("/x"))).status()).isEqualTo(200);
      RequestOptions options =
          RequestOptions.builder()
              .timeout(forever)
              .responseTimeout(forever)
              .idleTimeout(forever)
              .build();
      assertThat(
              caller
                  .send(Fixture.get(server.uri("/y")), options)
                  .get(10, TimeUnit.SECONDS)
                  .status())
          .isEqualTo(200);
    }
  }

  @Test
  void theConnectLimitIsNamed() {
    URI uri = URI.create("http://127.0.0.1:9/x");
    HttpTransport slow =
        new HttpTransport() {
          @Override
          public CompletableFuture<WireResponse> send(WireRequest request, Limits limits) {
            assertThat(limits.connect()).isEqualTo(SHORT);
            return CompletableFuture.failedFuture(new HttpConnectTimeoutException("slow"));
          }

          @Override
          public void close() {}
        };
    try (Caller caller =
        Fixture.caller(
            uri,
            s ->
                s.transport(slow)
                    .delayer(new Fixture.Recorder())
                    .timeouts(Timeouts.builder().connect(SHORT).build()))) {
      CallTimeoutException failure = timeout(caller, Fixture.get(uri), RequestOptions.none());

      assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
      assertThat(failure.limit()).isEqualTo(SHORT);
      assertThat(failure.requestMayHaveBeenProcessed()).isFalse();
      assertThat(failure)
          .hasMessage(
              "acme things.do: no connection to 127.0.0.1:9 within 350 ms (Timeouts.connect)"
                  + " (attempts=3)");
    }
  }

  /** Where the queue of a port is full, Linux lets who knocks wait. */
  @Test
  void theTransportKeepsTheConnectLimit() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, loopback)) {
      boolean waits = false;
      while (!waits && waiting.size() < 20) {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(full.getLocalSocketAddress(), 300);
        } catch (IOException e) {
          waits = e instanceof SocketTimeoutException;
          break;
        }
      }
      assumeTrue(waits, "the queue of the port can't be filled");
      URI uri = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/x");
      try (Caller caller =
          Fixture.caller(
              uri,
              s ->
                  s.retryPolicy(RetryPolicy.none())
                      .timeouts(
                          Timeouts.builder()
                              .connect(SHORT)
                              .total(Duration.ofSeconds(9))
                              .build()))) {
        CallTimeoutException failure = timeout(caller, Fixture.get(uri), RequestOptions.none());

        assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
        assertThat(failure.limit()).isEqualTo(SHORT);
      }
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }

  @Test
  void theLimitUntilTheHeadersIsNamedAndClosesTheConnection() throws Exception {
    RawServer.Script script =
        x -> {
          if (x.number() == 1) {
            x.ok();
          } else {
            x.hang();
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"))) {
      // the client is made with its first request, which may take longer than the limit
      Fixture.send(caller, Fixture.get(server.uri("/first")));
      CallTimeoutException failure =
          timeout(
              caller,
              Fixture.call(Kind.CREATE, server.uri("/x")),
              RequestOptions.builder().responseTimeout(SHORT).build());

      assertThat(failure.phase()).isEqualTo(Phase.RESPONSE_HEADERS);
      assertThat(failure.requestMayHaveBeenProcessed()).isTrue();
      assertThat(failure).hasMessageContaining("350 ms").hasMessageContaining("responseTimeout");
      server.clientLeft().get(10, TimeUnit.SECONDS);
    }
  }

  /** Such limits have no timer task of their own until they are nearly over. */
  @Test
  void aLimitLongerThanTheTimeBetweenTwoLooksHolds() throws Exception {
    Timeouts limits = Timeouts.builder().responseHeaders(Duration.ofMillis(600)).build();
    try (RawServer server = new RawServer(RawServer.Exchange::hang);
        Caller caller = caller(server, limits)) {
      Call call = Fixture.call(Kind.CREATE, server.uri("/x"));

      assertThat(timeout(caller, call, RequestOptions.none()).phase())
          .isEqualTo(Phase.RESPONSE_HEADERS);
    }
  }

  /** More than the buffers of both sides hold, taken piece by piece and longer than the limit. */
  @Test
  void aLargeBodyInMemoryThatMovesIsNotTimedOut() throws Exception {
    Duration limit = Duration.ofMillis(1500);
    byte[] body = new byte[48 << 20];
    RawServer.Script slow =
        x -> {
          x.connection().setReceiveBufferSize(64 << 10);
          long began = System.nanoTime();
          long taken = 0;
          while (taken < body.length) {
            taken += x.in().readNBytes(512 << 10).length;
            // no faster than all of it in one and a half times the limit
            long due = began + limit.toNanos() * 3 / 2 / body.length * taken;
            LockSupport.parkNanos(due - System.nanoTime());
          }
          x.ok();
        };
    try (RawServer server = new RawServer(slow);
        Caller caller = caller(server, Timeouts.builder().responseHeaders(limit).build())) {
      Call call =
          Call.post(Fixture.operation(Kind.CREATE), server.uri("/x"))
              .body(RequestBody.of("image/png", body))
              .build();

      assertThat(Fixture.send(caller, call).status()).isEqualTo(200);
    }
  }

  @Test
  void theLimitUntilTheHeadersDoesNotHoldForAnswersOfAModel() throws Exception {
    try (RawServer server = new RawServer(RawServer.Exchange::hang);
        Caller caller =
            caller(
                server,
                Timeouts.builder().responseHeaders(Duration.ofMillis(1)).total(SHORT).build())) {
      Call chat = Fixture.call(Kind.INFERENCE, server.uri("/x"));
      RequestOptions named =
          RequestOptions.builder()
              .responseTimeout(SHORT)
              .timeout(SHORT.multipliedBy(20))
              .maxRetries(0)
              .build();

      assertThat(timeout(caller, chat, RequestOptions.none()).phase()).isEqualTo(Phase.TOTAL);
      assertThat(timeout(caller, chat, named).phase()).isEqualTo(Phase.RESPONSE_HEADERS);
    }
  }

  @Test
  void theLimitBetweenTwoPiecesHoldsForWholeAnswers() throws Exception {
    try (RawServer server = new RawServer(TimeoutsTest::stall);
        Caller caller = caller(server, Timeouts.builder().readIdle(SHORT).build())) {
      CallTimeoutException failure =
          timeout(caller, Fixture.call(Kind.CREATE, server.uri("/x")), RequestOptions.none());

      assertThat(failure.phase()).isEqualTo(Phase.READ_IDLE);
      assertThat(failure.limit()).isEqualTo(SHORT);
      server.clientLeft().get(10, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Phase.class,
      names = {"READ_IDLE", "TOTAL"})
  void aStreamThatStallsWakesItsReader(Phase phase) throws Exception {
    RequestOptions options =
        phase == Phase.TOTAL
            ? RequestOptions.builder().timeout(Duration.ofMillis(700)).build()
            : RequestOptions.builder().idleTimeout(SHORT).build();
    try (RawServer server = new RawServer(TimeoutsTest::stall);
        Caller caller = Fixture.caller(server.uri("/"))) {
      InputStream stream =
          caller
              .await("x", caller.open(Fixture.call(Kind.STREAM, server.uri("/x")), options))
              .response()
              .body()
              .stream();
      assertThat(stream.readNBytes(4)).asString().isEqualTo("half");

      Throwable failure = catchThrowable(stream::read);

      assertThat(failure).isInstanceOf(IOException.class);
      assertThat(failure.getCause())
          .isInstanceOfSatisfying(
              CallTimeoutException.class, cause -> assertThat(cause.phase()).isEqualTo(phase));
      server.clientLeft().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aReaderThatTakesItsTimeIsNotTimedOut() throws Exception {
    Duration limit = Duration.ofSeconds(1);
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    RawServer.Script script =
        x -> {
          x.raw("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
          goOn.join();
          x.raw("half");
        };
    try (RawServer server = new RawServer(script);
        Caller caller = caller(server, Timeouts.builder().readIdle(limit).build())) {
      InputStream stream =
          Fixture.open(caller, Fixture.call(Kind.STREAM, server.uri("/x")))
              .response()
              .body()
              .stream();
      stream.readNBytes(4);
      // No read is under way while more than the limit passes.
      caller.delayer().delay(limit.multipliedBy(5).dividedBy(4)).get();
      goOn.complete(null);

      assertThat(stream.readAllBytes()).asString().isEqualTo("half");
    }
  }

  @Test
  void theTotalLimitCountsRetriesAndPauses() throws Exception {
    try (RawServer server = new RawServer(x -> x.respond(503, "", "Retry-After", "50"));
        Caller caller = Fixture.caller(server.uri("/"), s -> s.delayer(new Fixture.Recorder()))) {
      Throwable failure =
          catchThrowable(
              () ->
                  Fixture.send(
                      caller,
                      Fixture.get(server.uri("/x")),
                      RequestOptions.builder().timeout(Duration.ofSeconds(90)).build()));

      // One pause fits; the next would end too late, so the last answer is told at once.
      assertThat(failure).hasMessageContaining("503");
      assertThat(server.requests()).hasSize(2);
    }
  }

  @Test
  void aCallThatWaitsForItsTurnIsTimedOutAndWasNotSent() throws Exception {
    try (RawServer server = new RawServer(RawServer.Exchange::hang);
        Caller caller =
            Fixture.caller(
                server.uri("/"),
                s -> s.maxConcurrentCalls(1).retryPolicy(dev.loraport.http.RetryPolicy.none()))) {
      var first = caller.send(Fixture.get(server.uri("/1")), RequestOptions.none());
      server.take();

      CallTimeoutException failure =
          timeout(
              caller,
              Fixture.get(server.uri("/2")),
              RequestOptions.builder().timeout(SHORT).build());

      assertThat(failure.phase()).isEqualTo(Phase.TOTAL);
      assertThat(failure.requestMayHaveBeenProcessed()).isFalse();
      assertThat(failure)
          .hasMessageContainingAll(
              "waited for its turn under maxConcurrentCalls", "the limit of 350 ms");
      assertThat(server.requests()).hasSize(1);
      first.cancel(true);
    }
  }

  private static void stall(RawServer.Exchange x) throws IOException {
    x.raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf");
    x.hang();
  }

  private static Caller caller(RawServer server, Timeouts timeouts) {
    return Fixture.caller(server.uri("/"), (ClientConfig.Builder s) -> s.timeouts(timeouts));
  }

  private static CallTimeoutException timeout(Caller caller, Call call, RequestOptions options) {
    return catchThrowableOfType(
        CallTimeoutException.class, () -> Fixture.send(caller, call, options));
  }
}
