package dev.loraport.testkit;

import static dev.loraport.testkit.FireworksRoad.ACCOUNT;
import static dev.loraport.testkit.FireworksRoad.SFT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.Http.Reply;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Fine-tuning jobs of the fake of Fireworks. */
class FakeFireworksJobsTest {
  private static final String PAIRS =
      """
      {"input":{"messages":[{"role":"user","content":"Hi"}]},\
      "preferred_output":[{"role":"assistant","content":"Hello"}],\
      "non_preferred_output":[{"role":"assistant","content":"What?"}]}
      """
          .repeat(3);

  private final FakeFireworks fake = FakeFireworks.start();
  private final Http http = new Http(fake);
  private final FireworksRoad road = new FireworksRoad(http);

  @BeforeEach
  void uploadData() throws Exception {
    road.dataset("train", Samples.chat(20));
  }

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void answersCreationWithTheWholeJob() throws Exception {
    JsonNode job = road.create("first").json();

    assertThat(job.path("name").asString())
        .isEqualTo("accounts/my-team/supervisedFineTuningJobs/first");
    assertThat(job.path("state").asString()).isEqualTo("JOB_STATE_CREATING");
    assertThat(job.path("status").path("code").asString()).isEqualTo("OK");
    assertThat(job.path("isTurbo").isBoolean()).isTrue();
    assertThat(job.path("jobProgress").isNull()).isTrue();
    assertThat(job.path("completedTime").isNull()).isTrue();
    assertThat(job.path("createTime").asString()).matches(".*\\.\\d{9}Z");
    fake.assertNoViolations();
  }

