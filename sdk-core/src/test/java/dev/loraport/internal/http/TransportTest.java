package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.error.ApiException;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.CallTimeoutException;
import dev.loraport.error.ConfigurationException;
import dev.loraport.error.TransportException;
import dev.loraport.http.BodyTooLargeException;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Operation.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JDK's client does by itself, or would do if it were let. */
@Timeout(60)
class TransportTest {
  /** The JDK's client would start one for each answer, on machines of one or two processors. */
  @Test
  void anAnswerStartsNoThread() throws Exception {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller = Fixture.caller(server.uri("/"))) {
      Call call = Fixture.get(server.uri("/x"));
      caller.send(call, RequestOptions.none()).get();
      long before = threads.getTotalStartedThreadCount();
      for (int i = 0; i < 100; i++) {
        caller.send(call, RequestOptions.none()).get();
        Fixture.send(caller, call);
      }
      assertThat(threads.getTotalStartedThreadCount() - before).isLessThan(50);
    }
  }

  @Test
  void aCallerThatWaitsSendsItsRequestsItselfWhereTheAddressIsKnown() throws Exception {
    List<String> names = new CopyOnWriteArrayList<>();
    ProxySelector noted =
        new ProxySelector() {
          @Override
          public List<Proxy> select(URI uri) {
            names.add(Thread.currentThread().getName());
            return List.of(Proxy.NO_PROXY);
          }

          @Override
          public void connectFailed(URI uri, SocketAddress address, IOException error) {}
        };
    try (RawServer server =
            new RawServer(
                x -> {
                  if (x.number() == 2) {
                    x.respond(503, "", "Retry-After", "0");
                  } else {
                    x.ok();
                  }
                });
        Caller caller = Fixture.caller(server.uri("/"), s -> s.proxy(noted))) {
      Fixture.send(caller, Fixture.get(server.uri("/first")));
      assertThat(names.get(0)).startsWith("loraport-acme-");
      names.clear();
      Fixture.send(caller, Fixture.get(server.uri("/x")));
    }
    assertThat(names).hasSize(2).containsOnly(Thread.currentThread().getName());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void noRequestAsksToChangeTheProtocol(boolean http2) throws IOException {
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.http2(http2))) {
      Fixture.send(caller, Fixture.call(Kind.CREATE, server.uri("/x")));

      assertThat(server.requests().get(0).headers())
          .doesNotContainKeys("upgrade", "http2-settings", "accept-encoding")
          .containsEntry("content-type", "application/json");
    }
  }

  @Test
  void theUserAgentTellsOfVersionsAndOfTheUser() throws IOException {
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.userAgentSuffix("shop/7"))) {
      Fixture.send(caller, Fixture.get(server.uri("/x")));

      assertThat(server.requests().get(0).header("user-agent"))
          .matches("Loraport/\\d+\\.\\d+\\.\\d+\\S* Java/\\d+ shop/7");
    }
  }

  @Test
  void optionsAddToTheQueryAndToTheJsonBody() throws IOException {
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller = Fixture.caller(server.uri("/"))) {
      Call call =
          Call.post(Fixture.operation(Kind.CREATE), server.uri("/x?a=1"))
              .json(Json.parse("{\"n\":1,\"m\":2}"))
              .build();
      RequestOptions options =
          RequestOptions.builder().putQuery("b c", "d&e").putExtraBody("m", Json.of(3)).build();
      Fixture.send(caller.withDefaults(options), call);

      assertThat(server.requests().get(0).target()).isEqualTo("/x?a=1&b%20c=d%26e");
      assertThat(server.requests().get(0).body()).isEqualTo("{\"n\":1,\"m\":3}");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"READ", "WRITE", "CREATE", "INFERENCE", "STREAM"})
  void aStaleConnectionIsRepeatedOnlyWhereThatIsSafe(Kind kind) throws IOException {
    RawServer.Script script =
        x -> {
          if (x.number() == 2) {
            x.die();
          } else {
            x.ok();
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.delayer(new Fixture.Recorder()))) {
      Fixture.send(caller, Fixture.get(server.uri("/1")));
      Call call = Fixture.call(kind, server.uri("/2"));

      if (kind == Kind.CREATE) {
        TransportException failure =
            catchThrowableOfType(TransportException.class, () -> Fixture.send(caller, call));
        assertThat(failure.requestMayHaveBeenProcessed()).isTrue();
        assertThat(server.requests()).hasSize(2);
      } else {
        assertThat(Fixture.send(caller, call).status()).isEqualTo(200);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"READ", "CREATE", "INFERENCE", "STREAM"})
  void aConnectionThatWasClosedWhileIdleIsNotUsed(Kind kind) throws Exception {
    RawServer.Script script =
        x -> {
          x.ok();
          if (x.number() == 1) {
            x.connection().shutdownOutput();
            x.hang();
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"))) {
      Fixture.send(caller, Fixture.get(server.uri("/1")));
      server.clientLeft().get(10, TimeUnit.SECONDS);

      Fixture.send(caller, Fixture.call(kind, server.uri("/2")));

      assertThat(server.requests()).hasSize(2);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** As it does while it looks a name up that nobody answers for. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCallerIsNotHeldUpWhereTheClientOfTheJvmHangs(boolean interrupted) throws Exception {
    CountDownLatch found = new CountDownLatch(1);
    HttpClient hanging = new HangingClient(found);
    RequestOptions brief = RequestOptions.builder().timeout(Duration.ofMillis(200)).build();
    URI uri = URI.create("https://api.acme.example/x");
    try (Caller caller = Fixture.caller(uri, s -> s.httpClient(hanging))) {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(uri), brief))
          .isInstanceOf(interrupted ? CallInterruptedException.class : CallTimeoutException.class);
      assertThat(Thread.interrupted()).isEqualTo(interrupted);
    } finally {
      found.countDown();
    }
  }

  @ParameterizedTest
  @CsvSource({"200, 1", "404, 1"})
  void answersThatAreReadGiveTheirConnectionBack(int status, int connections) throws IOException {
    try (RawServer server = new RawServer(x -> x.respond(status, "x".repeat(30_000)));
        Caller caller = Fixture.caller(server.uri("/"))) {
      for (int i = 0; i < 10; i++) {
        if (status == 200) {
          Fixture.send(caller, Fixture.get(server.uri("/x")));
        } else {
          assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(server.uri("/x"))))
              .isInstanceOf(ApiException.class);
        }
      }
      assertThat(server.requests()).hasSize(10);
      assertThat(server.connections()).isEqualTo(connections);
    }
  }

  @Test
  void theBodyOfAnErrorIsReadUpToABound() throws IOException {
    try (RawServer server = new RawServer(x -> x.respond(400, "x".repeat(1 << 20)));
        Caller caller = Fixture.caller(server.uri("/"))) {
      ApiException failure =
          catchThrowableOfType(
              ApiException.class, () -> Fixture.send(caller, Fixture.get(server.uri("/x"))));

      assertThat(failure.rawBody()).hasSize(64 << 10);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBodyThatIsTooLargeIsRefused(boolean announced) throws IOException {
    RawServer.Script script =
        x -> {
          if (announced) {
            x.respond(200, "123456");
          } else {
            x.raw("HTTP/1.1 200 OK\r\n\r\n123456");
            x.die();
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"))) {
      CompletableFuture<byte[]> six =
          Fixture.open(caller, Fixture.get(server.uri("/x"))).response().body().bytes(6);
      assertThat(caller.<byte[]>await("x", six)).asString().isEqualTo("123456");

      CompletableFuture<byte[]> five =
          Fixture.open(caller, Fixture.get(server.uri("/x"))).response().body().bytes(5);
      assertThatThrownBy(five::get).hasCauseInstanceOf(BodyTooLargeException.class);
    }
  }

  @Test
  void aWholeAnswerThatIsTooLargeIsRefusedAndNotFetchedAgain() throws IOException {
    RawServer.Script script =
        x -> {
          x.raw("HTTP/1.1 200 OK\r\nContent-Length: 67108865\r\n\r\n{");
          x.hang();
        };
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.delayer(new Fixture.Recorder()))) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(server.uri("/x"))))
          .isInstanceOf(TransportException.class)
          .hasMessage(
              "acme things.do: the answer of 127.0.0.1:%d is longer than 67108864 bytes, the most"
                  + " that is taken into memory; ask for less at a time (attempts=1)",
              server.port());
      assertThat(server.requests()).hasSize(1);
    }
  }

  @Test
  void aReaderThatDoesNotReadHoldsTheServerBack() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    long[] written = new long[1];
    RawServer.Script script =
        x -> {
          x.raw("HTTP/1.1 200 OK\r\nContent-Length: 268435456\r\n\r\n");
          String piece = "x".repeat(1 << 16);
          for (int i = 0; i < 4096; i++) {
            x.raw(piece);
            written[0] += piece.length();
          }
          blocked.countDown();
        };
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"))) {
      InputStream stream =
          Fixture.open(caller, Fixture.call(Kind.DOWNLOAD, server.uri("/x")))
              .response()
              .body()
              .stream();
      assertThat(stream.read()).isEqualTo('x');

      assertThat(blocked.await(500, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(written[0]).isLessThan(64L << 20);
      assertThat(stream.skip(268435455)).isEqualTo(268435455);
      assertThat(stream.read()).isEqualTo(-1);
    }
  }

  @Test
  void aSubscriberGetsWhatItAsksForOnTheExecutorOfTheClient() throws Exception {
    BlockingQueue<String> signals = new LinkedBlockingQueue<>();
    List<Flow.Subscription> subscription = new ArrayList<>();
    try (RawServer server = new RawServer(x -> x.respond(200, "abc"));
        Caller caller = Fixture.caller(server.uri("/"))) {
      Fixture.open(caller, Fixture.get(server.uri("/x")))
          .response()
          .body()
          .publisher()
          .subscribe(
              new Flow.Subscriber<ByteBuffer>() {
                @Override
                public void onSubscribe(Flow.Subscription given) {
                  subscription.add(given);
                  signals.add("subscribed");
                }

                @Override
                public void onNext(ByteBuffer bytes) {
                  signals.add(bytes.remaining() + " on " + Thread.currentThread().getName());
                }

                @Override
                public void onError(Throwable error) {
                  signals.add("error " + error);
                }

                @Override
                public void onComplete() {
                  signals.add("complete");
                }
              });
      assertThat(signals.poll(10, TimeUnit.SECONDS)).isEqualTo("subscribed");
      assertThat(signals).isEmpty();
      subscription.get(0).request(1);
      assertThat(signals.poll(10, TimeUnit.SECONDS)).startsWith("3 on loraport-acme-");
      subscription.get(0).request(1);
      assertThat(signals.poll(10, TimeUnit.SECONDS)).isEqualTo("complete");
    }
  }

  @Test
  void dependantsRunOnTheExecutorThatWasGiven() throws Exception {
    CompletableFuture<Void> go = new CompletableFuture<>();
    RawServer.Script script =
        x -> {
          go.join();
          x.ok();
        };
    try (RawServer server = new RawServer(script);
        Caller caller =
            Fixture.caller(
                server.uri("/"), s -> s.executor(task -> new Thread(task, "mine").start()))) {
      CompletableFuture<Answer> answer =
          caller.send(Fixture.get(server.uri("/x")), RequestOptions.none());
      CompletableFuture<String> applied = answer.thenApply(a -> Thread.currentThread().getName());
      CompletableFuture<String> async =
          answer.thenApplyAsync(a -> Thread.currentThread().getName());
      go.complete(null);

      assertThat(applied.get(10, TimeUnit.SECONDS)).isEqualTo("mine");
      assertThat(async.get(10, TimeUnit.SECONDS)).isEqualTo("mine");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anAnswerThatDoesNotComeToItsEndTellsTheIdOfItsRequest(boolean breaks) throws IOException {
    RawServer.Script script =
        x -> {
          x.raw("HTTP/1.1 200 OK\r\nX-Request-Id: r-7\r\nContent-Length: 99\r\n\r\nhalf");
          if (breaks) {
            x.die();
          } else {
            x.hang();
          }
        };
    Duration limit = breaks ? Duration.ofMinutes(1) : Duration.ofMillis(300);
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"))) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class,
              () ->
                  Fixture.send(
                      caller,
                      Fixture.call(Kind.CREATE, server.uri("/x")),
                      RequestOptions.builder().timeout(limit).build()));

      assertThat(failure).hasMessageEndingWith(" (request-id=r-7, attempts=1)");
      assertThat(failure.requestId()).contains("r-7");
    }
  }

  @Test
  void whatAnExecutorRefusesIsDoneByTheThreadsOfTheClient() throws Exception {
    Executor shut =
        task -> {
          throw new RejectedExecutionException("shut down");
        };
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.executor(shut))) {
      CompletableFuture<String> status =
          caller
              .send(Fixture.get(server.uri("/x")), RequestOptions.none())
              .thenApply(answer -> answer.status() + " on " + Thread.currentThread().getName());

      assertThat(status.get(10, TimeUnit.SECONDS)).startsWith("200 on ");
    }
  }

  @Test
  void aClosedClientLeavesNoThreadsOfItsOwn() throws IOException {
    try (RawServer server = new RawServer(RawServer.Exchange::ok)) {
      Caller caller = Fixture.caller(server.uri("/"));
      Fixture.send(caller, Fixture.get(server.uri("/x")));
      assertThat(threads()).allMatch(Thread::isDaemon);
      caller.close();
      caller.close();

      List<Thread> left = threads();
      left.forEach(TransportTest::join);
      assertThat(left).noneMatch(Thread::isAlive);
    }
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("loraport-acme"))
        .toList();
  }

  private static void join(Thread thread) {
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aClientOfTheUserIsUsedAndLeftAlone() throws Exception {
    HttpClient own = HttpClient.newHttpClient();
    try (RawServer server = new RawServer(RawServer.Exchange::ok)) {
      try (Caller caller = Fixture.caller(server.uri("/"), s -> s.httpClient(own))) {
        Fixture.send(caller, Fixture.get(server.uri("/x")));
      }
      try (Caller caller = Fixture.caller(server.uri("/"), s -> s.httpClient(own))) {
        Fixture.send(caller, Fixture.get(server.uri("/x")));
      }
      assertThat(server.connections()).isEqualTo(1);
      assertThat(server.requests().get(0).headers()).doesNotContainKey("upgrade");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Redirect.class,
      names = {"NORMAL", "ALWAYS"})
  void aClientOfTheUserThatFollowsRedirectsIsRefused(Redirect redirect) {
    HttpClient own = HttpClient.newBuilder().followRedirects(redirect).build();

    assertThatThrownBy(
            () -> Fixture.caller(URI.create("https://acme.example"), s -> s.httpClient(own)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Redirect.NEVER");
  }

  @Test
  void aHeaderWithAWrongNameIsNamedAsFarAsThatIsNoValue() {
    try (Caller caller =
        Fixture.caller(
            URI.create("https://acme.example"), s -> s.putHeaders("X-Key: 5ec0e7", ""))) {
      assertThatThrownBy(
              () -> Fixture.send(caller, Fixture.get(URI.create("https://acme.example/x"))))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("a header that begins with \"X-Key\" is not allowed")
          .hasMessageNotContaining("5ec0e7");
    }
  }

  @Test
  void aLimitThatIsTooLowIsNamed() {
    assertThatThrownBy(
            () -> Fixture.caller(URI.create("https://acme.example"), s -> s.maxCallsPerMinute(-1)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("maxCallsPerMinute must be 1 or more, or not be set; it is -1");
  }

  @Test
  void settingsThatContradictEachOtherAreRefused() {
    HttpClient own = HttpClient.newHttpClient();
    List<java.util.function.UnaryOperator<ClientConfig.Builder>> wrong =
        List.of(
            s -> s.maxConcurrentCalls(0),
            s -> s.httpClient(own).proxy(ProxySelector.getDefault()),
            s -> s.userAgentSuffix("a\r\nb"));
    for (var settings : wrong) {
      assertThatThrownBy(() -> Fixture.caller(URI.create("https://acme.example"), settings))
          .isInstanceOf(ConfigurationException.class);
    }
  }

  @Test
  void aProxyIsUsed() throws IOException {
    try (RawServer proxy = new RawServer(RawServer.Exchange::ok);
        Caller caller =
            Fixture.caller(
                URI.create("http://acme.example"),
                s ->
                    s.allowInsecureHttp(true)
                        .proxy(
                            ProxySelector.of(
                                new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(), proxy.port()))))) {
      Fixture.send(caller, Fixture.get(URI.create("http://acme.example/x")));

      assertThat(proxy.requests().get(0).target()).isEqualTo("http://acme.example/x");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https"})
  void aProxyThatWantsCredentialsIsExplained(String scheme) throws IOException {
    URI uri = URI.create(scheme + "://acme.example/x");
    try (RawServer proxy =
            new RawServer(x -> x.respond(407, "", "Proxy-Authenticate", "Basic realm=\"p\""));
        Caller caller =
            Fixture.caller(
                uri,
                s ->
                    s.allowInsecureHttp(true)
                        .delayer(new Fixture.Recorder())
                        .proxy(
                            ProxySelector.of(
                                new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(), proxy.port()))))) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(uri)))
          .hasMessageContaining("jdk.http.auth.tunneling.disabledSchemes");
    }
  }

  @Test
  void aHostThatDoesNotExistIsNamed() {
    URI uri = URI.create("https://no-such-host.invalid/x");
    try (Caller caller = Fixture.caller(uri, s -> s.delayer(new Fixture.Recorder()))) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class, () -> Fixture.send(caller, Fixture.get(uri)));

      assertThat(failure.requestMayHaveBeenProcessed()).isFalse();
      assertThat(failure).hasMessageContaining("no-such-host.invalid is unknown");
    }
  }
}
