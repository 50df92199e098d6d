package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private record Run(int code, String out, String err) {
    List<String> failures() {
      return out.lines().filter(line -> line.startsWith("  FAIL")).toList();
    }
  }

  private static Run run(Map<String, String> environment, String... args) {
    return run(InstantSource.system(), LIMIT, environment, args);
  }

  private static Run run(
      InstantSource clock, Duration limit, Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Doctor.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            limit,
            clock);
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void withoutAnyKeyItLooksAtFakesOfAllProviders() {
    Run run = run(Map.of());

    assertThat(run.failures()).isEmpty();
    assertThat(run.code()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("together: TOGETHER_API_KEY is not set", "fireworks: ", "nebius: ")
        .contains("none, the way is direct", "plain http", "the server says no time")
        .contains("that of NEBIUS_API_KEY is accepted", "is not suspended", "Nothing is wrong.");
  }

  @Test
  void aDayOfThePastIsForTheFakesEvenWithAKey() {
    Run run = run(Map.of("NEBIUS_API_KEY", "k"), "--provider", "nebius", "--as-of", "2025-12-15");
    assertThat(run.code()).as(run.out()).isZero();
    assertThat(run.out()).contains("as of 2025-12-15").doesNotContain("together");
  }

  @Test
  void aRefusedKeyIsFoundAndNothingElseIsAsked() {
    try (FakeTogether fake = FakeTogether.start()) {
      Run run = run(at(fake, "wrong-key-0123456789"), "--provider", "together");
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.failures()).singleElement().asString().contains("key", "refused", "401");
      assertThat(run.out()).doesNotContain("wrong-key-0123456789");
      assertThat(fake.journal().count("GET /v1/files")).isZero();
    }
  }

  @Test
  void anAddressWithoutItsVersionIsNotBlamedOnTheKey() {
    try (FakeTogether fake = FakeTogether.start()) {
      String base = fake.baseUrl().replace("/v1", "");
      Run run =
          run(
              Map.of("TOGETHER_API_KEY", fake.apiKey(), "TOGETHER_BASE_URL", base),
              "--provider",
              "together");
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.failures())
          .singleElement()
          .asString()
          .contains("address", "ends in its version, such as /v1", "404");
    }
  }

  @Test
  void aMissingRightIsNamed() {
    try (FakeTogether fake = FakeTogether.start()) {
      fake.faults().on("GET /v1/fine-tunes").always(Fault.status(403));
      Run run = run(at(fake, fake.apiKey()), "--provider", "together");
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.failures()).singleElement().asString().contains("jobs", "no right");
      assertThat(run.out()).contains("Talking to together at 127.0.0.1:");
    }
  }

  @Test
  void limitsAreToldWhereAnAnswerTellsThem() {
    try (FakeNebius fake = FakeNebius.start()) {
      fake.faults()
          .on("GET /v1/models")
          .next(
              Fault.status(200)
                  .body("application/json", "{\"object\":\"list\",\"data\":[]}")
                  .header("x-ratelimit-limit-requests", "60"));
      Map<String, String> environment =
          Map.of("NEBIUS_API_KEY", fake.apiKey(), "NEBIUS_BASE_URL", fake.baseUrl());
      Run run = run(environment, "--provider", "nebius");
      assertThat(run.code()).as(run.out()).isZero();
      assertThat(run.out()).contains("limits       60 requests; they move with use");
    }
  }

  @Test
  void aSuspendedAccountIsFound() {
    try (FakeFireworks fake = FakeFireworks.start()) {
      fake.faults()
          .on("GET /v1/accounts/{account}")
          .always(
              Fault.status(200)
                  .body(
                      "application/json",
                      "{\"name\":\"accounts/"
                          + fake.accountId()
                          + "\",\"state\":\"READY\",\"suspendState\":\"FAILED_PAYMENTS\"}"));
      Map<String, String> environment =
          Map.of("FIREWORKS_API_KEY", fake.apiKey(), "FIREWORKS_BASE_URL", fake.baseUrl());
      Run run = run(environment, "--provider", "fireworks");
      assertThat(run.code()).as(run.out()).isEqualTo(1);
      assertThat(run.failures()).singleElement().asString().contains("FAILED_PAYMENTS", "412");
    }
  }

  @Test
  void aClockThatIsWrongIsFoundBeforeTheKeyIsSent() {
    try (FakeTogether fake = FakeTogether.start()) {
      Fault dated = Fault.status(404).header("Date", "Sun, 22 Nov 2026 10:00:00 GMT");
      fake.faults().on("GET /").always(dated);
      InstantSource good = InstantSource.fixed(Instant.parse("2026-11-22T10:00:40Z"));
      Run well = run(good, LIMIT, at(fake, fake.apiKey()), "--provider", "together");
      assertThat(well.code()).as(well.out()).isZero();
      assertThat(well.out()).contains("differs from the server's by 40 s");
      fake.journal().clear();

      InstantSource late = InstantSource.fixed(Instant.parse("2026-11-22T11:00:00Z"));
      Run run = run(late, LIMIT, at(fake, fake.apiKey()), "--provider", "together");
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.failures()).singleElement().asString().contains("clock", "set the clock");
      assertThat(fake.journal().count("GET /v1/models")).isZero();
    }
  }

  @Test
  void aHostThatSpeaksNoTlsIsFound() {
    try (FakeTogether fake = FakeTogether.start()) {
      Map<String, String> environment =
          Map.of(
              "TOGETHER_API_KEY",
              "k",
              "TOGETHER_BASE_URL",
              fake.baseUrl().replace("http:", "https:"));
      Run run = run(environment, "--provider", "together");
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.failures()).singleElement().asString().contains("tls", "trust store");
      assertThat(run.out()).contains("nothing else was tried");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://127.0.0.1:1 | no connection to 127.0.0.1:1",
        "http://no-such-host.invalid | the host no-such-host.invalid is unknown"
      })
  void aHostThatIsNotThereIsFound(String address, String said) {
    Run run = run(Map.of("TOGETHER_API_KEY", "k", "TOGETHER_BASE_URL", address));
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.failures()).singleElement().asString().contains(said);
  }

  @Test
  void aHostThatSaysNothingIsFound() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "http://127.0.0.1:" + silent.getLocalPort();
      Run run =
          run(
              InstantSource.system(),
              Duration.ofMillis(200),
              Map.of("TOGETHER_API_KEY", "k", "TOGETHER_BASE_URL", address),
              "--provider",
              "together");
      assertThat(run.failures()).singleElement().asString().contains("no answer within", "proxy");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--provider", "--provider acme", "--as-of soon", "--nonsense"})
  void argumentsThatMakeNoSenseAreRefused(String args) {
    Run run = run(Map.of(), args.split(" "));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).startsWith("doctor: ").contains("--help");
  }

  @Test
  void helpListsTheOptions() {
    Run run = run(Map.of(), "--help");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("--as-of");
  }

  private static Map<String, String> at(FakeTogether fake, String key) {
    return Map.of("TOGETHER_API_KEY", key, "TOGETHER_BASE_URL", fake.baseUrl());
  }
}
