package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.loraport.RequestOptions;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.ConfigurationException;
import dev.loraport.error.TransportException;
import dev.loraport.http.CallInfo;
import dev.loraport.http.CallListener;
import dev.loraport.http.Interceptor;
import dev.loraport.http.RequestBody;
import dev.loraport.http.WireResponse;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.FakeBody;
import dev.loraport.spi.Operation.Kind;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interceptors, listeners and the log: what they see, and what they can break. */
class ObserversTest {
  private static final RawServer.Script SECOND_TIME =
      x -> {
        if (x.number() == 1) {
          x.respond(503, "busy");
        } else {
          x.ok();
        }
      };

  @Test
  void aListenerHearsOfEachStep() throws IOException {
    List<String> events = new CopyOnWriteArrayList<>();
    CallListener listener = recorder(events);
    try (RawServer server = new RawServer(SECOND_TIME);
        Caller caller =
            Fixture.caller(
                server.uri("/"), s -> s.delayer(new Fixture.Recorder()).listener(listener))) {
      Fixture.send(caller, Fixture.get(server.uri("/x")));
      assertThat(events)
          .containsExactly(
              "start acme things.do 1",
              "attempt 1",
              "status 503",
              "retry",
              "attempt 2",
              "status 200",
              "end 2");

      events.clear();
      assertThatThrownBy(
              () -> Fixture.send(caller, Fixture.get(URI.create("https://evil.example"))))
          .isInstanceOf(ConfigurationException.class);
      assertThat(events)
          .containsExactly("start acme things.do 1", "attempt 1", "failed ConfigurationException");
    }
  }