  static Stream<Arguments> scripts() {
    return Stream.of(
        Arguments.of(
            JobScript.completes(),
            "COMPLETED",
            List.of("PENDING", "RUNNING", "WRITING_RESULTS", "WRITING_RESULTS", "COMPLETED")),
        Arguments.of(
            JobScript.failsAt("running", "out of memory"),
            "FAILED",
            List.of("PENDING", "RUNNING", "FAILED")),
        Arguments.of(
            JobScript.passes(
                "JOB_STATE_RUNNING", "JOB_STATE_CREATING", "JOB_STATE_RUNNING", "completed"),
            "COMPLETED",
            List.of("CREATING", "RUNNING", "COMPLETED")),
        Arguments.of(
            JobScript.passes("pending", "JOB_STATE_REFUELLING", "JOB_STATE_EARLY_STOPPED"),
            "EARLY_STOPPED",
            List.of("REFUELLING", "EARLY_STOPPED")));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void goesTheWayOfItsScriptOneStateALook(JobScript script, String end, List<String> states)
      throws Exception {
    fake.jobs().next(script);
    road.create("first");

    assertThat(http.await(SFT + "/first", "state", "JOB_STATE_" + end))
        .isEqualTo(states.stream().map(state -> "JOB_STATE_" + state).toList());
    JsonNode job = http.get(SFT + "/first").json();
    assertThat(job.path("completedTime").isNull()).isFalse();
    assertThat(job.path("status").path("message").asString()).isEqualTo(script.message());
    Reply model = http.get(ACCOUNT + "/models/support-v1");
    assertThat(model.status()).isEqualTo(end.equals("FAILED") ? 404 : 200);
  }

  @Test
  void leavesAnAddonThatNamesItsJobAndCanBeFetched() throws Exception {
    road.create("first");
    http.await(SFT + "/first", "state", "JOB_STATE_COMPLETED");
    JsonNode model = http.get(ACCOUNT + "/models/support-v1").json();

    assertThat(model.path("kind").asString()).isEqualTo("HF_PEFT_ADDON");
    assertThat(model.path("state").asString()).isEqualTo("READY");
    assertThat(model.path("fineTuningJob").asString())
        .isEqualTo("accounts/my-team/supervisedFineTuningJobs/first");
    assertThat(model.path("peftDetails").path("r").asInt()).isEqualTo(8);
    JsonNode urls =
        http.get(ACCOUNT + "/models/support-v1:getDownloadEndpoint")
            .json()
            .path("filenameToSignedUrls");
    assertThat(urls.propertyNames())
        .containsExactlyInAnyOrder("adapter_config.json", "adapter_model.safetensors");
    assertThat(road.fetch(urls.path("adapter_config.json").asString()).text()).contains("\"r\":8");
    fake.assertNoViolations();
  }

  @Test
  void writesMetricsAndKeepsItsCountersAtZero() throws Exception {
    fake.jobs().script(JobScript.staysIn("running"));
    road.create("first");
    assertThat(http.get(SFT + "/first").json().path("metricsFileSignedUrl").asString()).isEmpty();
    JsonNode running = http.get(SFT + "/first").json();

    JsonNode progress = running.path("jobProgress");
    int ofEpoch = progress.path("percent").asInt();
    assertThat(ofEpoch).isBetween(0, 100);
    assertThat(100 * progress.path("epoch").asInt() + ofEpoch).isBetween(1, 199);
    assertThat(running.path("jobProgress").path("totalProcessedRequests").asInt()).isZero();
    assertThat(running.path("estimatedCost").isNull()).isTrue();
    String metrics = road.fetch(running.path("metricsFileSignedUrl").asString()).text();
    assertThat(metrics.lines()).hasSizeGreaterThan(1).allMatch(line -> line.contains("train/loss"));
    assertThat(http.get(SFT + "/first:getMetricsFileEndpoint").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"loraRank\":null}|400|3|not tunable for supervised full-parameter",
        "{\"loraRank\":0}|400|3|not tunable for supervised full-parameter",
        "{\"loraRank\":-1}|400|3|lora_rank",
        "{\"baseModel\":\"accounts/fireworks/models/deepseek-v4-pro\"}|400|3|not tunable for supervised LoRA",
        "{\"baseModel\":\"accounts/fireworks/models/nope\"}|404|5|not found",
        "{\"baseModel\":\"qwen3-8b\"}|400|3|named in full",
        "{\"baseModel\":null}|400|3|exactly one of",
        "{\"warmStartFrom\":\"accounts/my-team/models/x\"}|400|3|exactly one of",
        "{\"baseModel\":null,\"warmStartFrom\":\"accounts/fireworks/models/qwen3-8b\"}|400|3|PEFT addon",
        "{\"outputModel\":\"support-v1\"}|400|3|output_model",
        "{\"outputModel\":\"accounts/other/models/support-v1\"}|400|3|output_model",
        "{\"dataset\":\"train\"}|400|3|full name",
        "{\"dataset\":\"accounts/my-team/datasets/nope\"}|404|5|not found",
        "{\"evaluationDataset\":\"accounts/my-team/datasets/nope\"}|404|5|not found",
        "{\"dataset\":null}|400|3|is required",
        "{\"gradientAccumulationSteps\":2}|400|3|not supported by Training V2",
        "{\"maxContextLength\":8190}|400|3|multiple of 16",
        "{\"maxContextLength\":65536}|400|3|at most 32768",
        "{\"maxContextLength\":8192,\"batchSize\":4096}|400|3|batch_size",
        "{\"wandbConfig\":{\"enabled\":true,\"apiKey\":\"k\"}}|400|3|wandb entity is required",
        "{\"loraAlpha\":16}|400|3|unknown field",
        "{\"supervisedFineTuningJobId\":\"x\"}|400|3|unknown field",
        "{\"epochs\":\"two\"}|400|3|must be an integer"
      })
  void refusesRequests(String change, int status, int code, String message) throws Exception {
    Reply refused = road.create("first", change);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.json().path("code").asInt()).isEqualTo(code);
    assertThat(refused.json().path("message").asString()).contains(message);
    assertThat(http.get(SFT + "/first").status()).isEqualTo(404);
  }

  @Test
  void refusesAnIdThatIsTakenAndOneThatIsNone() throws Exception {
    road.create("first");

    assertThat(road.create("first").status()).isEqualTo(409);
    assertThat(road.create("First").status()).isEqualTo(400);
    String made = http.post(SFT, FireworksRoad.job().toString()).json().path("name").asString();
    assertThat(made).matches("accounts/my-team/supervisedFineTuningJobs/[a-z0-9]{8}");
  }

