package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.RequestOptions;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.batch.BatchSpec;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.tuning.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NebiusOperationsTest {
  @TempDir private Path folder;

  @Test
  void batchInferenceIsAnOperationOverADataSet() {
    try (Stub stub = new Stub();
        NebiusClient client = stub.client("2026-10-01")) {
      stub.on("POST /v1/operations", operation("queued"));
      stub.on("GET /v1/operations/op1", operation("running"));
      stub.on("GET /v1/operations/op1", operation("succeeded"));
      Json params = Json.object().put("model", "m").build();

      DataOperation created =
          client
              .operations()
              .create(
                  DataOperationSpec.batchInference("d1", Optional.of("v2"), "messages", params));
      DataOperation done = client.operations().await(created.id(), Duration.ofDays(1));

      assertThat(created.state()).isEqualTo(JobState.QUEUED);
      assertThat(done.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(stub.last("POST /v1/operations").json())
          .isEqualTo(
              Json.parse(
                  ("{'type':'batch_inference','params':{'model':'m'},'src':[{'id':'d1',"
                          + "'version':'v2','mapping':{'type':'text_messages',"
                          + "'messages':{'type':'column','name':'messages'}}}]}")
                      .replace('\'', '"')));
    }
  }

  @Test
  void anOperationIsCreatedInTheProject() {
    try (Stub stub = new Stub();
        NebiusClient client = stub.client("2026-10-01", b -> b.project("project-7"))) {
      stub.on("POST /v1/operations", operation("queued"));

      client
          .operations()
          .create(DataOperationSpec.batchInference("d1", Optional.empty(), "m", Json.missing()));

      assertThat(stub.last("POST /v1/operations").json().get("ai_project_id").string())
          .contains("project-7");
    }
  }

  @Test
  void aLostAnswerLeadsToTheBatchOfThatFile() {
    try (Stub stub = new Stub();
        NebiusClient client = stub.client("2025-12-15", b -> b.project("project-7"))) {
      stub.on("POST /v1/batches", 502, "");
      stub.on(
          "GET /v1/batches",
          "{'data':["
              + "{'id':'batch_1','status':'done','input_file_id':'file-1','created_at':1},"
              + "{'id':'batch_2','status':'x','input_file_id':'file-2','created_at':4000000000},"
              + "{'id':'batch_3','status':'x','input_file_id':'file-1','created_at':4000000000}]}");

      BatchJob batch =
          client.batches().create(BatchSpec.builder().inputFile(FileId.of("file-1")).build());

      assertThat(batch.id().value()).isEqualTo("batch_3");
      assertThat(stub.lines()).filteredOn("POST /v1/batches"::equals).hasSize(1);
      assertThat(stub.last("GET /v1/batches").uri().getQuery())
          .contains("input_file_id=file-1")
          .doesNotContain("ai_project_id");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405})
  void batchesThatAreGoneAreAskedForOnceByAClientAndItsViews(int status) {
    try (Stub stub = new Stub();
        NebiusClient client = stub.client("2026-06-15")) {
      stub.on("POST /v1/batches", status, "{'detail':'gone'}");
      stub.on("GET /v1/batches", 404, "{'detail':'gone'}");
      stub.on("POST /v1/batches/batch_1/cancel", "{'id':'batch_1','status':'cancelling'}");
      BatchSpec spec = BatchSpec.builder().inputFile(FileId.of("file-1")).build();

      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> client.batches().create(spec))
          .withMessageContaining("answers 404 for /v1/batches")
          .withMessageContaining("operations()");
      int calls = stub.seen().size();
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(
              () ->
                  client
                      .withOptions(RequestOptions.none())
                      .batches()
                      .await(BatchId.of("batch_1"), Duration.ofHours(1)));
      assertThat(stub.seen()).hasSize(calls);
      assertThat(client.batches().cancel(BatchId.of("batch_1")).id().value()).isEqualTo("batch_1");
    }
  }

  @Test
  void aBatchThatIsNotThereIsNotFoundWhereTheServiceIs() {
    try (Stub stub = new Stub();
        NebiusClient client = stub.client("2026-06-15")) {
      stub.on("GET /v1/batches", "{'data':[]}");

      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> client.batches().get(BatchId.of("batch_1")));
    }
  }

  @Test
  void answersOfABatchAreReadWithAndWithoutABody() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("out.jsonl"),
            """
            {"custom_id":"a","response":{"id":"c1","choices":[]},"error":null}
            {"custom_id":"b","response":{"status_code":200,"body":{"id":"c2"}},"error":null}

            {"custom_id":"c","response":null,"error":{"message":"too long"}}
            """);
    List<BatchOutput.Line> lines = new ArrayList<>();

    assertThat(BatchOutput.read(file, lines::add)).isEqualTo(3);

    assertThat(lines).extracting(BatchOutput.Line::customId).containsExactly("a", "b", "c");
    assertThat(lines.get(0).body().get("id").string()).contains("c1");
    assertThat(lines.get(1).body().get("id").string()).contains("c2");
    assertThat(lines.get(2).body().isAbsent()).isTrue();
    assertThat(lines.get(2).error().orElseThrow().get("message").string()).contains("too long");
  }

  @Test
  void aLineThatIsNoJsonIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("out.jsonl"), "{}\nnonsense\n");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchOutput.read(file, line -> {}))
        .withMessageContaining("out.jsonl, line 2");
  }

  private static String operation(String status) {
    return "{'id':'op1','type':'batch_inference','status':'" + status + "','created_at':1}";
  }
}
