package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
