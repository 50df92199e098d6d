package dev.loraport.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.loraport.error.ApiException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.TransportException;
import dev.loraport.http.RetryPolicy;
import dev.loraport.spi.Caller;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.RetryRules;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The retry table, row by row and column by column. */
class RetryTableTest {
  private static final List<Kind> SAFE = List.of(Kind.READ, Kind.WRITE, Kind.UPLOAD, Kind.DOWNLOAD);
  private static final List<Kind> MODEL = List.of(Kind.INFERENCE, Kind.STREAM);

  static Stream<Arguments> statuses() {
    List<Arguments> rows = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      for (int status : new int[] {429, 503}) {
        rows.add(Arguments.of(kind, status, true));
      }
      for (int status : new int[] {408, 425, 500, 502, 504, 520, 524, 529}) {
        rows.add(Arguments.of(kind, status, kind != Kind.CREATE));
      }
      for (int status : new int[] {400, 401, 402, 403, 404, 405, 409, 412, 413, 422, 501, 505}) {
        rows.add(Arguments.of(kind, status, false));
      }
    }
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("statuses")
  void aStatusIsRepeatedWhereTheTableSaysSo(Kind kind, int status, boolean repeated)
      throws IOException {
    try (RawServer server = new RawServer(x -> x.respond(status, ""));
        Caller caller = caller(server.uri("/"))) {
      ApiException failure =
          catchThrowableOfType(
              ApiException.class, () -> Fixture.send(caller, Fixture.call(kind, server.uri("/x"))));

      assertThat(failure.status()).isEqualTo(status);
      assertThat(server.requests()).hasSize(repeated ? 3 : 1);
      assertThat(failure.attempts()).isEqualTo(repeated ? 3 : 1);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatWasNotSentIsRepeatedForAll(Kind kind) throws IOException {
    URI nobody = nobody();
    try (Caller caller = caller(nobody)) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class, () -> Fixture.send(caller, Fixture.call(kind, nobody)));

      assertThat(failure.attempts()).isEqualTo(3);
      assertThat(failure.requestMayHaveBeenProcessed()).isFalse();
      assertThat(failure)
          .hasMessageStartingWith("acme things.do: 127.0.0.1:" + nobody.getPort())
          .hasMessageContaining("can not be reached")
          .hasMessageEndingWith("(attempts=3)");
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aConnectionThatDiesBeforeTheAnswerIsRepeatedUnlessItCreates(Kind kind) throws IOException {
    try (RawServer server = new RawServer(RawServer.Exchange::die);
        Caller caller = caller(server.uri("/"))) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class,
              () -> Fixture.send(caller, Fixture.call(kind, server.uri("/x"))));

      assertThat(failure.attempts()).isEqualTo(kind == Kind.CREATE ? 1 : 3);
      assertThat(failure.requestMayHaveBeenProcessed()).isTrue();
      assertThat(failure).hasMessageContaining("closed the connection before any byte");
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anAnswerThatBreaksOffIsRepeatedOnlyWhereItCostsNothing(Kind kind) throws IOException {
    RawServer.Script half =
        x -> {
          x.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"half\"");
          x.die();
        };
    try (RawServer server = new RawServer(half);
        Caller caller = caller(server.uri("/"))) {
      TransportException failure =
          catchThrowableOfType(
              TransportException.class,
              () -> Fixture.send(caller, Fixture.call(kind, server.uri("/x"))));

      assertThat(failure.attempts()).isEqualTo(SAFE.contains(kind) ? 3 : 1);
      assertThat(failure.requestMayHaveBeenProcessed()).isTrue();
      assertThat(failure).hasMessageContaining("broke off");
    }
  }

  @ParameterizedTest
  @CsvSource({"500,1", "503,3"})
  void repeatingInferenceCanBeSwitchedOff(int status, int attempts) throws IOException {
    for (Kind kind : MODEL) {
      try (RawServer server = new RawServer(x -> x.respond(status, ""));
          Caller caller =
              Fixture.caller(
                  server.uri("/"),
                  s ->
                      s.delayer(new Fixture.Recorder())
                          .retryPolicy(RetryPolicy.builder().retryInference(false).build()))) {
        LoraportException failure =
            catchThrowableOfType(
                LoraportException.class,
                () -> Fixture.send(caller, Fixture.call(kind, server.uri("/x"))));

        assertThat(failure).isInstanceOf(ApiException.class);
        assertThat(server.requests()).hasSize(attempts);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"RETRY,''", "WAIT,''", "DEFAULT,true", "RETRY,true"})
  void noRuleAndNoServerSwitchesItOnAgain(RetryRules.Decision rule, String wish)
      throws IOException {
    for (Kind kind : MODEL) {
      RawServer.Script trouble =
          x -> x.respond(x.number() > 3 ? 200 : 500, "", "x-should-retry", wish);
      try (RawServer server = new RawServer(trouble);
          Caller caller =
              Fixture.caller(
                  server.uri("/"),
                  (operation, answer) -> rule,
                  s ->
                      s.delayer(new Fixture.Recorder())
                          .retryPolicy(RetryPolicy.builder().retryInference(false).build()))) {
        assertThatThrownBy(() -> Fixture.send(caller, Fixture.call(kind, server.uri("/x"))))
            .isInstanceOf(ApiException.class);

        assertThat(server.requests()).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"false,1", "true,3"})
  void aBodyThatCanNotBeReadAgainIsNotSentAgain(boolean repeatable, int attempts)
      throws IOException {
    try (RawServer server = new RawServer(x -> x.respond(503, ""));
        Caller caller = caller(server.uri("/"))) {
      var call =
          dev.loraport.spi.Call.put(Fixture.operation(Kind.UPLOAD), server.uri("/x"))
              .body(Fixture.endless(40_000, repeatable))
              .build();
      assertThatThrownBy(() -> Fixture.send(caller, call)).isInstanceOf(ApiException.class);

      assertThat(server.requests()).hasSize(attempts);
      assertThat(server.requests().get(0).body()).hasSize(40_000);
    }
  }

  private static Caller caller(URI origin) {
    return Fixture.caller(origin, s -> s.delayer(new Fixture.Recorder()));
  }

  private static URI nobody() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/x");
    }
  }
}
