package dev.loraport.testkit;

import static java.time.temporal.ChronoUnit.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The fakes as a process. */
@Timeout(60)
class FakeServersTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void servesUntilItIsEnded() throws Exception {
    Process process = start("together=0", "--as-of", "2026-02-13", "--job-seconds", "0.5");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      JsonNode line = JSON.readTree(out.readLine()).path("together");
      assertThat(out.readLine()).isEqualTo("ready");
      assertThat(line.path("asOf").asString()).isEqualTo("2026-02-13");
      String base = line.path("baseUrl").asString();
      HttpRequest models = request(line, "/models").build();
      assertThat(client.send(models, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      String root = base.substring(0, base.length() - 3);
      HttpRequest journal = HttpRequest.newBuilder(URI.create(root + "/__testkit/journal")).build();
      assertThat(client.send(journal, BodyHandlers.ofString()).body())
          .contains("/v1/models")
          .doesNotContain("__testkit");

      process.destroy();
      assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(143);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void bringsAJobToItsEndByTheClockOnTheWall() throws Exception {
    Process process = start("together=0", "--job-seconds", "0.5");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      JsonNode line = JSON.readTree(out.readLine()).path("together");
      HttpRequest.Builder upload =
          request(line, "/files")
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(
                  BodyPublishers.ofString(
                      "purpose=fine-tune&file_name=train.jsonl&file_type=jsonl"));
      HttpHeaders uploaded = client.send(upload.build(), BodyHandlers.discarding()).headers();
      String file = uploaded.firstValue("X-Together-File-Id").orElseThrow();
      HttpRequest content =
          HttpRequest.newBuilder(URI.create(uploaded.firstValue("Location").orElseThrow()))
              .PUT(BodyPublishers.ofString(Samples.chat(20)))
              .build();
      assertThat(client.send(content, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
      await(process, line, "/files/" + file, "processing_status", "COMPLETED");

      HttpRequest.Builder create =
          request(line, "/fine-tunes")
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(Samples.job(Samples.QWEN_8B, file)));
      JsonNode created = answer(create);
      assertThat(created.path("status").asString()).isEqualTo("pending");
      String path = "/fine-tunes/" + created.path("id").asString();
      JsonNode events = await(process, line, path, "status", "completed").path("events");

      assertThat(timeOf(events, "job_pending").until(timeOf(events, "job_complete"), MILLIS))
          .isEqualTo(500);
    } finally {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @CsvSource({"together=0, 10000", "together=0 --job-seconds 0.5, 500"})
  void aJobTakesTenSecondsUnlessToldOtherwise(String line, long millis) throws Exception {
    Duration length = Duration.ofMillis(millis);
    List<FakeProvider> started = new ArrayList<>();
    ServerOrder.parse(line.split(" ", -1)).start(FakeClock.Mode.MANUAL, started::add);
    try (FakeTogether fake = (FakeTogether) started.get(0)) {
      Http http = new Http(fake);
      String file = http.upload("fine-tune", Samples.chat(20));
      fake.clock().advance(length);
      String path =
          "/v1/fine-tunes/"
              + http.post("/v1/fine-tunes", Samples.job(Samples.QWEN_8B, file))
                  .json()
                  .path("id")
                  .asString();

      fake.clock().advance(length.minusMillis(1));
      assertThat(http.get(path).json().path("status").asString()).isEqualTo("uploading");
      fake.clock().advance(Duration.ofMillis(1));
      assertThat(http.get(path).json().path("status").asString()).isEqualTo("completed");
    }
  }

  @Test
  void theDayIsTodayUnlessToldOtherwise() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LocalDate before = LocalDate.now(ZoneOffset.UTC);
    int code =
        FakeServers.run(
            new String[] {"together=0"},
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new CountDownLatch(0));

    assertThat(code).isZero();
    String line = out.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow();
    assertThat(LocalDate.parse(JSON.readTree(line).path("together").path("asOf").asString()))
        .isBetween(before, LocalDate.now(ZoneOffset.UTC));
  }

  @Test
  void servesSeveralProvidersAtOnce() throws Exception {
    Process process = start("together=0", "fireworks=0", "--as-of", "2026-10-10");
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      JsonNode line = JSON.readTree(out.readLine());
      assertThat(line.propertyNames()).containsExactly("together", "fireworks");
      JsonNode fireworks = line.path("fireworks");
      assertThat(fireworks.path("baseUrl").asString()).matches("http://127.0.0.1:\\d+");
      assertThat(fireworks.path("asOf").asString()).isEqualTo("2026-10-10");
      JsonNode accounts = answer(request(fireworks, "/v1/accounts"));

      assertThat(accounts.path("accounts").path(0).path("name").asString())
          .isEqualTo("accounts/" + fireworks.path("accountId").asString());
    } finally {
      process.destroyForcibly();
    }
  }

  /** One that the system gives to no connection that somebody else opens meanwhile. */
  private static int freePort() {
    for (int port = 20_000 + new Random().nextInt(5_000); port < 30_000; port++) {
      try (FakeFireworks it = FakeFireworks.builder().port(port).build()) {
        return URI.create(it.baseUrl()).getPort();
      } catch (UncheckedIOException e) {
        // somebody listens there
      }
    }
    throw new AssertionError("no port is free");
  }

  @Test
  void closesWhatItHasStartedWhenAPortIsTaken() throws Exception {
    int free = freePort();
    try (FakeTogether taken = FakeTogether.start()) {
      String[] args = {"fireworks=" + free, "together=" + URI.create(taken.url()).getPort()};
      PrintStream nowhere =
          new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
      assertThat(FakeServers.run(args, nowhere, nowhere, new CountDownLatch(0))).isEqualTo(1);
    }
    try (FakeFireworks again = FakeFireworks.builder().port(free).build()) {
      assertThat(again.baseUrl()).endsWith(":" + free);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',nothing to start",
    "together=x,together: 'x' is not a whole number",
    "together=NaN,together: 'NaN' is not a whole number",
    "together=70000,a port is from 0 to 65535",
    "together=0 --as-of soon,is not a date like 2026-02-13",
    "together=0 --as-of,--as-of needs a value",
    "together=0 --as-of +999999999-12-31,is not a date like 2026-02-13",
    "together=0 --job-seconds 0,--job-seconds must be from 0.001",
    "together=0 --job-seconds NaN,--job-seconds must be from 0.001",
    "together=0 --job-seconds -1,--job-seconds must be from 0.001",
    "together=0 --job-seconds 1e-9,--job-seconds must be from 0.001",
    "together=0 --job-seconds 1e999999999,to 1000000",
    "together=0 --job-seconds soon,'soon' is not a number",
    "together=0 --seed NaN,--seed: 'NaN' is not a whole number",
    "together=0 --seed 1e300,--seed: '1e300' is not a whole number",
    "together=0 nebius=0 --storage-port 65535,no ports are left after 65535",
    "together=0 --fast 1,unknown option '--fast'",
    "fireworks,unknown argument 'fireworks'",
    "together=0 together=0,together is named twice",
    "together=18080 nebius=18080,port 18080 is named twice",
    "fireworks=-1,fireworks: a port is from 0 to 65535"
  })
  void refusesBadArgumentsInOneLine(String line, String message) throws Exception {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    String[] args = line.isEmpty() ? new String[0] : line.split(" ", -1);
    int code =
        FakeServers.run(
            args,
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new CountDownLatch(0));

    assertThat(code).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(message).hasLineCount(1);
  }

  @Test
  void helpListsOptionsAndExitCodes() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        FakeServers.run(
            new String[] {"together=0", "--help"},
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new CountDownLatch(1));

    assertThat(code).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .startsWith("usage: fake-servers {together|fireworks|nebius}=PORT")
        .contains("--as-of", "--job-seconds", "--seed", "--storage-port", "exit codes: ");
    assertThat(err.size()).isZero();
  }

  @Test
  void saysThatAPortIsTaken() throws Exception {
    try (FakeTogether taken = FakeTogether.start()) {
      ByteArrayOutputStream err = new ByteArrayOutputStream();
      int code =
          FakeServers.run(
              new String[] {"together=" + URI.create(taken.url()).getPort()},
              new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
              new PrintStream(err, true, StandardCharsets.UTF_8),
              new CountDownLatch(0));

      assertThat(code).isEqualTo(1);
      assertThat(err.toString(StandardCharsets.UTF_8))
          .startsWith("fake-servers: ")
          .contains("could not listen on port", "0 for one that is free");
    }
  }

  private static Process start(String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FakeServers.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).start();
  }

  private static HttpRequest.Builder request(JsonNode line, String path) {
    return HttpRequest.newBuilder(URI.create(line.path("baseUrl").asString() + path))
        .header("Authorization", "Bearer " + line.path("apiKey").asString());
  }

  private JsonNode answer(HttpRequest.Builder request) throws IOException, InterruptedException {
    return JSON.readTree(client.send(request.build(), BodyHandlers.ofString()).body());
  }

  /** Looks until a field has a value, while the process runs and the test has time. */
  private JsonNode await(Process process, JsonNode line, String path, String field, String wanted)
      throws IOException, InterruptedException {
    while (true) {
      JsonNode found = answer(request(line, path));
      if (found.path(field).asString().equals(wanted)) {
        return found;
      }
      assertThat(process.waitFor(20, TimeUnit.MILLISECONDS)).as("the process ended").isFalse();
    }
  }

  private static Instant timeOf(JsonNode events, String type) {
    for (JsonNode event : events) {
      if (event.path("type").asString().equals(type)) {
        return Instant.parse(event.path("created_at").asString());
      }
    }
    throw new AssertionError("no event " + type + " in " + events);
  }
}
