package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.loraport.batch.BatchId;
import dev.loraport.file.FileId;
import dev.loraport.serving.DeploymentId;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a provider says of a failure is shown and logged, and may repeat a signed address. */
class NebiusProblemsTest {
  private static final String SAID = "no answer of https://s3.example/a.zip?sig=5ec0e7 came";
  private static final String SHOWN = "no answer of https://s3.example/a.zip?*** came";

  private final Stub stub = new Stub();

  @AfterEach
  void close() {
    stub.close();
  }

  static Stream<Arguments> problems() {
    return Stream.of(
        problem(
            "/v1/files/f1",
            "{'id':'f1','status_details':'%s'}",
            client -> client.files().get(FileId.of("f1")).problem()),
        batch("{'message':'%s'}"),
        batch("{'data':[{'message':'%s'}]}"),
        batch("'%s'"),
        problem(
            "/v0/dedicated_endpoints/e1",
            "{'id':'e1','status_reason':'%s'}",
            client -> client.dedicatedEndpoints().get(DeploymentId.of("e1")).message()));
  }

  private static Arguments batch(String errors) {
    // while there were batches
    return arguments(
        "2025-12-15",
        "/v1/batches/b1",
        "{'id':'b1','status':'failed','errors':" + errors + "}",
        (Function<NebiusClient, Optional<String>>)
            client -> client.batches().get(BatchId.of("b1")).failure());
  }

  private static Arguments problem(
      String path, String answer, Function<NebiusClient, Optional<String>> reader) {
    return arguments("2026-10-01", path, answer, reader);
  }

  @ParameterizedTest
  @MethodSource("problems")
  void aProblemIsShownWithoutTheQueriesOfItsAddresses(
      String day, String path, String answer, Function<NebiusClient, Optional<String>> reader) {
    stub.on("GET " + path, answer.formatted(SAID));
    try (NebiusClient client = stub.client(day)) {
      assertThat(reader.apply(client)).contains(SHOWN);
    }
  }
}
