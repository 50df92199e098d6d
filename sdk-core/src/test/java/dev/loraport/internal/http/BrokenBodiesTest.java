package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.RequestOptions;
import dev.loraport.error.TransportException;
import dev.loraport.http.RequestBody;
import dev.loraport.http.RetryPolicy;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Operation.Kind;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bodies that keep no rules, and those who read them: the call ends, and so does its connection.
 */
@Timeout(30)
class BrokenBodiesTest {
  private static final RequestOptions SOON =
      RequestOptions.builder().timeout(Duration.ofSeconds(8)).build();

  /** What an upload does. */
  enum Upload {
    THROWS_WHEN_SUBSCRIBED_TO(
        () ->
            to -> {
              throw new NoClassDefFoundError("no class");
            },
        "no class"),
    THROWS_WHEN_ASKED(
        () ->
            to ->
                to.onSubscribe(
                    new Flow.Subscription() {
                      @Override
                      public void request(long count) {
                        throw new NoClassDefFoundError("no class");
                      }

                      @Override
                      public void cancel() {}
                    }),
        "no class"),
    IS_NONE(() -> null, "gave null in place of a publisher");

    @SuppressWarnings("ImmutableEnumChecker") // holds nothing
    private final Supplier<Flow.@Nullable Publisher<ByteBuffer>> source;
    private final String text;

    Upload(Supplier<Flow.@Nullable Publisher<ByteBuffer>> source, String text) {
      this.source = source;
      this.text = text;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBrokenUploadEndsItsCallAtOnce(Upload upload) throws Exception {
    try (RawServer server = new RawServer(RawServer.Exchange::hang);
        Caller caller = Fixture.caller(server.uri("/"))) {
      Call call =
          Call.put(Fixture.operation(Kind.UPLOAD), server.uri("/x")).body(body(upload)).build();

      assertThatThrownBy(() -> Fixture.send(caller, call, SOON))
          .isInstanceOf(TransportException.class)
          .hasMessageContaining(upload.text)
          .hasMessageEndingWith("(attempts=1)");
      if (server.connections() > 0) {
        server.clientLeft().get(10, TimeUnit.SECONDS);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReaderThatThrowsLeavesItsConnectionAndItsPlace(boolean error) throws Exception {
    RawServer.Script script =
        x -> {
          if (x.number() == 1) {
            x.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
            x.hang();
          } else {
            x.ok();
          }
        };
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.maxConcurrentCalls(1))) {
      Caller.Opened opened = Fixture.open(caller, Fixture.call(Kind.DOWNLOAD, server.uri("/x")));
      opened.response().body().publisher().subscribe(new Throwing(error));

      server.clientLeft().get(10, TimeUnit.SECONDS);
      assertThat(Fixture.send(caller, Fixture.get(server.uri("/y")), SOON).status()).isEqualTo(200);
    }
  }

  @Test
  void aMalformedLengthIsNamedAndItsConnectionIsClosed() throws Exception {
    RawServer.Script script =
        x -> {
          x.raw("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}");
          x.hang();
        };
    try (RawServer server = new RawServer(script);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.retryPolicy(RetryPolicy.none()))) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.get(server.uri("/x")), SOON))
          .isInstanceOf(TransportException.class)
          .hasMessage(
              "acme things.do: the answer of 127.0.0.1:%d is no proper HTTP: malformed"
                  + " Content-Length: many (attempts=1)",
              server.port());
      server.clientLeft().get(10, TimeUnit.SECONDS);
    }
  }

  /** A broken answer is one: what made it may have cost. */
  @ParameterizedTest
  @EnumSource(names = {"READ", "INFERENCE"})
  void aMalformedAnswerIsRepeatedOnlyWhereItCostsNothing(Kind kind) throws Exception {
    try (RawServer server = new RawServer(x -> x.raw("HTTP/1.1 many\r\n\r\n"));
        Caller caller = Fixture.caller(server.uri("/"), s -> s.delayer(new Fixture.Recorder()))) {
      assertThatThrownBy(() -> Fixture.send(caller, Fixture.call(kind, server.uri("/x")), SOON))
          .hasMessageContaining("is no proper HTTP");

      assertThat(server.requests()).hasSize(kind == Kind.READ ? 3 : 1);
    }
  }

  /** Throws what it is made for. */
  private record Throwing(boolean error) implements Flow.Subscriber<ByteBuffer> {
    @Override
    public void onSubscribe(Flow.Subscription from) {
      from.request(1);
    }

    @Override
    public void onNext(ByteBuffer bytes) {
      if (error) {
        throw new NoClassDefFoundError("no class");
      }
      throw new IllegalStateException("no room");
    }

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
  }

  private static RequestBody body(Upload upload) {
    return new RequestBody() {
      @Override
      public boolean repeatable() {
        return true;
      }

      @Override
      public long contentLength() {
        return 40_000;
      }

      @Override
      public Optional<String> contentType() {
        return Optional.empty();
      }

      @Override
      @SuppressWarnings("NullAway") // what must not be null is, here
      public Flow.Publisher<ByteBuffer> open() {
        return upload.source.get();
      }
    };
  }
}
