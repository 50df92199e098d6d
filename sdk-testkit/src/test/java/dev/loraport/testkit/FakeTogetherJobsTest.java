package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Fine-tuning jobs. */
class FakeTogetherJobsTest {
  private final FakeTogether fake = FakeTogether.builder().asOf(LocalDate.of(2026, 8, 18)).build();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  private JsonNode create() throws Exception {
    return http.post("/v1/fine-tunes", Samples.job(Samples.QWEN_8B, http.readyFile())).json();
  }

  @Test
  void answersCreationWithTheTruncatedForm() throws Exception {
    JsonNode job = create();

    assertThat(job.path("status").asString()).isEqualTo("pending");
    assertThat(job.path("events").size()).isZero();
    assertThat(job.path("batch_size").isIntegralNumber()).isTrue();
    assertThat(job.path("owner_address").asString()).isEqualTo("dev@example.com");
    assertThat(job.has("job_id")).isFalse();
    fake.assertNoViolations();
  }

  static Stream<Arguments> scripts() {
    return Stream.of(
        Arguments.of(
            JobScript.completes(),
            "completed",
            List.of("queued", "running", "compressing", "uploading", "completed")),
        Arguments.of(
            JobScript.failsAt("running", "out of memory"),
            "error",
            List.of("queued", "running", "error")),
        Arguments.of(
            JobScript.userErrorAt("queued", "bad data"),
            "user_error",
            List.of("queued", "user_error")),
        Arguments.of(
            JobScript.passes("pending", "warming_up", "completed"),
            "completed",
            List.of("warming_up", "completed")),
        Arguments.of(JobScript.completes().afterPolls(1), "completed", List.of("completed")));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void goesTheWayOfItsScriptOneStateALook(JobScript script, String end, List<String> states)
      throws Exception {
    fake.jobs().next(script);
    String id = create().path("id").asString();

    assertThat(http.await("/v1/fine-tunes/" + id, "status", end)).isEqualTo(states);
    JsonNode events = http.get("/v1/fine-tunes/" + id + "/events").json().path("data");
    assertThat(events.path(0).path("type").asString()).isEqualTo("job_pending");
    assertThat(events.toString()).contains(script.message());
  }

  @Test
  void staysInAStateForEver() throws Exception {
    fake.jobs().script(JobScript.staysIn("running"));
    String id = create().path("id").asString();

    assertThat(http.await("/v1/fine-tunes/" + id, "status", "completed"))
        .hasSize(20)
        .endsWith("running");
  }

  @Test
  void queuesARestartedJobAgain() throws Exception {
    fake.jobs().next(JobScript.restarts());
    String id = create().path("id").asString();

    assertThat(http.await("/v1/fine-tunes/" + id, "status", "completed"))
        .startsWith("queued", "running", "queued", "running");
    assertThat(http.get("/v1/fine-tunes/" + id + "/events").text()).contains("job_restarted");
  }

  @Test
  void tellsWhatACompletedJobHasLeft() throws Exception {
    String id = http.completedJob(Samples.QWEN_8B);
    JsonNode job = http.get("/v1/fine-tunes/" + id).json();

    assertThat(job.path("model_object_id").asString()).startsWith("ml_");
    assertThat(job.path("adapter_object_name").asString()).endsWith("-adapter");
    assertThat(job.path("epochs_completed").asInt()).isEqualTo(3);
    assertThat(job.path("total_price").isIntegralNumber()).isTrue();
    JsonNode checkpoints = http.get("/v1/fine-tunes/" + id + "/checkpoints").json().path("data");
    assertThat(checkpoints.path(0).path("checkpoint_type").asString()).isEqualTo("Final Adapter");
    JsonNode metrics = http.get("/v1/fine-tunes/" + id + "/metrics").json().path("metrics");
    assertThat(metrics.size()).isGreaterThan(1);
    assertThat(metrics.path(0).path("train/loss").asDouble())
        .isGreaterThan(metrics.path(metrics.size() - 1).path("train/loss").asDouble());
    fake.assertNoViolations();
  }

  @Test
  void filtersMetricsByTheBodyOfAGet() throws Exception {
    String id = http.completedJob(Samples.QWEN_8B);
    String path = "/v1/fine-tunes/" + id + "/metrics";
    JsonNode filtered = http.json("GET", path, "{\"global_step_from\":3}").json();

    assertThat(filtered.at("/metrics/0/train~1global_step").asInt()).isEqualTo(3);
    assertThat(http.get(path + "?global_step_from=3").json()).isEqualTo(filtered);
  }

  @Test
  void givesWeightsAsATarArchive() throws Exception {
    String id = http.completedJob(Samples.QWEN_8B);
    Http.Reply reply = http.get("/v1/finetune/download?ft_id=" + id + "&checkpoint=adapter");

    assertThat(reply.header("Content-Type")).contains("x-tar");
    byte[] tar = new GZIPInputStream(new ByteArrayInputStream(reply.raw().body())).readAllBytes();
    assertThat(new String(tar, StandardCharsets.ISO_8859_1))
        .contains("adapter_config.json", "adapter_model.safetensors", "ustar");
    assertThat(
            http.get("/v1/finetune/download?ft_id=" + id + "&checkpoint=model_output_path")
                .status())
        .isEqualTo(400);
  }

  @Test
  void cancelsAJobAndNeverCompletesIt() throws Exception {
    String id = create().path("id").asString();
    JsonNode cancelled = http.json("POST", "/v1/fine-tunes/" + id + "/cancel", "").json();

    assertThat(cancelled.path("status").asString()).isEqualTo("cancel_requested");
    assertThat(http.await("/v1/fine-tunes/" + id, "status", "completed")).containsOnly("cancelled");
    assertThat(http.json("POST", "/v1/fine-tunes/" + id + "/cancel", "").status()).isEqualTo(400);
    assertThat(
            http.delete("/v1/fine-tunes/" + id + "?force=false").json().path("message").asString())
        .contains("deleted");
    assertThat(http.get("/v1/fine-tunes").json().path("data").size()).isZero();
  }

  @Test
  void knowsPriceAndLimitsBeforeAJob() throws Exception {
    String file = http.readyFile();
    JsonNode price =
        http.post(
                "/v1/fine-tunes/estimate-price",
                "{\"training_file\":\"" + file + "\",\"model\":\"Qwen/Qwen3-8B\",\"n_epochs\":3}")
            .json();
    assertThat(price.path("estimation_available").asBoolean()).isTrue();
    assertThat(price.path("estimated_total_price").asDouble()).isPositive();
    String fresh = http.upload("fine-tune", Samples.chat(2));
    assertThat(
            http.post("/v1/fine-tunes/estimate-price", "{\"training_file\":\"" + fresh + "\"}")
                .json()
                .path("unavailable_reason")
                .asString())
        .isEqualTo("train_file_not_validated");
    JsonNode limits = http.get("/v1/fine-tunes/models/limits?model_name=Qwen/Qwen3-8B").json();
    assertThat(limits.at("/lora_training/max_rank").asInt()).isEqualTo(64);
    assertThat(http.get("/v1/fine-tunes/models/limits?model_name=x").json().has("message"))
        .isTrue();
    assertThat(http.get("/v1/fine-tunes/models/supported").text()).contains(Samples.QWEN_8B);
  }

  @Test
  void movesOnlyByTheManualClock() throws Exception {
    String file = http.readyFile();
    fake.clock().manual();
    String id =
        http.post("/v1/fine-tunes", Samples.job(Samples.QWEN_8B, file))
            .json()
            .path("id")
            .asString();
    assertThat(http.await("/v1/fine-tunes/" + id, "status", "queued")).containsOnly("pending");

    fake.clock().advance(Duration.ofSeconds(5));
    assertThat(http.get("/v1/fine-tunes/" + id).json().path("status").asString())
        .isEqualTo("running");
    fake.clock().advance(Duration.ofSeconds(5));
    assertThat(http.get("/v1/fine-tunes/" + id).json().path("status").asString())
        .isEqualTo("completed");
  }

  @Test
  void givesTheSameIdsForTheSameSeed() throws Exception {
    try (FakeTogether other = FakeTogether.builder().asOf(LocalDate.of(2026, 8, 18)).build()) {
      String first = create().path("id").asString();
      Http again = new Http(other);
      String second =
          again
              .post("/v1/fine-tunes", Samples.job(Samples.QWEN_8B, again.readyFile()))
              .json()
              .path("id")
              .asString();
      assertThat(second).isEqualTo(first);
    }
  }
}
