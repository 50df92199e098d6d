package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.Http.Reply;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Dedicated endpoints and custom weights of the fake of Nebius. */
class FakeNebiusEndpointsTest {
  private static final String ENDPOINTS = "/v0/dedicated_endpoints";
  private static final String ARTIFACTS = "/v0/model_artifacts";
  private static final String WEIGHTS =
      "{\"name\":\"w\",\"base_model_slug\":\"openai/gpt-oss-20b\",\"kind\":\"%s\","
          + "\"source\":{\"huggingface\":{\"repo_id\":\"acme/merged\"}}}";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FakeNebius fake = FakeNebius.builder().asOf(LocalDate.of(2026, 10, 3)).build();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  private static ObjectNode spec(String changes) {
    ObjectNode spec =
        (ObjectNode)
            JSON.readTree(
                """
                {"name":"support-llm","description":"Isolated","model_name":"openai/gpt-oss-20b",
                 "flavor_name":"base","gpu_type":"gpu-h100-sxm","gpu_count":1,"region":"eu-north1",
                 "scaling":{"min_replicas":1,"max_replicas":2}}
                """);
    JSON.readTree(changes).properties().forEach(f -> spec.set(f.getKey(), f.getValue()));
    return spec;
  }

  private Reply create(String changes) throws Exception {
    return http.post(ENDPOINTS, spec(changes).toString());
  }

  private String ready() throws Exception {
    String path = ENDPOINTS + "/" + create("{}").json().path("endpoint").path("id").asString();
    http.await(path, "/deployment/readiness", "ready");
    return path;
  }

  private String status(String path) throws Exception {
    return http.get(path).json().path("deployment").path("status").asString();
  }

  @Test
  void comesUpAndIsCalledByItsRoutingKey() throws Exception {
    Reply created = create("{}");
    JsonNode endpoint = created.json().path("endpoint");
    String path = ENDPOINTS + "/" + endpoint.path("id").asString();
    String key = endpoint.path("routing_key").asString();
    String ask = Samples.ask(key, "Hi");

    assertThat(created.status()).isEqualTo(201);
    assertThat(key).startsWith("dedicated/openai/gpt-oss-20b-");
    assertThat(endpoint.path("created_at").asString()).matches("2026-10-03T09:00:0\\dZ");
    assertThat(endpoint.path("deployment").toString())
        .isEqualTo("{\"ready_replicas\":0,\"status\":\"starting\",\"readiness\":\"not_ready\"}");
    assertThat(http.post("/v1/chat/completions", ask).status()).isEqualTo(404);
    http.await(path, "/deployment/readiness", "ready");
    assertThat(http.get(ENDPOINTS).json().path("data").path(0)).isEqualTo(http.get(path).json());
    assertThat(http.post("/v1/chat/completions", ask).status()).isEqualTo(200);
    fake.assertNoViolations();
  }

  @Test
  void listsTemplatesUnderEitherName() throws Exception {
    JsonNode template = http.get(ENDPOINTS + "/templates").json().path("data").path(0);
    assertThat(template.path("name").asString()).isEqualTo("openai/gpt-oss-20b");
    assertThat(template.path("flavors").propertyNames()).containsExactly("base", "fast");
    fake.service().templateList("templates");
    assertThat(http.get(ENDPOINTS + "/templates").json().path("templates").size()).isPositive();
  }

