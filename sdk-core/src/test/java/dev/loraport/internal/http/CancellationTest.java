package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.loraport.RequestOptions;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.ClientClosedException;
import dev.loraport.http.Delayer;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.Polling;
import dev.loraport.tuning.WaitOptions;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever ends a call, the server sees the connection closed within a second. */
@Timeout(30)
class CancellationTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  /** What a call can be doing when it is ended. */
  enum Moment {
    WAITING_FOR_HEADERS,
    READING_THE_ANSWER,
    UPLOADING
  }

  private static RawServer.Script script(Moment moment) {
    return x -> {
      switch (moment) {
        case WAITING_FOR_HEADERS -> {}
        case READING_THE_ANSWER -> x.raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhalf");
        case UPLOADING -> x.in().readNBytes(100_000);
      }
      x.hang();
    };
  }

  private static Call call(Moment moment, RawServer server) {
    return moment == Moment.UPLOADING
        ? Call.put(Fixture.operation(Kind.UPLOAD), server.uri("/x"))
            .body(Fixture.endless(1L << 40, true))
            .build()
        : Fixture.call(Kind.INFERENCE, server.uri("/x"));
  }

  static Stream<Arguments> derivations() {
    Stream.Builder<Arguments> rows = Stream.builder();
    for (Moment moment : Moment.values()) {
      row(rows, moment, "itself", f -> f);
    }
    Moment early = Moment.WAITING_FOR_HEADERS;
    row(rows, early, "applied", f -> f.thenApply(Answer::text).thenApply(String::length));
    row(rows, early, "async", f -> f.thenApplyAsync(Answer::text).whenComplete((a, b) -> {}));
    row(rows, early, "handled", f -> f.handle((a, e) -> "").thenAccept(x -> {}));
    row(rows, early, "exceptionally", f -> f.exceptionally(e -> null).thenRun(() -> {}));
    row(rows, early, "combined", f -> f.thenCombine(new CompletableFuture<>(), (a, b) -> ""));
    row(rows, early, "composed", f -> f.thenCompose(CompletableFuture::completedFuture));
    row(rows, early, "recovered", f -> f.exceptionallyCompose(CompletableFuture::failedFuture));
    return rows.build();
  }

  private static void row(
      Stream.Builder<Arguments> rows,
      Moment moment,
      String name,
      Function<CompletableFuture<Answer>, CompletableFuture<?>> derive) {
    rows.add(Arguments.of(moment, name, derive));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("derivations")
  void cancellingAFutureOrOneDerivedFromItClosesTheConnection(
      Moment moment, String name, Function<CompletableFuture<Answer>, CompletableFuture<?>> derive)
      throws Exception {
    try (RawServer server = new RawServer(script(moment));
        Caller caller = Fixture.caller(server.uri("/"))) {
      CompletableFuture<?> future =
          derive.apply(caller.send(call(moment, server), RequestOptions.none()));
      server.take();

      long start = RunningTime.nanos();
      future.cancel(true);

      server.assertLeftSince(start);
    }
  }

  @Test
  void cancellingReachesACallThatWasMadeInAComposition() throws Exception {
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
      CompletableFuture<Answer> second =
          caller
              .send(Fixture.get(server.uri("/1")), RequestOptions.none())
              .thenCompose(a -> caller.send(Fixture.get(server.uri("/2")), RequestOptions.none()));
      server.take();
      server.take();

      long start = RunningTime.nanos();
      second.cancel(true);

      server.assertLeftSince(start);
    }
  }

  @Test
  void cancellingAWaitClosesTheConnectionOfItsLook() throws Exception {
    try (RawServer server = new RawServer(RawServer.Exchange::hang);
        Caller caller = Fixture.caller(server.uri("/"))) {
      Call look = Fixture.get(server.uri("/x"));
      CompletableFuture<Answer> wait =
          Polling.poll(
              caller,
              Operation.read("things.await"),
              "thing 1",
              WaitOptions.of(Duration.ofHours(1)),
              () -> caller.send(look, RequestOptions.none()),
              answer -> true,
              (answer, elapsed, next) -> {});
      server.take();

      long start = RunningTime.nanos();
      wait.cancel(true);

      server.assertLeftSince(start);
    }
  }

  @Test
  void aFutureThatIsTimedOutFromOutsideClosesTheConnection() throws Exception {
    try (RawServer server = new RawServer(RawServer.Exchange::hang);
        Caller caller = Fixture.caller(server.uri("/"))) {
      CompletableFuture<Answer> future =
          caller.send(Fixture.get(server.uri("/x")), RequestOptions.none());
      server.take();

      assertThatThrownBy(future.orTimeout(1, TimeUnit.MILLISECONDS)::get)
          .hasCauseInstanceOf(TimeoutException.class);
      server.assertLeftSince(RunningTime.nanos());
    }
  }

  @ParameterizedTest
  @EnumSource(Moment.class)
  void closingTheClientEndsACall(Moment moment) throws Exception {
    try (RawServer server = new RawServer(script(moment))) {
      Caller caller = Fixture.caller(server.uri("/"));
      CompletableFuture<Answer> future = caller.send(call(moment, server), RequestOptions.none());
      server.take();

      long start = RunningTime.nanos();
      caller.close();

      assertClosed(future, start);
      server.assertLeftSince(start);
      assertThat(caller.isClosed()).isTrue();
      assertClosed(caller.send(call(moment, server), RequestOptions.none()), RunningTime.nanos());
    }
  }

  @Test
  void closingTheClientEndsAStreamThatIsBeingRead() throws Exception {
    try (RawServer server = new RawServer(script(Moment.READING_THE_ANSWER))) {
      Caller caller = Fixture.caller(server.uri("/"));
      InputStream stream =
          Fixture.open(caller, Fixture.call(Kind.STREAM, server.uri("/x")))
              .response()
              .body()
              .stream();
      assertThat(stream.readNBytes(4)).asString().isEqualTo("half");
      CompletableFuture<Throwable> read = new CompletableFuture<>();
      Thread reader = new Thread(() -> read.complete(catchThrowable(stream::read)));
      reader.start();

      long start = RunningTime.nanos();
      caller.close();

      assertThat(read.get(10, TimeUnit.SECONDS))
          .isInstanceOf(IOException.class)
          .hasCauseInstanceOf(ClientClosedException.class);
      server.assertLeftSince(start);
    }
  }

  @Test
  void aStreamThatIsClosedEarlyClosesTheConnection() throws Exception {
    try (RawServer server = new RawServer(script(Moment.READING_THE_ANSWER));
        Caller caller = Fixture.caller(server.uri("/"))) {
      Caller.Opened opened = Fixture.open(caller, Fixture.call(Kind.STREAM, server.uri("/x")));

      long start = RunningTime.nanos();
      opened.response().body().close();

      server.assertLeftSince(start);
    }
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void aCallThatIsBackingOffIsEnded(End end) throws Exception {
    BlockingQueue<CompletableFuture<Void>> pauses = new LinkedBlockingQueue<>();
    Delayer never =
        pause -> {
          CompletableFuture<Void> future = new CompletableFuture<>();
          pauses.add(future);
          return future;
        };
    try (RawServer server = new RawServer(x -> x.respond(503, ""));
        Caller caller = Fixture.caller(server.uri("/"), s -> s.delayer(never))) {
      CompletableFuture<Answer> future =
          caller.send(Fixture.get(server.uri("/x")), RequestOptions.none());
      CompletableFuture<Void> pause = pauses.poll(10, TimeUnit.SECONDS);

      end.apply(caller, future);

      assertThat(pause).isNotNull();
      assertThatThrownBy(() -> pause.get(10, TimeUnit.SECONDS))
          .isNotInstanceOf(TimeoutException.class);
      assertThat(server.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(End.class)
  void aCallThatWaitsForItsTurnIsEnded(End end) throws Exception {
    try (RawServer server = new RawServer(RawServer.Exchange::hang);
        Caller caller = Fixture.caller(server.uri("/"), s -> s.maxConcurrentCalls(1))) {
      CompletableFuture<Answer> first =
          caller.send(Fixture.get(server.uri("/1")), RequestOptions.none());
      server.take();
      CompletableFuture<Answer> queued =
          caller.send(Fixture.get(server.uri("/2")), RequestOptions.none());

      end.apply(caller, queued);
      first.cancel(true);

      assertThat(queued).isCompletedExceptionally();
      assertThat(server.requests()).hasSize(1);
    }
  }

  /** The ways in which a caller ends a call. */
  enum End {
    CANCEL {
      @Override
      void apply(Caller caller, CompletableFuture<?> future) {
        future.cancel(true);
      }
    },
    CLOSE {
      @Override
      void apply(Caller caller, CompletableFuture<?> future) throws Exception {
        long start = RunningTime.nanos();
        caller.close();
        assertClosed(future, start);
      }
    };

    abstract void apply(Caller caller, CompletableFuture<?> future) throws Exception;
  }

  @Test
  void closingTheClientEndsAPauseThatAServiceMakes() throws Exception {
    Caller caller = Fixture.caller(java.net.URI.create("http://127.0.0.1:1"));
    CompletableFuture<Void> pause = caller.delayer().delay(Duration.ofHours(1));
    CompletableFuture<Void> after = pause.thenRun(() -> {});

    long start = RunningTime.nanos();
    caller.close();

    assertClosed(pause, start);
    assertThatThrownBy(after::get).hasCauseInstanceOf(ClientClosedException.class);
  }

  @Test
  void anInterruptCancelsTheCallAndIsSetAgain() throws Exception {
    try (RawServer server = new RawServer(RawServer.Exchange::hang);
        Caller caller = Fixture.caller(server.uri("/"))) {
      CompletableFuture<Boolean> flag = new CompletableFuture<>();
      CompletableFuture<Throwable> thrown = new CompletableFuture<>();
      Thread waiting =
          new Thread(
              () -> {
                thrown.complete(
                    catchThrowable(() -> Fixture.send(caller, Fixture.get(server.uri("/x")))));
                flag.complete(Thread.currentThread().isInterrupted());
              });
      waiting.start();
      server.take();

      long start = RunningTime.nanos();
      waiting.interrupt();

      assertThat(thrown.get(10, TimeUnit.SECONDS))
          .isInstanceOf(CallInterruptedException.class)
          .hasMessage("acme things.do: the thread was interrupted; the call was cancelled");
      assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
      server.assertLeftSince(start);
    }
  }

  private static void assertClosed(CompletableFuture<?> future, long start) {
    assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ClientClosedException.class)
        .hasMessageContaining("the client");
    assertThat(RunningTime.nanos() - start).isLessThan(SECOND);
  }
}
