package dev.loraport.checks.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The fake of Together as a process of its own, from the testkit's jar, on the module path. */
final class FakeProcess implements AutoCloseable {
  private static final String TEST_LIBRARIES =
      "(junit|assertj|opentest4j|apiguardian|byte-buddy).*";

  private final Process process;
  private final Json address;

  private FakeProcess(Process process, Json address) {
    this.process = process;
    this.address = address;
  }

  /** Starts it without JUnit and AssertJ, which the command must not need. */
  static FakeProcess start() throws IOException {
    List<Path> jars =
        Jars.tree("sdk-testkit").stream()
            .filter(jar -> !jar.getFileName().toString().matches(TEST_LIBRARIES))
            .toList();
    Process process =
        new ProcessBuilder(
                Jars.java(
                    "--module-path",
                    Jars.join(jars),
                    "--module",
                    "dev.loraport.testkit/dev.loraport.testkit.FakeServers",
                    "together=0"))
            .redirectErrorStream(true)
            .start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String first = output.readLine();
    assertThat(first).isNotNull().startsWith("{\"together\":");
    assertThat(output.readLine()).isEqualTo("ready");
    return new FakeProcess(process, Json.parse(first).get("together"));
  }

  String baseUrl() {
    return address.get("baseUrl").string().orElseThrow();
  }

  String apiKey() {
    return address.get("apiKey").string().orElseThrow();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