  @Test
  void refusesJobsBeyondTheGpuQuota() throws Exception {
    fake.account().gpuQuotaExhausted(true);
    Reply refused = road.create("first");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("code").asInt()).isEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2|at least 3 examples",
        "{\"messages\":[{\"content\":\"x\"}]}|row 1: messages[0].role is missing",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}|messages[0].role must be assistant",
        "{\"text\":\"x\"}|messages is missing"
      })
  void failsOnRowsThatItCannotTrainOn(String rows, String message) throws Exception {
    String content = rows.equals("2") ? Samples.chat(2) : (rows + "\n").repeat(3);
    assertThat(road.dataset("bad", content).status()).isEqualTo(200);
    assertThat(road.create("first", "{\"dataset\":\"accounts/my-team/datasets/bad\"}").status())
        .isEqualTo(200);

    assertThat(http.await(SFT + "/first", "state", "JOB_STATE_FAILED"))
        .containsExactly("JOB_STATE_VALIDATING", "JOB_STATE_FAILED");
    JsonNode status = http.get(SFT + "/first").json().path("status");
    assertThat(status.path("code").asString()).isEqualTo("INVALID_ARGUMENT");
    assertThat(status.path("message").asString()).contains(message);
  }

  @Test
  void cancelsARunningJobAndMakesNoModel() throws Exception {
    fake.jobs().script(JobScript.staysIn("running"));
    road.create("first");
    http.await(SFT + "/first", "state", "JOB_STATE_RUNNING");

    assertThat(http.post(SFT + "/first:cancel", "{}").text()).isEqualTo("{}");
    assertThat(http.get(SFT + "/first").json().path("state").asString())
        .isEqualTo("JOB_STATE_CANCELLED");
    assertThat(http.get(ACCOUNT + "/models/support-v1").status()).isEqualTo(404);
    Reply again = http.post(SFT + "/first:cancel", "{}");
    assertThat(again.json().path("code").asInt()).isEqualTo(9);
  }

  @Test
  void resumesAPausedJobAlone() throws Exception {
    fake.jobs().script(JobScript.passes("JOB_STATE_RUNNING", "JOB_STATE_PAUSED"));
    road.create("first");
    assertThat(http.post(SFT + "/first:resume", "{}").status()).isEqualTo(400);
    http.await(SFT + "/first", "state", "JOB_STATE_PAUSED");

    assertThat(http.post(SFT + "/first:resume", "{}").json().path("state").asString())
        .isEqualTo("JOB_STATE_RUNNING");
    assertThat(http.await(SFT + "/first", "state", "JOB_STATE_COMPLETED"))
        .endsWith("JOB_STATE_COMPLETED");
  }

  @Test
  void forgetsADeletedJob() throws Exception {
    road.create("first");
    assertThat(http.delete(SFT + "/first").text()).isEqualTo("{}");

    assertThat(http.get(SFT + "/first").status()).isEqualTo(404);
    assertThat(http.get(SFT).json().path("supervisedFineTuningJobs").size()).isZero();
  }

  @Test
  void estimatesWhatAJobCosts() throws Exception {
    JsonNode cost =
        http.post(SFT + ":estimateCost", FireworksRoad.job("{\"epochs\":4}").toString())
            .json()
            .path("estimatedCost");

    assertThat(cost.path("currencyCode").asString()).isEqualTo("USD");
    assertThat(cost.path("units").isString()).isTrue();
    assertThat(cost.path("nanos").asInt()).isPositive();
    assertThat(http.get(SFT).json().path("totalSize").asInt()).isZero();
  }

  @Test
  void goesOnFromAnAddon() throws Exception {
    road.create("first");
    http.await(SFT + "/first", "state", "JOB_STATE_COMPLETED");
    Reply second =
        road.create(
            "second",
            "{\"baseModel\":null,\"warmStartFrom\":\"accounts/my-team/models/support-v1\"}",
            "{\"outputModel\":\"accounts/my-team/models/support-v2\"}");

    assertThat(second.status()).isEqualTo(200);
    http.await(SFT + "/second", "state", "JOB_STATE_COMPLETED");
    JsonNode model = http.get(ACCOUNT + "/models/support-v2").json();
    assertThat(model.path("peftDetails").path("baseModel").asString())
        .isEqualTo(FireworksRoad.QWEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"method\":\"DPO\",\"dpo\":{\"beta\":0.1}}",
        "{\"method\":\"ORPO\",\"orpo\":{\"lambda\":0.2}}"
      })
  void trainsOnPairs(String loss) throws Exception {
    road.dataset("pairs", PAIRS);
    Reply created = http.post(ACCOUNT + "/dpoJobs?dpoJobId=tone", dpo(loss));
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.json().path("trainingConfig").path("loraRank").asInt()).isEqualTo(8);
    assertThat(created.json().has("jobProgress")).isFalse();

    http.await(ACCOUNT + "/dpoJobs/tone", "state", "JOB_STATE_COMPLETED");
    String metrics =
        http.get(ACCOUNT + "/dpoJobs/tone:getMetricsFileEndpoint")
            .json()
            .path("signedUrl")
            .asString();
    assertThat(road.fetch(metrics).text()).contains("train/loss");
    assertThat(http.get(ACCOUNT + "/models/tone").json().path("fineTuningJob").asString())
        .isEqualTo("accounts/my-team/dpoJobs/tone");
    fake.assertNoViolations();
  }

  private static String dpo(String loss) {
    return "{\"dataset\":\"accounts/my-team/datasets/pairs\",\"trainingConfig\":{\"baseModel\":\""
        + FireworksRoad.QWEN
        + "\",\"loraRank\":8},\"lossConfig\":"
        + loss
        + "}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"method\":\"KTO\"}|unknown loss method",
        "{\"method\":\"DPO\",\"dpo\":{\"beta\":0.5}}|beta",
        "{\"method\":\"DPO\",\"beta\":0.1}|unknown field"
      })
  void refusesLosses(String loss, String message) throws Exception {
    road.dataset("pairs", PAIRS);
    Reply refused = http.post(ACCOUNT + "/dpoJobs?dpoJobId=tone", dpo(loss));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("message").asString()).contains(message);
  }

  @Test
  void reinforcesByAnEvaluator() throws Exception {
    String path = ACCOUNT + "/reinforcementFineTuningJobs";
    String body =
        """
        {"dataset":"accounts/my-team/datasets/train",
         "evaluator":"accounts/my-team/evaluators/judge","chunkSize":200,
         "trainingConfig":{"baseModel":"accounts/fireworks/models/qwen3-8b","loraRank":8},
         "inferenceParameters":{"maxOutputTokens":256,"extraBody":"{}"}}
        """;
    String query = "?reinforcementFineTuningJobId=better";
    assertThat(http.post(path + query, body.replace("200", "0")).status()).isEqualTo(400);
    JsonNode job = http.post(path + query, body).json();

    assertThat(job.path("acceleratorSeconds").isObject()).isTrue();
    assertThat(http.get(path + "/better").json().path("state").asString())
        .isEqualTo("JOB_STATE_PENDING");
    assertThat(http.get(path).json().path("totalSize").asInt()).isEqualTo(1);
    assertThat(http.post(path + "/better:cancel", "{}").status()).isEqualTo(200);
    fake.clock().manual();
    assertThat(http.delete(path + "/better").status()).isEqualTo(200);
  }

  @Test
  void showsTheModelOfAJobThatEndedByTheClock() throws Exception {
    fake.clock().manual();
    road.create("first");
    assertThat(http.get(ACCOUNT + "/models/support-v1").status()).isEqualTo(404);
    fake.clock().advance(Duration.ofSeconds(10));

    assertThat(http.get(ACCOUNT + "/models/support-v1").status()).isEqualTo(200);
  }
}
