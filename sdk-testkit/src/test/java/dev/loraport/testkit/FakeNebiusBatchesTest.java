package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.Http.Reply;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Batches over files and operations over data sets of the fake of Nebius. */
class FakeNebiusBatchesTest {
  private static final String BATCHES = "/v1/batches";
  private static final String OPERATIONS = "/v1/operations";
  private static final String MODEL = "openai/gpt-oss-20b";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FakeNebius fake = FakeNebius.builder().asOf(LocalDate.of(2026, 5, 6)).build();
  private final Http http = new Http(fake);
  private final NebiusRoad road = new NebiusRoad(http);

  @AfterEach
  void close() {
    fake.close();
  }

  private static String line(String id, String model) {
    return "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":%s}\n"
        .formatted(id, Samples.ask(model, "Question " + id));
  }

  private Reply create(String lines, String more) throws Exception {
    return http.post(
        BATCHES,
        ("{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/chat/completions\","
                + "\"completion_window\":\"24h\"%s}")
            .formatted(road.upload("batch", lines), more));
  }

  private List<JsonNode> lines(JsonNode batch, String field) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    String path = "/v1/files/" + batch.path(field).asString() + "/content";
    for (String line : http.get(path).text().strip().split("\n", -1)) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  @ParameterizedTest
  @CsvSource({"done, false", "completed, true"})
  void answersEveryLineInItsOwnOrder(String end, boolean body) throws Exception {
    fake.service().batchEnd(end).batchBody(body);
    String input = line("a", MODEL) + line("b", MODEL) + line("c", "nobody/none");
    JsonNode created = create(input, ",\"metadata\":{\"k\":\"v\"}").json();
    String path = BATCHES + "/" + created.path("id").asString();
    List<String> states = http.await(path, "status", end);
    JsonNode batch = http.get(path).json();

    assertThat(created.path("status").asString()).isEqualTo("validating");
    assertThat(created.path("request_counts").isEmpty()).isTrue();
    assertThat(created.path("output_file_id").isNull()).isTrue();
    assertThat(states).containsExactly("running", "finalizing", end);
    assertThat(batch.path("request_counts").toString())
        .isEqualTo("{\"total\":3,\"completed\":2,\"failed\":1}");
    assertThat(batch.path("metadata").path("k").asString()).isEqualTo("v");
    assertThat(batch.path("completed_at").isIntegralNumber()).isTrue();
    List<JsonNode> answers = lines(batch, "output_file_id");
    assertThat(answers.stream().map(line -> line.path("custom_id").asString()))
        .containsExactly("b", "a");
    JsonNode response = answers.get(0).path("response");
    JsonNode answer = body ? response.path("body") : response;
    assertThat(answer.path("choices").path(0).path("message").path("content").asString())
        .endsWith("Question b");
    List<JsonNode> errors = lines(batch, "error_file_id");
    assertThat(errors.get(0).path("custom_id").asString()).isEqualTo("c");
    assertThat(errors.get(0).path("error").path("message").asString()).contains("does not exist");
    fake.assertNoViolations();
  }

  @Test
  void overridesTheSettingsOfEveryLine() throws Exception {
    String more = ",\"override_settings\":{\"model\":\"openai/gpt-oss-120b\",\"max_tokens\":2}";
    String path = BATCHES + "/" + create(line("a", MODEL), more).json().path("id").asString();
    http.await(path, "status", "done");
    JsonNode answer = lines(http.get(path).json(), "output_file_id").get(0).path("response");

    assertThat(answer.path("model").asString()).isEqualTo("openai/gpt-oss-120b");
    assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(2);
  }

  @Test
  void cancelsByWayOfCancelling() throws Exception {
    String path = BATCHES + "/" + create(line("a", MODEL), "").json().path("id").asString();

    assertThat(http.post(path + "/cancel", "").json().path("status").asString())
        .isEqualTo("cancelling");
    assertThat(http.get(path).json().path("status").asString()).isEqualTo("cancelled");
    assertThat(http.get(BATCHES + "/batch_none").status()).isEqualTo(403);
  }

  @Test
  void failsWhenItsInputIsDeletedMeanwhile() throws Exception {
    JsonNode created = create(line("a", MODEL), "").json();
    http.delete("/v1/files/" + created.path("input_file_id").asString());
    String path = BATCHES + "/" + created.path("id").asString();
    http.await(path, "status", "failed");

    assertThat(http.get(path).json().path("output_file_id").isNull()).isTrue();
  }

  @Test
  void listsBatchesInPagesAndByFile() throws Exception {
    JsonNode first = create(line("a", MODEL), "").json();
    JsonNode second = create(line("a", MODEL), "").json();
    JsonNode page = http.get(BATCHES + "?limit=1").json();
    String file = first.path("input_file_id").asString();

    assertThat(page.path("first_id")).isEqualTo(second.path("id"));
    assertThat(page.path("has_more").asBoolean()).isTrue();
    assertThat(http.get(BATCHES + "?after=" + second.path("id").asString()).json().path("last_id"))
        .isEqualTo(first.path("id"));
    assertThat(http.get(BATCHES + "?input_file_id=" + file).json().path("data").size())
        .isEqualTo(1);
    fake.assertNoViolations();
  }

  @Test
  void refusesOtherWindowsAndFilesForTraining() throws Exception {
    String file = road.upload("fine-tune", "{}\n");
    String body =
        "{\"input_file_id\":\"%s\",\"endpoint\":\"/v1/chat/completions\",\"completion_window\":\"%s\"}";

    assertThat(http.post(BATCHES, body.formatted(file, "24h")).status()).isEqualTo(400);
    Reply window = http.post(BATCHES, body.formatted(file, "1h"));
    assertThat(window.status()).isEqualTo(422);
    assertThat(window.text()).contains("Input should be '24h'");
  }

  private String operation(String dataset) {
    return "{\"type\":\"batch_inference\",\"params\":{\"model\":\"%s\"},\"src\":[{\"id\":\"%s\"}]}"
        .formatted(MODEL, dataset);
  }

  @Test
  void runsBatchInferenceForAccountsThatMay() throws Exception {
    String dataset = fake.addDataset();
    assertThat(http.post(OPERATIONS, operation(dataset)).status()).isEqualTo(403);
    fake.service().batchInference(true);
    assertThat(http.post(OPERATIONS, operation("none")).status()).isEqualTo(403);
    JsonNode created = http.post(OPERATIONS, operation(dataset)).json();
    String path = OPERATIONS + "/" + created.path("id").asString();

    assertThat(created.path("status").asString()).isEqualTo("queued");
    assertThat(http.get(path).json().path("status").asString()).isEqualTo("running");
    JsonNode done = http.get(path).json();
    assertThat(done.path("status").asString()).isEqualTo("succeeded");
    assertThat(done.path("finished_at").isIntegralNumber()).isTrue();
    assertThat(http.get(OPERATIONS).json().path("data").path(0)).isEqualTo(done);
    fake.assertNoViolations();
  }

  @Test
  void cancelsOperationsAndNamesWhatNoSourceKnows() throws Exception {
    fake.service().batchInference(true);
    String body = operation(fake.addDataset());
    String path = OPERATIONS + "/" + http.post(OPERATIONS, body).json().path("id").asString();

    assertThat(http.post(path + "/cancel", "").json().path("status").asString())
        .isEqualTo("cancelled");
    assertThat(http.get(path).json().path("status").asString()).isEqualTo("cancelled");
    assertThat(http.get(path + "/results").status()).isEqualTo(501);
    Reply other = http.post(OPERATIONS, body.replace("batch_inference", "yql"));
    assertThat(other.status()).isEqualTo(501);
    assertThat(fake.journal().violations()).hasSize(2);
  }
}
