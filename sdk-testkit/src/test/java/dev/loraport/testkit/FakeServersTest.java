package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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
  @Test
  void servesUntilItIsEnded() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                FakeServers.class.getName(),
                "together=0",
                "--as-of",
                "2026-02-13",
                "--job-seconds",
                "0.5")
            .start();
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      JsonNode line = JsonMapper.builder().build().readTree(out.readLine()).path("together");
      assertThat(out.readLine()).isEqualTo("ready");
      assertThat(line.path("asOf").asString()).isEqualTo("2026-02-13");
      HttpClient client = HttpClient.newHttpClient();
      String base = line.path("baseUrl").asString();
      HttpRequest models =
          HttpRequest.newBuilder(URI.create(base + "/models"))
              .header("Authorization", "Bearer " + line.path("apiKey").asString())
              .build();
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

  @ParameterizedTest
  @CsvSource({
    "'',nothing to start",
    "together=x,together: 'x' is not a number",
    "together=70000,a port is from 0 to 65535",
    "together=0 --as-of soon,is not a date like 2026-02-13",
    "together=0 --as-of,--as-of needs a value",
    "together=0 --job-seconds 0,--job-seconds must be over 0",
    "together=0 --fast 1,unknown option '--fast'",
    "fireworks,unknown argument 'fireworks'"
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
      assertThat(err.toString(StandardCharsets.UTF_8)).contains("could not listen on port");
    }
  }
}
