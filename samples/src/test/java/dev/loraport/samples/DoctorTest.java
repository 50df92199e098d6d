package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.ClientConfig;
import dev.loraport.ProviderClient;
import dev.loraport.Providers;
import dev.loraport.file.RemoteFile;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.FakeProvider;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.testkit.junit.FakeConnection;
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
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DoctorTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  record Run(int code, String out, String err) {
    List<String> failures() {
      return out.lines().filter(line -> line.startsWith("  FAIL")).toList();
    }
  }

  private static Run run(Map<String, String> environment, String... args) {
    return run(InstantSource.system(), LIMIT, environment, args);
  }

  private static Run run(
      InstantSource clock, Duration limit, Map<String, String> environment, String... args) {
    return run(config -> {}, clock, limit, environment, args);
  }

  static Run run(
      Consumer<ClientConfig.Builder> setUp,
      InstantSource clock,
      Duration limit,
      Map<String, String> environment,
      String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        Doctor.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            setUp,
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
        .contains("none is taken, the way is direct, by the JVM", "plain http")
        .contains("the server says no time", "key          the fake's own is accepted")
        .contains("is not suspended", "whether the key may also create was not tried")
        .doesNotContain("API_KEY is accepted")
        .contains("Nothing wrong was found, 3 warnings.");
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
  void writingIsTriedWhereItIsAskedForAndNothingStays() {
    try (FakeTogether together = FakeTogether.start();
        FakeFireworks fireworks = FakeFireworks.start();
        FakeNebius nebius = FakeNebius.start()) {
      for (FakeProvider fake : List.of(together, fireworks, nebius)) {
        Run run = run(at(fake, fake.apiKey()), "--provider", fake.name(), "--try-writing");

        assertThat(run.code()).as(run.out()).isZero();
        assertThat(run.out())
            .containsPattern("  ok +writing +a training file of 3 rows .* was deleted again");
        assertThat(files(fake)).isEmpty();
      }
      assertThat(together.journal().count("DELETE /v1/files/{id}")).isOne();
    }
  }

  @Test
  void anUploadThatIsRefusedIsAMissingRightAndLeavesNothing() {
    try (FakeTogether together = FakeTogether.start();
        FakeFireworks fireworks = FakeFireworks.start()) {
      together.faults().on("POST /v1/files").always(Fault.status(403));
      Run run = run(at(together, together.apiKey()), "--provider", "together", "--try-writing");
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.failures())
          .singleElement()
          .asString()
          .contains("writing", "no file could be uploaded: the key has no right to that", "403");

      fireworks.faults().on("POST /v1/accounts/{a}/datasets/{id}:upload").always(Fault.status(403));
      Run begun =
          run(at(fireworks, fireworks.apiKey()), "--provider", "fireworks", "--try-writing");
      assertThat(begun.failures())
          .singleElement()
          .asString()
          .containsPattern("no right to that.*; what was begun, doctor-.*, was deleted again");
      assertThat(files(fireworks)).isEmpty();
    }
  }

  @Test
  void aFileThatCanNotBeDeletedIsNamed() {
    try (FakeTogether fake = FakeTogether.start()) {
      fake.faults().on("DELETE /v1/files/{id}").always(Fault.status(403));
      Run run = run(at(fake, fake.apiKey()), "--provider", "together", "--try-writing");
      assertThat(run.code()).isEqualTo(1);
      String left = files(fake).get(0).id().value();
      assertThat(run.failures())
          .singleElement()
          .asString()
          .contains(
              "uploaded, and "
                  + left
                  + " is left there, since it could not be deleted: the key has",
              "samples/what-is-running --provider together --stop " + left + " --yes");
    }
  }

  @Test
  void anUploadWithoutAnAnswerMayHaveLeftAFile() {
    try (FakeNebius fake = FakeNebius.start()) {
      fake.faults().on("POST /v1/files").always(Fault.lostAnswer());
      Run run =
          run(
              config -> config.delayer(pause -> CompletableFuture.completedFuture(null)),
              InstantSource.system(),
              LIMIT,
              at(fake, fake.apiKey()),
              "--provider",
              "nebius",
              "--try-writing");
      assertThat(run.failures())
          .singleElement()
          .asString()
          .contains(
              "it may be there all the same: look for " + files(fake).get(0).name().orElseThrow());
    }
  }

  private static List<RemoteFile> files(FakeProvider fake) {
    try (ProviderClient client = Providers.open(fake.name(), FakeConnection.to(fake).build())) {
      return client.files().list().firstPage().items();
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
  void aLimitThatIsUsedUpIsAWarning() {
    try (FakeTogether fake = FakeTogether.start()) {
      fake.faults()
          .on("GET /v1/batches")
          .next(
              Fault.status(200)
                  .body("application/json", "[]")
                  .header("x-ratelimit-remaining", "0"));
      Run run = run(at(fake, fake.apiKey()), "--provider", "together");
      assertThat(run.code()).as(run.out()).isZero();
      assertThat(run.out()).contains("  warn  limits       600 requests, 0 left");
    }
  }

  @Test
  void anAccountWithoutMoneyIsFoundWhereACallSaysSoAndNotMadeUpWhereNoneDoes() {
    try (FakeTogether fake = FakeTogether.start()) {
      fake.balance(0);
      Run silent = run(at(fake, fake.apiKey()), "--provider", "together");
      assertThat(silent.code()).as(silent.out()).isZero();
      assertThat(silent.out())
          .contains("  -     balance      not known: no call of together tells");

      fake.faults().on("GET /v1/fine-tunes").always(Fault.status(402));
      Run told = run(at(fake, fake.apiKey()), "--provider", "together");
      assertThat(told.code()).isEqualTo(1);
      assertThat(told.failures()).singleElement().asString().contains("jobs", "is empty", "402");

      fake.faults().on("GET /v1/models").always(Fault.status(402));
      Run first = run(at(fake, fake.apiKey()), "--provider", "together");
      assertThat(first.failures()).singleElement().asString().contains("balance", "402");
    }
  }

  @Test
  void aKeyWithoutAnyRightIsToldForEachThing() {
    try (FakeTogether fake = FakeTogether.start()) {
      for (String list : List.of("models", "files", "fine-tunes", "batches", "jobs")) {
        fake.faults().on("GET /v1/" + list).always(Fault.status(403));
      }
      Run run = run(at(fake, fake.apiKey()), "--provider", "together");
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.out()).contains("  warn  key          is known, but may not list models");
      assertThat(run.failures())
          .hasSize(4)
          .allMatch(line -> line.contains("the key has no right to them"));
    }
  }

  @Test
  void whereTheHostOfUploadsCanNotBeKnownThatIsSaid() {
    Run together = run(Map.of(), "--provider", "together");
    assertThat(together.out())
        .containsPattern("  -     uploads +go to a host that is named only as one begins");
    Run fireworks = run(Map.of(), "--provider", "fireworks");
    assertThat(fireworks.out())
        .containsPattern("  -     uploads +of up to 150 MB go to 127.0.0.1:\\d+; larger files")
        .contains("there is no file whose address could be asked for");
    assertThat(run(Map.of(), "--provider", "nebius").out())
        .containsPattern("  -     uploads +go to 127.0.0.1:\\d+, in one form");
  }

  @Test
  void theHostOfDownloadsIsLookedAtAndNothingIsFetched() {
    try (FakeFireworks fake = FakeFireworks.start()) {
      Map<String, String> environment = TuneRun.keyOf(fake);
      TuneRun.of(environment, "--provider", "fireworks", "--yes");
      fake.journal().clear();

      Run run = run(environment, "--provider", "fireworks");

      assertThat(run.code()).as(run.out()).isZero();
      assertThat(run.out())
          .containsPattern("downloads +come from 127.0.0.1:\\d+, looked at here:")
          .containsPattern("(?s)looked at here:.* connection +127.0.0.1:\\d+ answers");
      assertThat(fake.journal().calls()).allMatch(call -> call.method().equals("GET"));
      assertThat(fake.journal().calls().stream().map(RecordedCall::path))
          .anyMatch(path -> path.endsWith(":getDownloadEndpoint"));

      fake.faults()
          .on("GET /v1/accounts/{a}/datasets/{id}:getDownloadEndpoint")
          .always(
              Fault.status(200)
                  .body(
                      "application/json",
                      "{\"filenameToSignedUrls\":{\"a.jsonl\":\"http://127.0.0.1:1/a?sign=4711\"}}"));
      Run gone = run(environment, "--provider", "fireworks");
      assertThat(gone.code()).isEqualTo(1);
      assertThat(gone.failures())
          .singleElement()
          .asString()
          .contains("connection", "no connection to 127.0.0.1:1");
      assertThat(gone.out()).doesNotContain("4711");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"together", "fireworks", "nebius"})
  void theHostThatIsLookedAtIsTheOneThatTheClientCalls(String provider) {
    AtomicReference<String> called = new AtomicReference<>("");
    ClientConfig config =
        ClientConfig.builder()
            .apiKey("k")
            .addInterceptors(
                (request, call, next) -> {
                  called.set(request.uri().getScheme() + "://" + request.uri().getAuthority());
                  return CompletableFuture.failedFuture(new IllegalStateException("seen"));
                })
            .build();
    try (ProviderClient client = Providers.open(provider, config)) {
      assertThatThrownBy(() -> client.models().list().firstPage());
    }
    assertThat(called.get()).isEqualTo(Doctor.host(provider).toString());
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
      assertThat(well.out()).contains("40 s ahead of the server's");
      fake.journal().clear();

      InstantSource late = InstantSource.fixed(Instant.parse("2026-11-22T11:00:00Z"));
      Run run = run(late, LIMIT, at(fake, fake.apiKey()), "--provider", "together");
      assertThat(run.code()).isEqualTo(1);
      assertThat(run.failures()).singleElement().asString().contains("clock", "set the clock");
      assertThat(fake.journal().count("GET /v1/models")).isZero();

      InstantSource early = InstantSource.fixed(Instant.parse("2026-11-22T09:55:00Z"));
      Run warned = run(early, LIMIT, at(fake, fake.apiKey()), "--provider", "together");
      assertThat(warned.code()).as(warned.out()).isZero();
      assertThat(warned.out()).contains("  warn  clock        300 s behind the server's");
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
      assertThat(run.failures())
          .singleElement()
          .asString()
          .contains("tls", "no TLS with the host", "the address");
      assertThat(run.out()).contains("nothing else was tried");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://127.0.0.1:1 | no connection to 127.0.0.1:1",
        "https://no-such-host.invalid | the host no-such-host.invalid is unknown"
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

  private static Map<String, String> at(FakeProvider fake, String key) {
    String name = fake.name().toUpperCase(Locale.ROOT);
    return Map.of(name + "_API_KEY", key, name + "_BASE_URL", fake.baseUrl());
  }
}
