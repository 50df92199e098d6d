package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.ClientConfig;
import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.HandledTool;
import dev.loraport.chat.ToolLoop;
import dev.loraport.file.FileSource;
import dev.loraport.http.CallInfo;
import dev.loraport.http.CallListener;
import dev.loraport.http.Delayer;
import dev.loraport.http.RequestBody;
import dev.loraport.http.RetryPolicy;
import dev.loraport.json.Json;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.ChatDialect;
import dev.loraport.spi.OpenAiChat;
import dev.loraport.spi.OpenAiErrors;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.ProviderProfile;
import dev.loraport.spi.UploadBodies;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Code of a user never runs on the thread that reads all connections of a client, nor on its timer:
 * one that waits there would hold up every call.
 */
@Timeout(60)
class UsersThreadsTest {
  private static final long PIECES = 4096;
  private static final ChatRequest REQUEST = ChatRequest.of("m", "hi");
  private static final String WHOLE = "{\"choices\":[{\"message\":{\"content\":\"a\"}}]}";
  private static final String TOOL_CALL =
      """
      {"choices":[{"message":{"tool_calls":[{"id":"1","type":"function",
      "function":{"name":"t","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""";
  private static final String STREAM =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "Content-Type: text/event-stream",
          "Content-Length: 1000",
          "",
          "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n");

  /** How a call ends; before that its first attempt is refused, unless its time is short. */
  enum End {
    SUCCESS,
    REFUSED,
    RESET,
    TIMEOUT,
    CANCEL
  }

  /** Where code of the user comes in. */
  enum Callback {
    STAGE,
    STAGE_OF_A_CHAT,
    STAGE_OF_ALL,
    STAGE_OF_A_COMPOSITION,
    STAGE_RUN_WHERE_IT_IS_HANDED_IN,
    LISTENER,
    LISTENER_OF_A_STREAM,
    SUBSCRIBER,
    SUBSCRIBER_RUN_WHERE_IT_IS_HANDED_IN,
    LOG,
    KEY,
    INTERCEPTOR,
    DELAYER,
    TOOL,
    UPLOADED_STREAM,
    UPLOADED_PUBLISHER
  }

  /** Those that matter when a call is repeated. */
  private static final Set<Callback> REPEATED =
      EnumSet.of(Callback.KEY, Callback.DELAYER, Callback.TOOL);

  static Stream<Arguments> table() {
    List<Arguments> rows = new ArrayList<>();
    for (Callback callback : Callback.values()) {
      for (End end : End.values()) {
        if (end != End.TIMEOUT || !REPEATED.contains(callback)) {
          rows.add(Arguments.of(callback, end));
        }
      }
    }
    return rows.stream();
  }

  private final BlockingQueue<String> notes = new LinkedBlockingQueue<>();
  private final CountDownLatch ready = new CountDownLatch(1);

  private void note(String what) {
    notes.add(what + " on " + Thread.currentThread().getName());
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("table")
  void noCodeOfAUserRunsOnAThreadOfTheWire(Callback callback, End end) throws Exception {
    Handler log = log();
    try (RawServer server = new RawServer(script(callback, end));
        Caller caller = caller(callback, server)) {
      if (callback == Callback.LOG) {
        logger().setLevel(Level.FINE);
        logger().addHandler(log);
      }
      CompletableFuture<?> call = begin(callback, end, caller, server);
      ready.countDown();
      if (end == End.CANCEL) {
        server.take();
        server.take();
        switch (callback) {
          case TOOL -> server.take();
          case UPLOADED_STREAM, UPLOADED_PUBLISHER -> await("opened 2");
          default -> {}
        }
        call.cancel(true);
      }
      await(expected(callback, end));
    } finally {
      logger().removeHandler(log);
      logger().setLevel(null);
    }
    assertThat(notes).noneMatch(note -> note.contains("HttpClient") || note.endsWith("-timer"));
  }

  /** Waits for the last that is to be heard of it, and leaves it among the notes. */
  private void await(String last) throws InterruptedException {
    List<String> seen = new ArrayList<>();
    while (seen.stream().noneMatch(note -> note.startsWith(last))) {
      String note = notes.poll(10, TimeUnit.SECONDS);
      assertThat(note).as("%s after %s", last, seen).isNotNull();
      seen.add(note);
    }
    notes.addAll(seen);
  }

  private static String expected(Callback callback, End end) {
    int attempt = end == End.TIMEOUT ? 1 : 2;
    return switch (callback) {
      case LISTENER, LISTENER_OF_A_STREAM -> "end";
      case UPLOADED_STREAM -> "closed " + attempt;
      case UPLOADED_PUBLISHER -> "over " + attempt;
      case KEY, DELAYER, TOOL -> "second";
      default -> "last";
    };
  }

  private RawServer.Script script(Callback callback, End end) {
    return x -> {
      awaitReady();
      boolean upload = x.request().method().equals("PUT");
      boolean refused = x.number() == 1 && end != End.TIMEOUT;
      if (refused && !upload) {
        x.respond(503, "");
        return;
      }
      if (callback == Callback.TOOL && x.number() == 2) {
        x.respond(200, TOOL_CALL);
        return;
      }
      boolean stream = x.request().body().contains("\"stream\":true");
      if (upload) {
        x.in().readNBytes(refused || end != End.SUCCESS ? 20_000 : (int) PIECES << 14);
        if (refused) {
          x.respond(503, "", "Connection", "close");
          x.die();
          return;
        }
      }
      switch (end) {
        case SUCCESS -> {
          if (stream) {
            x.raw(STREAM.replace("Content-Length: 1000", "Connection: close"));
            x.raw("data: [DONE]\n\n");
            x.die();
          } else {
            x.respond(200, WHOLE);
          }
        }
        case REFUSED -> x.respond(400, "no");
        case RESET -> {
          x.raw(stream ? STREAM : "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf");
          x.die();
        }
        case TIMEOUT, CANCEL -> {
          x.raw(stream ? STREAM : "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf");
          x.hang();
        }
      }
    };
  }

  private void awaitReady() {
    try {
      assertThat(ready.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Caller caller(Callback callback, RawServer server) {
    ProviderProfile.Builder profile =
        ProviderProfile.builder()
            .provider("acme")
            .addCredentialOrigins(server.uri("/"))
            .errorReader(new OpenAiErrors());
    ClientConfig.Builder config = ClientConfig.builder().retryPolicy(prompt());
    profile.apiKey(() -> Fixture.KEY);
    switch (callback) {
      case KEY -> {
        AtomicInteger asked = new AtomicInteger();
        profile.apiKey(
            () -> {
              note(asked.incrementAndGet() == 1 ? "first" : "second");
              return Fixture.KEY;
            });
      }
      case DELAYER -> config.delayer(delayer());
      case LISTENER, LISTENER_OF_A_STREAM -> config.listener(listener());
      case LOG -> config.logBodyBytes(100);
      case STAGE_RUN_WHERE_IT_IS_HANDED_IN, SUBSCRIBER_RUN_WHERE_IT_IS_HANDED_IN ->
          config.executor(Runnable::run);
      case INTERCEPTOR ->
          config.addInterceptors(
              (request, call, next) -> {
                note("out");
                return next.proceed(request)
                    .whenComplete(
                        (response, error) ->
                            note(response != null && response.status() == 503 ? "in" : "last"));
              });
      default -> {}
    }
    return Caller.open(profile.build(), config.build());
  }

  private static RetryPolicy prompt() {
    return RetryPolicy.builder()
        .baseDelay(Duration.ofMillis(1))
        .maxDelay(Duration.ofMillis(1))
        .build();
  }

  private Delayer delayer() {
    return pause -> {
      note("first");
      CompletableFuture<Void> over = CompletableFuture.completedFuture(null);
      note("second");
      return over;
    };
  }

  private CallListener listener() {
    return new CallListener() {
      @Override
      public void responseHeaders(CallInfo call, int status) {
        note("headers");
      }

      @Override
      public void retryScheduled(CallInfo call, Duration pause, String reason) {
        note("retry");
      }

      @Override
      public void callEnd(CallInfo call, Duration elapsed) {
        note("end");
      }

      @Override
      public void callFailed(CallInfo call, Duration elapsed, Throwable error) {
        note("end");
      }
    };
  }

  private CompletableFuture<?> begin(Callback callback, End end, Caller caller, RawServer server) {
    Duration limit = Duration.ofMillis(end == End.TIMEOUT ? 300 : 20_000);
    RequestOptions options = RequestOptions.builder().timeout(limit).build();
    RequestOptions idle = RequestOptions.builder().idleTimeout(limit).build();
    return switch (callback) {
      case LISTENER_OF_A_STREAM, SUBSCRIBER, SUBSCRIBER_RUN_WHERE_IT_IS_HANDED_IN ->
          subscribed(chat(caller, server), idle);
      case STAGE_OF_A_CHAT -> last(chat(caller, server).async().complete(REQUEST, options));
      case STAGE_OF_ALL -> {
        CompletableFuture<?> call = caller.send(Fixture.get(server.uri("/x")), options);
        last(CompletableFuture.allOf(call));
        yield call;
      }
      case STAGE_OF_A_COMPOSITION -> {
        CompletableFuture<?> call = caller.send(Fixture.get(server.uri("/x")), options);
        last(CompletableFuture.completedFuture(1).thenCompose(one -> call));
        yield call;
      }
      case TOOL -> {
        HandledTool tool =
            HandledTool.of(
                "t",
                "d",
                Json.object().build(),
                arguments -> {
                  note("second");
                  return "";
                });
        yield ToolLoop.of(chat(caller, server)).with(tool).runAsync(REQUEST, options);
      }
      case UPLOADED_STREAM, UPLOADED_PUBLISHER -> {
        RequestBody body = callback == Callback.UPLOADED_STREAM ? stream() : publisher();
        yield caller.send(
            Call.put(Fixture.operation(Kind.UPLOAD), server.uri("/x")).body(body).build(), options);
      }
      default -> last(caller.send(Fixture.get(server.uri("/x")), options));
    };
  }

  private static OpenAiChat chat(Caller caller, RawServer server) {
    ChatDialect dialect = ChatDialect.builder().allowedBaseUrl(base -> true).build();
    return new OpenAiChat(caller, dialect, model -> server.uri("/v1"));
  }

  /** A stage that hears of each end, on a stage that hears of good ones. */
  private <T> CompletableFuture<T> last(CompletableFuture<T> call) {
    call.thenApply(value -> value).whenComplete((value, error) -> note("last"));
    return call;
  }

  private CompletableFuture<?> subscribed(OpenAiChat chat, RequestOptions options) {
    CompletableFuture<Void> handle = new CompletableFuture<>();
    chat.publisher(REQUEST, options)
        .subscribe(
            new Flow.Subscriber<ChatChunk>() {
              @Override
              public void onSubscribe(Flow.Subscription given) {
                handle.whenComplete(
                    (nothing, cancelled) -> {
                      given.cancel();
                      note("last");
                    });
                given.request(Long.MAX_VALUE);
              }

              @Override
              public void onNext(ChatChunk chunk) {
                note("chunk");
              }

              @Override
              public void onError(Throwable failure) {
                note("last");
              }

              @Override
              public void onComplete() {
                note("last");
              }
            });
    return handle;
  }

  private RequestBody stream() {
    long length = PIECES << 14;
    int[] opened = {0};
    return UploadBodies.raw(
        FileSource.of(
            "f",
            length,
            () -> {
              int number = ++opened[0];
              note("opened " + number);
              return noting(number, new ZeroStream(length));
            }),
        "text/plain",
        progress -> note("progress"));
  }

  private InputStream noting(int number, InputStream source) {
    return new FilterInputStream(source) {
      @Override
      public int read(byte[] into, int from, int count) throws IOException {
        note("read");
        return super.read(into, from, count);
      }

      @Override
      public void close() {
        note("closed " + number);
      }
    };
  }

  /** Zeros. */
  private static final class ZeroStream extends InputStream {
    private long left;

    ZeroStream(long length) {
      left = length;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] into, int from, int count) {
      int taken = (int) Math.min(left, count);
      left -= taken;
      return taken == 0 && count > 0 ? -1 : taken;
    }
  }

  private RequestBody publisher() {
    RequestBody source = Fixture.endless(PIECES << 14, true);
    int[] opened = {0};
    return new RequestBody() {
      @Override
      public boolean repeatable() {
        return true;
      }

      @Override
      public long contentLength() {
        return source.contentLength();
      }

      @Override
      public Optional<String> contentType() {
        return Optional.empty();
      }

      @Override
      public Flow.Publisher<ByteBuffer> open() {
        int number = ++opened[0];
        Flow.Publisher<ByteBuffer> bytes = source.open();
        return to -> {
          note("opened " + number);
          bytes.subscribe(
              new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription given) {
                  to.onSubscribe(noting(number, given));
                }

                @Override
                public void onNext(ByteBuffer piece) {
                  to.onNext(piece);
                }

                @Override
                public void onError(Throwable failure) {
                  to.onError(failure);
                }

                @Override
                public void onComplete() {
                  note("over " + number);
                  to.onComplete();
                }
              });
        };
      }
    };
  }

  private Flow.Subscription noting(int number, Flow.Subscription given) {
    return new Flow.Subscription() {
      @Override
      public void request(long count) {
        note("requested");
        given.request(count);
      }

      @Override
      public void cancel() {
        note("over " + number);
        given.cancel();
      }
    };
  }

  private static Logger logger() {
    return Logger.getLogger(WireLog.NAME);
  }

  private Handler log() {
    return new Handler() {
      @Override
      public void publish(LogRecord line) {
        note(line.getMessage().contains("-> 503") ? "line" : "last");
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