  /** Also where who hears of the end gives the call up then. */
  @ParameterizedTest
  @ValueSource(ints = {200, 400})
  void theEndOfACallIsToldOnce(int status) throws Exception {
    List<String> ends = new CopyOnWriteArrayList<>();
    CompletableFuture<CompletableFuture<Answer>> running = new CompletableFuture<>();
    CallListener listener =
        new CallListener() {
          @Override
          public void callEnd(CallInfo call, Duration elapsed) {
            ends.add("end");
            running.join().cancel(true);
          }

          @Override
          public void callFailed(CallInfo call, Duration elapsed, Throwable error) {
            ends.add("failed");
            running.join().cancel(true);
          }
        };
    try (RawServer server = new RawServer(x -> x.respond(status, "{}"));
        Caller caller = Fixture.caller(server.uri("/"), s -> s.listener(listener))) {
      CompletableFuture<Answer> call =
          caller.send(Fixture.get(server.uri("/x")), RequestOptions.none());
      running.complete(call);

      assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS))
          .isInstanceOf(CancellationException.class);
    }
    assertThat(ends).containsExactly(status == 200 ? "end" : "failed");
  }

  private static CallListener recorder(List<String> events) {
    return new CallListener() {
      @Override
      public void callStart(CallInfo call) {
        events.add("start " + call.provider() + " " + call.operation() + " " + call.attempt());
      }

      @Override
      public void attemptStart(CallInfo call) {
        events.add("attempt " + call.attempt());
      }

      @Override
      public void responseHeaders(CallInfo call, int status) {
        events.add("status " + status);
      }

      @Override
      public void retryScheduled(CallInfo call, Duration pause, String reason) {
        events.add("retry");
      }

      @Override
      public void callEnd(CallInfo call, Duration elapsed) {
        events.add("end " + call.attempt());
      }

      @Override
      public void callFailed(CallInfo call, Duration elapsed, Throwable error) {
        events.add("failed " + error.getClass().getSimpleName());
      }
    };
  }

  @Test
  void aListenerThatFailsBreaksNoCall() throws IOException {
    CallListener broken =
        new CallListener() {
          @Override
          public void callStart(CallInfo call) {
            throw new IllegalStateException("start");
          }

          @Override
          public void callEnd(CallInfo call, Duration elapsed) {
            throw new IllegalStateException("end");
          }
        };
    try (RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.listener(broken));
        Log log = new Log()) {
      assertThat(Fixture.send(caller, Fixture.get(server.uri("/x"))).status()).isEqualTo(200);
      assertThat(log.lines).filteredOn(l -> l.contains("a call listener failed")).hasSize(2);
    }
  }

  @Test
  void interceptorsSeeEachAttemptWithoutTheKeyAndCanChangeIt() throws IOException {
    List<String> seen = new ArrayList<>();
    Interceptor outer =
        (request, call, next) -> {
          seen.add("outer " + call.attempt() + " " + request.header("Authorization").isPresent());
          return next.proceed(request.withHeader("X-Trace", "t" + call.attempt()))
              .thenApply(
                  response -> {
                    seen.add("back " + response.status());
                    return response;
                  });
        };
    Interceptor inner =
        (request, call, next) -> {
          seen.add("inner " + request.header("X-Trace").orElse(""));
          return next.proceed(request);
        };
    try (RawServer server = new RawServer(SECOND_TIME);
        Caller caller =
            Fixture.caller(
                server.uri("/"),
                s -> s.delayer(new Fixture.Recorder()).addInterceptors(outer, inner))) {
      Fixture.send(caller, Fixture.get(server.uri("/x")));

      assertThat(seen)
          .containsExactly(
              "outer 1 false", "inner t1", "back 503", "outer 2 false", "inner t2", "back 200");
      assertThat(server.requests().get(1).header("x-trace")).isEqualTo("t2");
    }
  }

  @Test
  void whatAnInterceptorHangsOnTheBytesOfABodyRunsOnTheExecutor() throws IOException {
    CountDownLatch hung = new CountDownLatch(1);
    CompletableFuture<String> ranOn = new CompletableFuture<>();
    Interceptor reader =
        (request, call, next) ->
            next.proceed(request)
                .thenCompose(
                    response -> {
                      CompletableFuture<byte[]> bytes = response.body().bytes(1_000);
                      CompletableFuture<WireResponse> read =
                          bytes.thenApply(
                              taken -> {
                                ranOn.complete(Thread.currentThread().getName());
                                return new WireResponse(
                                    response.status(),
                                    response.headers(),
                                    FakeBody.of(new String(taken, StandardCharsets.UTF_8)));
                              });
                      hung.countDown();
                      return read;
                    });
    try (RawServer server =
            new RawServer(
                exchange -> {
                  exchange.raw("HTTP/1.1 200 x\r\nContent-Length: 4\r\n\r\nab");
                  await(hung);
                  exchange.raw("cd");
                });
        Caller caller = Fixture.caller(server.uri("/"), s -> s.addInterceptors(reader))) {
      assertThat(Fixture.send(caller, Fixture.get(server.uri("/x"))).text()).isEqualTo("abcd");

      assertThat(ranOn.join()).startsWith("loraport-acme-");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anInterceptorThatFailsFailsTheCallWithItsCause() throws IOException {
    List<Interceptor> broken =
        List.of(
            (request, call, next) -> {
              throw new IllegalStateException("policy says no");
            },
            (request, call, next) ->
                CompletableFuture.failedFuture(new IllegalStateException("policy says no")));
    for (Interceptor interceptor : broken) {
      try (RawServer server = new RawServer(RawServer.Exchange::ok);
          Caller caller = Fixture.caller(server.uri("/"), s -> s.addInterceptors(interceptor))) {
        assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(server.uri("/x"))))
            .isInstanceOf(TransportException.class)
            .hasMessageContaining("policy says no")
            .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(server.requests()).isEmpty();
      }
    }
  }

  @Test
  void theLogHoldsALineForEachAttemptAndNoSecret() throws IOException {
    RawServer.Script script =
        x -> {
          if (x.request().target().startsWith("/moved")) {
            x.respond(302, "", "Location", "/y?X-Amz-Signature=sss", "Set-Cookie", "c=ccc");
          } else {
            x.respond(
                400,
                "bad key " + Fixture.KEY,
                "Content-Type",
                "text/plain",
                "X-Request-Id",
                "r1",
                "x-ratelimit-remaining-tokens",
                "77");
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.logBodyBytes(1000));
        Log log = new Log()) {
      Throwable failure =
          catchThrowable(
              () ->
                  Fixture.send(
                      caller,
                      Fixture.get(server.uri("/moved?page=4&api_key=qqq")),
                      RequestOptions.builder()
                          .putHeaders("X-Api-Key", "hhh")
                          .putHeaders("X-Team", "blue")
                          .build()));
      Call signed =
          Call.put(Fixture.operation(Kind.UPLOAD), server.uri("/up?whatever=www"))
              .body(RequestBody.of("text/plain", "bbb".getBytes(StandardCharsets.UTF_8)))
              .signed()
              .build();
      assertThatThrownBy(() -> Fixture.send(caller, signed))
          .isInstanceOf(BadRequestException.class);

      assertThat(log.lines).hasSize(3);
      assertThat(log.lines.get(0))
          .contains("acme things.do: attempt 1: GET")
          .contains("/moved?page=4&api_key=***", "x-team=blue", "authorization=***", "-> 302");
      assertThat(log.lines.get(1))
          .contains("/y?***", "-> 400", "x-ratelimit-remaining-tokens=[77]");
      assertThat(log.lines.get(2)).contains("/up?***");
      assertThat(String.join("\n", log.lines) + failure)
          .doesNotContain(Fixture.KEY, "qqq", "hhh", "sss", "ccc", "www", "bbb");
      assertThat(failure).hasMessageContaining("bad key ***").hasMessageContaining("request-id=r1");
    }
  }

  @Test
  void bodiesAreLoggedOnlyAsTextAndUpToTheirBound() throws IOException {
    RawServer.Script script =
        x -> x.respond(200, "{\"k\":\"" + Fixture.KEY + "\"}", "Content-Type", "application/json");
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.logBodyBytes(12));
        Log log = new Log()) {
      Call binary =
          Call.put(Fixture.operation(Kind.WRITE), server.uri("/x"))
              .body(RequestBody.of("application/octet-stream", new byte[20]))
              .build();
      Call text =
          Call.put(Fixture.operation(Kind.WRITE), server.uri("/x"))
              .body(RequestBody.json("{\"long\":\"text that is cut\"}"))
              .build();
      Fixture.send(caller, binary);
      Fixture.send(caller, text);

      assertThat(log.lines)
          .filteredOn(line -> line.contains(" body: "))
          .containsExactly(
              "acme things.do: answer body: {\"k\":\"***\"}",
              "acme things.do: request body: {\"long\":\"tex...",
              "acme things.do: answer body: {\"k\":\"***\"}");
    }
  }

  @Test
  void bodiesAreLoggedWithoutTheSecretsOfUsers() throws IOException {
    String answer =
        "{\"remoteUrl\":\"https://s3.example/o?X-Amz-Signature=ss7\\u0026X-Amz-Date=dd7\","
            + "\"max_tokens\":5,\"token_ids\":[\"t1\"],\"usage\":{\"total_tokens\":\"9\"}}\n"
            + "{\"credentials\":{\"user\":\"uu7\",\"more\":[\"mm7\"]},\"name\":\"n\"}";
    RawServer.Script script = x -> x.respond(200, answer, "Content-Type", "application/jsonl");
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.logBodyBytes(1000));
        Log log = new Log()) {
      Call create =
          Call.post(Fixture.operation(Kind.CREATE), server.uri("/x"))
              .body(
                  RequestBody.json(
                      "{\"wandb_api_key\" : \"kk7\\\"kk8\", \"password\":\"pp7\",\"n_epochs\":3,"
                          + "\"model_source\":\"https://s3.example/m.zip?sig=gg7&se=ee7\","
                          + "\"docs\":\"https://a.example/?page=2\"}"))
              .build();
      Fixture.send(caller, create);

      assertThat(log.lines)
          .filteredOn(line -> line.contains(" body: "))
          .containsExactly(
              "acme things.do: request body: {\"wandb_api_key\" : \"***\", \"password\":\"***\","
                  + "\"n_epochs\":3,\"model_source\":\"https://s3.example/m.zip?***\","
                  + "\"docs\":\"https://a.example/?page=2\"}",
              "acme things.do: answer body: {\"remoteUrl\":\"https://s3.example/o?***\","
                  + "\"max_tokens\":5,\"token_ids\":[\"t1\"],\"usage\":{\"total_tokens\":\"9\"}}\n"
                  + "{\"credentials\":{\"user\":\"***\",\"more\":[\"***\"]},\"name\":\"n\"}");
    }
  }

  @Test
  void aLogThatThrowsBreaksNoCall() throws IOException {
    CallListener listener =
        new CallListener() {
          @Override
          public void callStart(CallInfo call) {
            throw new IllegalStateException("is told in the log");
          }
        };
    try (Log log =
            new Log() {
              @Override
              public void publish(LogRecord entry) {
                super.publish(entry);
                throw new NoClassDefFoundError("no class for " + entry.getMessage());
              }
            };
        RawServer server = new RawServer(RawServer.Exchange::ok);
        Caller caller =
            Fixture.caller(server.uri("/"), s -> s.logBodyBytes(100).listener(listener))) {
      Answer answer = Fixture.send(caller, Fixture.call(Kind.WRITE, server.uri("/x")));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(log.lines).hasSize(4);
    }
  }

  /** Collects what is logged. */
  private static class Log extends Handler implements AutoCloseable {
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger = Logger.getLogger("dev.loraport.http");

    Log() {
      logger.setLevel(Level.FINE);
      logger.setUseParentHandlers(false);
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
      lines.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
      logger.setLevel(null);
    }
  }
}
