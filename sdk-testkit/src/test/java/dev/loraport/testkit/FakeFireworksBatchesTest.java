package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.Http.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Batch inference jobs of the fake of Fireworks. */
class FakeFireworksBatchesTest {
  private static final String ROOT = "/v1/accounts/my-team/batchInferenceJobs";
  private static final String MODEL = "accounts/fireworks/models/gpt-oss-120b";

  private final FakeFireworks fake = FakeFireworks.start();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  private static String row(String id, String more) {
    return "{\"custom_id\":\"%s\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}}"
        .formatted(id, "hello " + id, more);
  }

  private void input(String id, String... rows) throws IOException, InterruptedException {
    Reply uploaded = new FireworksRoad(http).dataset(id, String.join("\n", rows));
    assertThat(uploaded.status()).isEqualTo(200);
  }

  private Reply create(String id, String more) throws IOException, InterruptedException {
    return http.post(
        ROOT + "?batchInferenceJobId=" + id,
        "{\"model\":\"%s\",\"inputDatasetId\":\"accounts/my-team/datasets/in\"%s}"
            .formatted(MODEL, more));
  }

  /** The lines of one file of a data set. */
  private List<String> lines(String dataset, String file) throws IOException, InterruptedException {
    JsonNode urls =
        http.get("/v1/" + dataset + ":getDownloadEndpoint").json().path("filenameToSignedUrls");
    String url = urls.path(file).asString();
    String text = http.send(HttpRequest.newBuilder(URI.create(url)).build()).text();
    return text.lines().toList();
  }

  @Test
  void answersADatasetIntoADataset() throws Exception {
    input("in", row("a", ",\"max_tokens\":9"), row("b", ""), row("c", ",\"frobnicate\":1"));
    JsonNode created =
        create(
                "nightly",
                ",\"displayName\":\"nightly\",\"outputDatasetId\":\"accounts/my-team/datasets/out\","
                    + "\"inferenceParameters\":{\"maxTokens\":4,\"extraBody\":\"{\\\"n\\\":2}\"}")
            .json();
    List<String> states = http.await(ROOT + "/nightly", "state", "JOB_STATE_COMPLETED");
    JsonNode done = http.get(ROOT + "/nightly").json();
    List<String> results = lines("accounts/my-team/datasets/out", "BIJOutputSet.jsonl");
    List<String> errors = lines("accounts/my-team/datasets/out", "error-data");

    assertThat(created.path("state").asString()).isEqualTo("JOB_STATE_VALIDATING");
    assertThat(states)
        .containsExactly("JOB_STATE_PENDING", "JOB_STATE_RUNNING", "JOB_STATE_COMPLETED");
    assertThat(done.at("/jobProgress/percent").asInt()).isEqualTo(100);
    assertThat(done.at("/jobProgress/totalProcessedRequests").asInt()).isEqualTo(3);
    assertThat(done.at("/jobProgress/failedRequests").asInt()).isEqualTo(1);
    assertThat(results).hasSize(2);
    assertThat(results.get(0))
        .startsWith("{\"custom_id\":\"a\",\"response\":{")
        .contains("This is a fake answer to: hello a")
        .contains("\"index\":1");
    assertThat(results.get(1)).contains("\"finish_reason\":\"length\"");
    assertThat(errors).hasSize(1);
    assertThat(errors.get(0)).contains("\"custom_id\":\"c\"").contains("Extra inputs");
    fake.assertNoViolations();
  }

  @Test
  void makesANameForTheOutputAndKeepsAnEmptyErrorFile() throws Exception {
    input("in", row("a", ""));
    String output = create("one", "").json().path("outputDatasetId").asString();
    assertThat(http.get("/v1/" + output).status()).isEqualTo(404);
    http.await(ROOT + "/one", "state", "JOB_STATE_COMPLETED");

    assertThat(lines(output, "BIJOutputSet.jsonl")).hasSize(1);
    assertThat(lines(output, "error-data")).isEmpty();
    assertThat(http.get(ROOT).json().at("/batchInferenceJobs/0/name").asString())
        .isEqualTo("accounts/my-team/batchInferenceJobs/one");
  }

