package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loraport.published.PublishedApi;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Goes through every operation of the document that Together has published; each exchange is held
 * against it, here and in all other tests of the fake.
 */
class TogetherDocumentTest {
  @BeforeEach
  void onlyBesideTheDocument() {
    assumeTrue(
        PublishedApi.together().isPresent(),
        "together-openapi.yaml is not beside the project: nothing was checked");
  }

  @Test
  void everyOperationOfTheDocumentIsAnsweredAsItSays() throws Exception {
    try (FakeTogether fake = FakeTogether.builder().asOf(LocalDate.of(2026, 2, 13)).build()) {
      Http http = new Http(fake);
      files(http);
      jobs(http);
      inference(http);
      adaptersAndEndpoints(http);
      batches(http);
    }

    PublishedApi api = PublishedApi.together().orElseThrow();
    Map<String, Integer> checked = api.checked();
    int exchanges = checked.values().stream().mapToInt(Integer::intValue).sum();
    System.out.printf(
        "%d exchanges of %d operations were held against Together's document%n",
        exchanges, checked.size());
    assertThat(exchanges).isPositive();
    assertThat(checked.keySet()).containsAll(api.operationsWithSchemas());
  }

  private static void files(Http http) throws Exception {
    String boundary = "b0undary";
    String form =
        part(boundary, "file_name", "t.jsonl")
            + part(boundary, "purpose", "fine-tune")
            + part(boundary, "file_type", "jsonl")
            + "--"
            + boundary
            + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"t.jsonl\"\r\n\r\n"
            + Samples.chat(3)
            + "\r\n--"
            + boundary
            + "--\r\n";
    JsonNode file =
        http.send(
                http.request("/v1/files/upload")
                    .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                    .POST(BodyPublishers.ofString(form))
                    .build())
            .json();
    String id = file.path("id").asString();
    http.get("/v1/files");
    http.get("/v1/files/" + id);
    http.delete("/v1/files/" + id);
  }

  private static String part(String boundary, String name, String value) {
    return "--"
        + boundary
        + "\r\nContent-Disposition: form-data; name=\""
        + name
        + "\"\r\n\r\n"
        + value
        + "\r\n";
  }

  private static void jobs(Http http) throws Exception {
    String file = http.readyFile();
    http.post("/v1/fine-tunes/estimate-price", "{\"training_file\":\"" + file + "\"}");
    String id = http.completedJob(Samples.LLAMA_8B);
    http.get("/v1/fine-tunes");
    http.get("/v1/fine-tunes/" + id + "/events");
    http.get("/v1/fine-tunes/" + id + "/checkpoints");
    http.get("/v1/fine-tunes/" + id + "/metrics");
    http.get("/v1/finetune/download?ft_id=" + id);
    http.get("/v1/fine-tunes/models/supported");
    http.get("/v1/fine-tunes/models/limits?model_name=" + Samples.QWEN_8B);
    String other =
        http.post("/v1/fine-tunes", Samples.job(Samples.QWEN_8B, file))
            .json()
            .path("id")
            .asString();
    http.post("/v1/fine-tunes/" + other + "/cancel", "{}");
    http.await("/v1/fine-tunes/" + other, "status", "cancelled");
    http.delete("/v1/fine-tunes/" + other + "?force=false");
  }

  private static void inference(Http http) throws Exception {
    http.get("/v1/models");
    http.post("/v1/chat/completions", Samples.ask(Samples.LLAMA_70B, "Hello"));
    http.post("/v1/chat/completions", Samples.stream(Samples.LLAMA_70B, "Hello"));
    http.post("/v1/completions", "{\"model\":\"" + Samples.LLAMA_70B + "\",\"prompt\":\"Hello\"}");
  }

  private static void adaptersAndEndpoints(Http http) throws Exception {
    String job =
        http.post(
                "/v1/models",
                "{\"model_name\":\"mine\",\"model_source\":\"acme/adapter\",\"model_type\":\"adapter\","
                    + "\"base_model\":\""
                    + Samples.LLAMA_8B
                    + "\"}")
            .json()
            .at("/data/job_id")
            .asString();
    http.get("/v1/jobs");
    http.get("/v1/jobs/" + job);
    http.get("/v1/hardware");
    String endpoint =
        http.post(
                "/v1/endpoints",
                "{\"model\":\""
                    + Samples.QWEN_8B
                    + "\",\"hardware\":\"1x_nvidia_h100_80gb_sxm\","
                    + "\"autoscaling\":{\"min_replicas\":1,\"max_replicas\":1}}")
            .json()
            .path("id")
            .asString();
    http.get("/v1/endpoints");
    http.get("/v1/endpoints/" + endpoint);
    http.json("PATCH", "/v1/endpoints/" + endpoint, "{\"state\":\"STOPPED\"}");
    http.delete("/v1/endpoints/" + endpoint);
  }

  private static void batches(Http http) throws Exception {
    String line =
        "{\"custom_id\":\"one\",\"body\":" + Samples.ask(Samples.LLAMA_70B, "Hello") + "}\n";
    String file = http.upload("batch-api", line);
    http.get("/v1/batches");
    String id =
        http.post(
                "/v1/batches",
                "{\"input_file_id\":\"" + file + "\",\"endpoint\":\"/v1/chat/completions\"}")
            .json()
            .at("/job/id")
            .asString();
    http.get("/v1/batches");
    http.get("/v1/batches/" + id);
    http.post("/v1/batches/" + id + "/cancel", "{}");
  }
}
