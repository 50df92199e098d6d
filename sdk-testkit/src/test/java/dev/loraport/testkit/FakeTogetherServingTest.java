package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Adapters, the v2 registry, deployments, v1 endpoints, batches: what exists on which day. */
class FakeTogetherServingTest {
  private static FakeTogether on(String date) {
    return FakeTogether.builder().asOf(LocalDate.parse(date)).build();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-02-13,meta-llama/Meta-Llama-3.1-8B-Instruct-Reference,200",
    "2026-02-13,Qwen/Qwen3-235B-A22B-Instruct-2507,200",
    "2026-02-13,Qwen/Qwen3-8B,404",
    "2026-03-18,meta-llama/Meta-Llama-3.1-8B-Instruct-Reference,404",
    "2026-07-16,meta-llama/Meta-Llama-3.1-8B-Instruct-Reference,404"
  })
  void servesATunedModelServerlessOnlyWhereTheContractSupportsIt(
      String date, String model, int status) throws Exception {
    try (FakeTogether fake = on(date)) {
      Http http = new Http(fake);
      String id = http.completedJob(model);
      String name = http.get("/v1/fine-tunes/" + id).json().path("model_output_name").asString();
      assertThat(http.post("/v1/chat/completions", Samples.ask(name, "hi")).status())
          .isEqualTo(status);
    }
  }

  @Test
  void publishesAnAdapterThroughAnUploadJob() throws Exception {
    try (FakeTogether fake = on("2026-02-13")) {
      Http http = new Http(fake);
      String request =
          """
          {"model_name":"lora-v1","model_source":"https://x.example/a.zip?sig=secret",
           "model_type":"adapter","base_model":"%s"}
          """
              .formatted(Samples.LLAMA_8B);
      JsonNode created = http.post("/v0/models", request).json();
      String job = created.at("/data/job_id").asString();

      assertThat(created.at("/data/model_name").asString()).isEqualTo("acme/lora-v1");
      assertThat(http.await("/v1/jobs/" + job, "status", "Complete"))
          .containsExactly("Running", "Complete");
      assertThat(http.post("/v1/chat/completions", Samples.ask("acme/lora-v1", "hi")).status())
          .isEqualTo(200);
      assertThat(http.post("/v1/models", request).text()).contains("Model name already exists");
      assertThat(http.post("/v1/models", request.replace("-Reference", "-Turbo")).text())
          .contains("No lora_model specified");
      assertThat(http.get("/v1/jobs").text()).doesNotContain("secret");
      assertThat(fake.journal().calls().toString()).doesNotContain("secret");
    }
  }

  @Test
  void hasNoV2BeforeItsLaunchAndNoNewV1EndpointsAfterIt() throws Exception {
    String endpoint =
        """
        {"model":"Qwen/Qwen3-8B","hardware":"1x_nvidia_h100_80gb_sxm",
         "autoscaling":{"min_replicas":1,"max_replicas":1}}
        """;
    try (FakeTogether before = on("2026-07-15");
        FakeTogether after = on("2026-07-16")) {
      Http old = new Http(before);
      Http now = new Http(after);
      assertThat(old.get("/v2/supported-models").status()).isEqualTo(404);
      JsonNode created = old.post("/v1/endpoints", endpoint).json();
      String path = "/v1/endpoints/" + created.path("id").asString();
      old.await(path, "state", "STARTED");
      String name = created.path("name").asString();
      assertThat(old.post("/v1/chat/completions", Samples.ask(name, "hi")).status()).isEqualTo(200);
      assertThat(old.json("PATCH", path, "{\"state\":\"STOPPED\"}").status()).isEqualTo(200);
      assertThat(old.delete(path).status()).isEqualTo(204);

      assertThat(now.get("/v2/supported-models").status()).isEqualTo(200);
      Http.Reply refused = now.post("/v1/endpoints", endpoint);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.json().at("/error/code").asString())
          .isEqualTo("endpoints_v1_create_access_disabled");
    }
  }

  @Test
  void deletesADeploymentOnlyInTheProvidersOrder() throws Exception {
    try (FakeTogether fake = on("2026-08-18")) {
      Http http = new Http(fake);
      Deployed deployed = deployed(http);
      deployed.becomeReady(http);

      assertThat(http.delete(deployed.endpointPath()).text()).contains("still has deployments");
      assertThat(http.delete(deployed.deploymentPath()).text()).contains("not stopped");
      String stale = "{\"etag\":\"e0\",\"autoscaling\":{\"minReplicas\":0,\"maxReplicas\":0}}";
      assertThat(http.json("PATCH", deployed.deploymentPath(), stale).status()).isEqualTo(409);
      String zero = "{\"autoscaling\":{\"minReplicas\":0,\"maxReplicas\":0}}";
      http.json("PATCH", deployed.deploymentPath(), zero);
      http.await(deployed.deploymentPath(), "/status/state", "DEPLOYMENT_STATE_STOPPED");
      assertThat(http.delete(deployed.deploymentPath()).text()).contains("traffic split");
      String out =
          "{\"trafficSplit\":[{\"deploymentId\":\"" + deployed.deployment() + "\",\"weight\":0}]}";
      http.json("PATCH", deployed.endpointPath(), out);
      assertThat(http.delete(deployed.deploymentPath()).status()).isEqualTo(200);
      assertThat(http.delete(deployed.endpointPath()).status()).isEqualTo(200);
      assertThat(http.get(deployed.endpointPath()).status()).isEqualTo(404);
      fake.assertNoViolations();
    }
  }

  @Test
  void loadsAnUploadedAdapterOntoADeployment() throws Exception {
    try (FakeTogether fake = on("2026-08-18")) {
      Http http = new Http(fake);
      Deployed deployed = deployed(http);
      deployed.becomeReady(http);
      String models = deployed.endpointPath().replaceAll("/endpoints/.*", "/models");
      String base =
          http.get("/v2/supported-models?search=Qwen/Qwen3-8B").json().at("/data/0/id").asString();
      for (JsonNode model : http.get("/v2/supported-models?limit=500").json().path("data")) {
        base =
            model.path("name").asString().equals(Samples.QWEN_8B)
                ? model.path("id").asString()
                : base;
      }
      String adapter =
          http.post(
                  models, "{\"baseModelId\":\"" + base + "\",\"name\":\"a\",\"type\":\"adapter\"}")
              .json()
              .path("id")
              .asString();
      String load = "{\"adapterModelId\":\"" + adapter + "\"}";
      assertThat(http.post(deployed.deploymentPath() + "/adapters", load).text())
          .contains("no files yet");
      String upload =
          http.post(
                  models + "/uploads",
                  "{\"modelId\":\"" + adapter + "\",\"remoteUrl\":\"https://x.example/a.zip\"}")
              .json()
              .path("id")
              .asString();
      http.await(models + "/uploads/" + upload, "status", "REMOTE_UPLOAD_STATUS_SUCCEEDED");
      http.post(deployed.deploymentPath() + "/adapters", load);
      assertThat(
              http.await(
                  deployed.deploymentPath() + "/adapters/" + adapter,
                  "/perCluster/0/state",
                  "ADAPTER_LOAD_STATE_READY"))
          .endsWith("ADAPTER_LOAD_STATE_READY");
      JsonNode files = http.get(models + "/" + adapter + "/files").json();
      assertThat(files.path("totalSizeBytes").isString()).isTrue();
      fake.assertNoViolations();
    }
  }

  @Test
  void pagesV2ListsByCursorBelowEitherPath() throws Exception {
    try (FakeTogether fake = on("2026-08-18")) {
      Http http = new Http(fake);
      int total = http.get("/v1/supported-models?limit=500").json().path("data").size();
      int seen = 0;
      String after = "";
      do {
        JsonNode page = http.get("/supported-models?limit=20&after=" + after).json();
        seen += page.path("data").size();
        after = page.path("next_cursor").asString("");
      } while (!after.isEmpty());
      assertThat(seen).isEqualTo(total);
      assertThat(
              http.get("/v2/public/inference-instance-types")
                  .json()
                  .at("/data/0/priceCentsPerHour")
                  .asInt())
          .isPositive();
    }
  }

  @Test
  void runsABatchIntoAnOutputAndAnErrorFile() throws Exception {
    try (FakeTogether fake = FakeTogether.start()) {
      Http http = new Http(fake);
      assertThat(http.get("/v1/batches").text()).isEqualTo("null");
      String lines =
          "{\"custom_id\":\"r-1\",\"body\":"
              + Samples.ask(Samples.LLAMA_70B, "hi")
              + "}\n"
              + "{\"custom_id\":\"r-2\",\"body\":"
              + Samples.ask("none", "hi")
              + "}\n";
      String file = http.upload("batch-api", lines);
      String create =
          "{\"endpoint\":\"/v1/chat/completions\",\"input_file_id\":\""
              + file
              + "\",\"completion_window\":\"24h\"}";
      Http.Reply created = http.post("/v1/batches", create);
      String path = "/v1/batches/" + created.json().at("/job/id").asString();

      assertThat(created.status()).isEqualTo(201);
      assertThat(http.await(path, "status", "COMPLETED"))
          .containsExactly("IN_PROGRESS", "COMPLETED");
      JsonNode done = http.get(path).json();
      String output = done.path("output_file_id").asString();
      assertThat(http.get("/v1/files/" + output + "/content").json().path("custom_id").asString())
          .isEqualTo("r-1");
      String errors = done.path("error_file_id").asString();
      assertThat(http.get("/v1/files/" + errors + "/content").json().at("/error/code").asString())
          .isEqualTo("invalid_model");
      assertThat(http.get("/v1/batches/x").json().path("error").isString()).isTrue();
      String second = http.post("/v1/batches", create).json().at("/job/id").asString();
      assertThat(
              http.json("POST", "/v1/batches/" + second + "/cancel", "")
                  .json()
                  .path("status")
                  .asString())
          .isEqualTo("CANCELLED");
      fake.assertNoViolations();
    }
  }

  private static Deployed deployed(Http http) throws Exception {
    String job = http.completedJob(Samples.QWEN_8B);
    JsonNode done = http.get("/v1/fine-tunes/" + job).json();
    return Deployed.of(http, done.path("model_object_id").asString());
  }
}