  @Test
  void continuesAJobWhoseWindowClosed() throws Exception {
    input("in", row("a", ""), row("b", ""), row("c", ""));
    fake.serving().expireNextBatchAfter(2);
    String first = create("first", "").json().path("outputDatasetId").asString();
    http.await(ROOT + "/first", "state", "JOB_STATE_EXPIRED");
    JsonNode second =
        http.post(
                ROOT + "?batchInferenceJobId=second",
                "{\"continuedFromJobName\":\"accounts/my-team/batchInferenceJobs/first\"}")
            .json();
    http.await(ROOT + "/second", "state", "JOB_STATE_COMPLETED");

    assertThat(lines(first, "BIJOutputSet.jsonl")).hasSize(2);
    assertThat(second.path("model").asString()).isEqualTo(MODEL);
    assertThat(lines(second.path("outputDatasetId").asString(), "BIJOutputSet.jsonl"))
        .singleElement()
        .satisfies(line -> assertThat(line).contains("\"custom_id\":\"c\""));
    Reply again =
        http.post(
            ROOT, "{\"continuedFromJobName\":\"accounts/my-team/batchInferenceJobs/second\"}");
    assertThat(again.json().path("code").asInt()).isEqualTo(9);
    fake.assertNoViolations();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"custom_id\":\"a\"}|body.messages is missing",
        "{\"body\":{\"messages\":[]}}|custom_id is missing",
      })
  void failsAsAWholeWhenARowIsBroken(String row, String message) throws Exception {
    input("in", row("x", ""), row);
    String output = create("bad", "").json().path("outputDatasetId").asString();
    http.await(ROOT + "/bad", "state", "JOB_STATE_FAILED");
    JsonNode failed = http.get(ROOT + "/bad").json();

    assertThat(failed.at("/status/code").asString()).isEqualTo("INVALID_ARGUMENT");
    assertThat(failed.at("/status/message").asString()).isEqualTo("dataset row 2: " + message);
    assertThat(http.get("/v1/" + output).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"inputDatasetId\":\"accounts/my-team/datasets/in\"}|400|model is required",
        "{\"model\":\"accounts/fireworks/models/nope\","
            + "\"inputDatasetId\":\"accounts/my-team/datasets/in\"}|404|not found",
        "{\"model\":\"accounts/fireworks/models/gpt-oss-120b\",\"inputDatasetId\":\"in\"}"
            + "|400|full name",
        "{\"model\":\"accounts/fireworks/models/gpt-oss-120b\","
            + "\"inputDatasetId\":\"accounts/my-team/datasets/nope\"}|404|not found",
        "{\"model\":\"accounts/fireworks/models/gpt-oss-120b\","
            + "\"inputDatasetId\":\"accounts/my-team/datasets/in\","
            + "\"outputDatasetId\":\"accounts/my-team/datasets/in\"}|409|already exists",
        "{\"model\":\"accounts/fireworks/models/gpt-oss-120b\","
            + "\"inputDatasetId\":\"accounts/my-team/datasets/in\","
            + "\"inferenceParameters\":{\"extraBody\":\"no json\"}}|400|extra_body",
        "{\"batchInferenceJobId\":\"x\"}|400|batchInferenceJobId",
      })
  void refusesWhatItCannotRun(String body, int status, String message) throws Exception {
    input("in", row("a", ""));
    Reply refused = http.post(ROOT, body);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.json().path("message").asString()).contains(message);
  }

  @Test
  void removesARunningJobInSteps() throws Exception {
    input("in", row("a", ""));
    create("one", "");
    assertThat(create("one", "").json().path("code").asInt()).isEqualTo(6);
    assertThat(http.delete(ROOT + "/one").text()).isEqualTo("{}");
    assertThat(http.get(ROOT + "/one").json().path("state").asString())
        .isEqualTo("JOB_STATE_DELETING_CLEANING_UP");
    assertThat(http.get(ROOT + "/one").status()).isEqualTo(404);
    assertThat(http.post(ROOT + "/one:cancel", "{}").status()).isEqualTo(400);
  }
}