  @Test
  void answersCreationsInEveryForm() throws Exception {
    fake.service().envelope(NebiusSwitches.Envelope.BARE);
    assertThat(create("{}").json().path("name").asString()).isEqualTo("support-llm");
    fake.service().envelope(NebiusSwitches.Envelope.ID_ONLY);
    String id = create("{}").json().path("endpoint_id").asString();
    assertThat(http.get(ENDPOINTS + "/" + id).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"name\":\"\"};422;string_too_short",
        "{\"gpu_type\":\"gpu-a100\"};422;literal_error",
        "{\"region\":\"mars\"};422;literal_error",
        "{\"scaling\":{\"min_replicas\":0,\"max_replicas\":1}};422;greater_than_equal",
        "{\"scaling\":{\"min_replicas\":2,\"max_replicas\":1}};422;max_replicas",
        "{\"routing_key\":\"support-llm-key\"};422;dedicated/",
        "{\"routing_key\":\"dedicated/\"};422;string_too_short",
        "{\"custom_weights_id\":\"ftckpt_1\"};422;model-artifact_",
        "{\"custom_weights_id\":\"model-artifact_1\"};403;does not exist",
        "{\"flavor_name\":\"none\"};400;No template"
      })
  void refusesWhatItCantDeploy(String changes, int status, String words) throws Exception {
    Reply refused = create(changes);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.text()).contains(words);
    assertThat(http.get(ENDPOINTS).json().path("data").isEmpty()).isTrue();
  }

  @Test
  void stopsStartsChangesAndEnds() throws Exception {
    String path = ready();
    JsonNode stopping = http.json("PATCH", path, "{\"enabled\":false}").json();
    assertThat(stopping.path("deployment").path("status").asString()).isEqualTo("stopping");
    http.await(path, "/deployment/status", "stopped");
    String key = stopping.path("routing_key").asString();
    assertThat(http.post("/v1/chat/completions", Samples.ask(key, "Hi")).status()).isEqualTo(404);
    http.json("PATCH", path, "{\"enabled\":true}");
    assertThat(status(path)).isEqualTo("starting");
    http.await(path, "/deployment/status", "running");
    String more = "{\"scaling\":{\"min_replicas\":2,\"max_replicas\":3},\"name\":\"other\"}";
    JsonNode updating = http.json("PATCH", path, more).json();
    assertThat(updating.path("deployment").path("status").asString()).isEqualTo("updating");
    assertThat(updating.path("name").asString()).isEqualTo("other");
    http.await(path, "/deployment/status", "running");
    assertThat(http.get(path).json().path("deployment").path("ready_replicas").asInt())
        .isEqualTo(2);
    assertThat(http.delete(path).status()).isEqualTo(204);
    assertThat(http.get(path).status()).isEqualTo(403);
    fake.assertNoViolations();
  }

  @Test
  void waitsForGpus() throws Exception {
    fake.service().capacity(false);
    String path = ENDPOINTS + "/" + create("{}").json().path("endpoint").path("id").asString();
    for (int i = 0; i < 5; i++) {
      assertThat(status(path)).isEqualTo("starting");
    }
    fake.service().capacity(true);
    http.await(path, "/deployment/status", "running");

    assertThat(status(path)).isEqualTo("running");
  }

  @Test
  void takesWholeWeightsFromAccountsOfTheBeta() throws Exception {
    assertThat(http.get(ARTIFACTS).status()).isEqualTo(403);
    assertThat(http.post(ARTIFACTS, WEIGHTS.formatted("full")).status()).isEqualTo(403);
    fake.service().customWeights(true);
    Reply lora = http.post(ARTIFACTS, WEIGHTS.formatted("lora"));
    assertThat(lora.status()).isEqualTo(422);
    assertThat(lora.text()).contains("Input should be 'full'");
    String id = http.post(ARTIFACTS, WEIGHTS.formatted("full")).json().path("id").asString();
    assertThat(id).startsWith("model-artifact_");
    JsonNode endpoint = create("{\"custom_weights_id\":\"" + id + "\"}").json().path("endpoint");
    assertThat(endpoint.path("custom_weights_id").asString()).isEqualTo(id);
    String path = ENDPOINTS + "/" + endpoint.path("id").asString();

    JsonNode cleared = http.json("PATCH", path, "{\"custom_weights_id\":\"UNSET\"}").json();
    assertThat(cleared.path("custom_weights_id").isNull()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "2025-12-11, /v0/dedicated_endpoints, 404",
    "2026-03-01, /v0/dedicated_endpoints, 200",
    "2026-09-08, /v0/dedicated_endpoints/x, 405",
    "2026-09-09, /v0/dedicated_endpoints/x, 403",
    "2026-09-18, /v0/model_artifacts, 404",
    "2026-05-05, /v1/operations, 404",
    "2026-05-06, /v1/operations, 200"
  })
  void isThereFromTheDayOfItsFirstSource(LocalDate day, String path, int status) throws Exception {
    try (FakeNebius other = FakeNebius.builder().asOf(day).build()) {
      assertThat(new Http(other).get(path).status()).isEqualTo(status);
    }
  }
}
