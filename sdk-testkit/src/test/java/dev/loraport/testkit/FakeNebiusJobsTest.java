package dev.loraport.testkit;

import static dev.loraport.testkit.NebiusRoad.JOBS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.Http.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Fine-tuning jobs of the fake of Nebius. */
class FakeNebiusJobsTest {
  private final FakeNebius fake = FakeNebius.start();
  private final Http http = new Http(fake);
  private final NebiusRoad road = new NebiusRoad(http);

  @AfterEach
  void close() {
    fake.close();
  }

  private static List<String> texts(JsonNode list, String field) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.path(field).asString()));
    return texts;
  }

  @Test
  void answersACreationWithEveryDefault() throws Exception {
    ObjectNode request = road.job("{}");
    request.remove("hyperparameters");
    request.remove("suffix");
    JsonNode job = road.create(request).json();

    assertThat(job.path("id").asString()).matches("ftjob-[0-9a-f]{32}");
    assertThat(job.path("status").asString()).isEqualTo("running");
    assertThat(job.path("hyperparameters").toString())
        .isEqualTo(
            "{\"batch_size\":8,\"learning_rate\":1.0E-5,\"n_epochs\":3,\"warmup_ratio\":0.0,"
                + "\"weight_decay\":0.0,\"packing\":true,\"max_grad_norm\":1.0,"
                + "\"context_length\":8192,\"lora\":false,\"lora_r\":8,\"lora_alpha\":8,"
                + "\"lora_dropout\":0.0}");
    assertThat(job.path("seed").asInt()).isZero();
    assertThat(job.path("suffix").asString()).isEmpty();
    assertThat(job.path("trained_tokens").asInt()).isZero();
    assertThat(job.path("total_steps").isNull()).isTrue();
    assertThat(job.path("result_files").isEmpty()).isTrue();
    assertThat(job.has("fine_tuned_model")).isFalse();
    fake.assertNoViolations();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "batch_size;65;less_than_equal;Input should be less than or equal to 64",
        "batch_size;0;greater_than_equal;Input should be greater than or equal to 1",
        "n_epochs;50;less_than_equal;Input should be less than or equal to 20",
        "learning_rate;-1;greater_than_equal;Input should be greater than or equal to 0",
        "warmup_ratio;1.5;less_than_equal;Input should be less than or equal to 1",
        "max_grad_norm;0;greater_than;Input should be greater than 0",
        "context_length;4096;greater_than_equal;Input should be greater than or equal to 8192",
        "lora_r;4;greater_than_equal;Input should be greater than or equal to 8",
        "lora_alpha;4;greater_than_equal;Input should be greater than or equal to 8",
        "lora_dropout;2;less_than_equal;Input should be less than or equal to 1",
        "packing;1;bool_type;Input should be a valid boolean",
        "n_epochs;1.5;int_type;Input should be a valid integer"
      })
  void refusesHyperparametersOutOfRange(String name, String value, String type, String message)
      throws Exception {
    Reply refused = road.create(road.job("{\"" + name + "\":" + value + "}"));

    assertThat(refused.status()).isEqualTo(422);
    JsonNode finding = refused.json().path("detail").path(0);
    assertThat(finding.path("type").asString()).isEqualTo(type);
    assertThat(finding.path("msg").asString()).isEqualTo(message);
    assertThat(finding.path("loc").toString())
        .isEqualTo("[\"body\",\"hyperparameters\",\"" + name + "\"]");
    assertThat(finding.path("input").toString()).isEqualTo(value);
    assertThat(http.get(JOBS).json().path("data").isEmpty()).isTrue();
  }

  @Test
  void takesMisspeltNamesWithoutAWordAndWithoutEffect() throws Exception {
    Reply created = road.create(road.job("{\"lora_rank\":64}"));

    assertThat(created.status()).isEqualTo(200);
    assertThat(created.json().path("hyperparameters").path("lora_r").asInt()).isEqualTo(16);
    assertThat(created.json().path("hyperparameters").has("lora_rank")).isFalse();
    assertThat(fake.journal().violations()).singleElement().asString().contains("lora_rank");
  }

  @ParameterizedTest
  @CsvSource({
    "nobody/no-model, {}, 400, not available",
    "deepseek-ai/DeepSeek-V3-0324, {}, 400, does not support LoRA",
    "Qwen/Qwen3-30B-A3B-Instruct-2507, {}, 422, batch_size"
  })
  void refusesWhatAModelCantDo(String model, String hyper, int status, String words)
      throws Exception {
    Reply refused = road.create(road.job(hyper).put("model", model));

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.text()).contains(words);
  }

  @Test
  void refusesFilesThatDoNotExistAndSuffixesThatAreTooLong() throws Exception {
    Reply file = road.create(road.job("{}").put("training_file", "file-none"));
    Reply suffix = road.create(road.job("{}").put("suffix", "x".repeat(65)));

    assertThat(file.status()).isEqualTo(403);
    assertThat(suffix.status()).isEqualTo(422);
    assertThat(suffix.text()).contains("at most 64 characters");
  }

  @Test
  void trainsToCheckpointsThatNameTheirFiles() throws Exception {
    String id = road.finishedJob();
    JsonNode job = http.get(JOBS + "/" + id).json();
    Reply list = http.get(JOBS + "/" + id + "/checkpoints");
    JsonNode last = list.json().path("data").path(2);

    assertThat(job.path("finished_at").isIntegralNumber()).isTrue();
    assertThat(job.path("trained_tokens").asLong()).isPositive();
    assertThat(job.path("trained_steps")).isEqualTo(job.path("total_steps"));
    assertThat(list.json().path("data").size()).isEqualTo(3);
    assertThat(list.json().path("last_id")).isEqualTo(last.path("id"));
    assertThat(list.json().path("data").path(0).path("step_number").asInt())
        .isLessThan(last.path("step_number").asInt());
    assertThat(last.path("fine_tuned_model_checkpoint").asString())
        .matches("ft:meta-llama/.*:org_placeholder:support-v3:IDPlaceholder:ckpt-step-\\d+");
    assertThat(last.path("metrics").path("train_loss").isNumber()).isTrue();
    String one = JOBS + "/" + id + "/checkpoints/" + last.path("id").asString();
    assertThat(http.get(one).json().has("result_files")).isFalse();
    List<String> names = new ArrayList<>();
    for (JsonNode file : last.path("result_files")) {
      JsonNode info = http.get("/v1/files/" + file.asString()).json();
      names.add(info.path("filename").asString());
      assertThat(http.get("/v1/files/" + file.asString() + "/content").raw().body().length)
          .isEqualTo(info.path("bytes").asInt());
    }
    String folder = last.path("id").asString();
    assertThat(names)
        .containsExactly(folder + "/adapter_config.json", folder + "/adapter_model.safetensors");
    assertThat(http.get("/v1/files").json().path("data").size()).isEqualTo(1);
    fake.assertNoViolations();
  }

  @Test
  void tellsItsEventsOldestFirst() throws Exception {
    ObjectNode request = road.job("{}");
    request.put("validation_file", road.upload("fine-tune", Samples.chat(5)));
    String id = road.create(request).json().path("id").asString();
    String path = JOBS + "/" + id + "/events";
    assertThat(texts(http.get(path).json().path("data"), "message"))
        .containsExactly("Job is submitted");
    http.await(JOBS + "/" + id, "status", "succeeded");
    JsonNode page = http.get(path + "?limit=2").json();
    String after = page.path("data").path(1).path("id").asString();

    assertThat(page.path("has_more").asBoolean()).isTrue();
    assertThat(texts(page.path("data"), "message"))
        .containsExactly("Job is submitted", "Dataset 'validation' processed successfully");
    assertThat(texts(http.get(path + "?after=" + after).json().path("data"), "message"))
        .containsExactly(
            "Dataset 'training' processed successfully", "Training completed successfully");
    assertThat(http.get(path + "?limit=none").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource({"true, running", "false, validating_files queued running"})
  void passesItsStatesInEitherMode(boolean atOnce, String states) throws Exception {
    fake.service().jobsStartRunning(atOnce);
    Reply created = road.create(road.job("{}"));
    List<String> seen = new ArrayList<>(List.of(created.json().path("status").asString()));
    seen.addAll(
        http.await(JOBS + "/" + created.json().path("id").asString(), "status", "succeeded"));

    assertThat(seen.stream().distinct()).containsExactly((states + " succeeded").split(" ", -1));
  }

  @Test
  void failsWithTheReasonWhenTheDataIsUnfit() throws Exception {
    String bad = Samples.chat(2) + "{\"messages\":[]}\n";
    String file = road.upload("fine-tune", bad);
    Reply created = road.create(road.job("{}").put("training_file", file));
    String path = JOBS + "/" + created.json().path("id").asString();
    http.await(path, "status", "failed");
    JsonNode error = http.get(path).json().path("error");

    assertThat(error.path("code").asString()).isEqualTo("invalid_training_file");
    assertThat(error.path("message").asString())
        .isEqualTo("Line 3: messages must be a non-empty list");
    assertThat(error.path("param").asString()).isEqualTo("training_file");
    JsonNode events = http.get(path + "/events").json().path("data");
    assertThat(events.path(1).path("level").asString()).isEqualTo("error");
    assertThat(http.get(path + "/checkpoints").json().path("first_id").isNull()).isTrue();
  }

  @Test
  void followsTheScriptOfATest() throws Exception {
    fake.jobs().next(JobScript.failsAt("running", "out of memory"));
    String path = JOBS + "/" + road.create(road.job("{}")).json().path("id").asString();
    http.await(path, "status", "failed");

    assertThat(http.get(path).json().path("error").path("message").asString())
        .isEqualTo("out of memory");
  }

  @Test
  void cancelsAtOnceAndOnlyWhatRuns() throws Exception {
    fake.jobs().script(JobScript.staysIn("running"));
    String path = JOBS + "/" + road.create(road.job("{}")).json().path("id").asString();

    assertThat(http.post(path + "/cancel", "").json().path("status").asString())
        .isEqualTo("cancelled");
    assertThat(http.get(path).json().path("status").asString()).isEqualTo("cancelled");
    assertThat(http.post(path + "/cancel", "").status()).isEqualTo(400);
    assertThat(http.get(JOBS + "/ftjob-none").status()).isEqualTo(403);
  }

  @Test
  void listsJobsInPages() throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(0, road.create(road.job("{}")).json().path("id").asString());
    }
    JsonNode first = http.get(JOBS + "?limit=2&ai_project_id=p").json();
    JsonNode second = http.get(JOBS + "?limit=2&after=" + ids.get(1)).json();

    assertThat(texts(first.path("data"), "id")).isEqualTo(ids.subList(0, 2));
    assertThat(first.path("has_more").asBoolean()).isTrue();
    assertThat(texts(second.path("data"), "id")).isEqualTo(ids.subList(2, 3));
    assertThat(second.path("has_more").asBoolean()).isFalse();
    fake.assertNoViolations();
  }

  @Test
  void keepsTheSecretsOfIntegrationsToItself() throws Exception {
    ObjectNode request = road.job("{}");
    request
        .putArray("integrations")
        .addObject()
        .put("type", "wandb")
        .putObject("wandb")
        .put("project", "p1")
        .put("api_key", "secret-1");
    request.putObject("from_checkpoint").put("type", "hf").put("repo", "o/r").put("token", "s2");
    Reply created = road.create(request);

    assertThat(created.status()).isEqualTo(200);
    assertThat(created.text()).contains("\"project\":\"p1\"", "\"repo\":\"o/r\"");
    assertThat(created.text()).doesNotContain("secret-1", "s2");
    assertThat(fake.journal().calls().toString()).doesNotContain("secret-1");
    ObjectNode lacking = road.job("{}");
    lacking.putArray("integrations").addObject().put("type", "hf").putObject("hf");
    JsonNode finding = road.create(lacking).json().path("detail").path(0);
    assertThat(finding.path("loc").toString())
        .isEqualTo("[\"body\",\"integrations\",0,\"hf\",\"output_repo_name\"]");
  }

  @Test
  void takesAMethodInsteadOfHyperparameters() throws Exception {
    ObjectNode request = road.job("{}");
    request.remove("hyperparameters");
    request
        .putObject("method")
        .put("type", "spec-draft")
        .putObject("spec_draft")
        .putObject("hyperparameters")
        .put("n_epochs", 2);
    JsonNode job = road.create(request).json();

    assertThat(job.path("hyperparameters").isNull()).isTrue();
    JsonNode resolved = job.path("method").path("spec_draft").path("hyperparameters");
    assertThat(resolved.path("n_epochs").asInt()).isEqualTo(2);
    assertThat(resolved.path("architecture").asString()).isEqualTo("eagle3_original");
  }

  @Test
  void addsFilesWithAnyNameWhenATestWantsThem() throws Exception {
    fake.service().resultFile("../../outside.sh");
    JsonNode files = road.checkpoints(road.finishedJob()).path(0).path("result_files");

    assertThat(files.size()).isEqualTo(3);
    assertThat(http.get("/v1/files/" + files.path(2).asString()).json().path("filename").asString())
        .isEqualTo("../../outside.sh");
  }

  @Test
  void takesTenSecondsByTheClock() throws Exception {
    fake.clock().manual();
    String path = JOBS + "/" + road.create(road.job("{}")).json().path("id").asString();
    fake.clock().advance(Duration.ofSeconds(5));
    JsonNode half = http.get(path).json();
    assertThat(half.path("status").asString()).isEqualTo("running");
    assertThat(half.path("trained_steps").asInt()).isPositive();
    assertThat(half.path("estimated_finish").asLong())
        .isEqualTo(half.path("created_at").asLong() + 10);
    fake.clock().advance(Duration.ofSeconds(5));

    assertThat(http.get(path).json().path("status").asString()).isEqualTo("succeeded");
  }
}
