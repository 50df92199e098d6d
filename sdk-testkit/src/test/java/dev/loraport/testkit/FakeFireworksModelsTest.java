package dev.loraport.testkit;

import static dev.loraport.testkit.FireworksRoad.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.Http.Reply;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Models of the fake of Fireworks: uploads of addons and public bases. */
class FakeFireworksModelsTest {
  private static final String MODELS = ACCOUNT + "/models";
  private static final String CONFIG = "{\"r\":16,\"target_modules\":[\"q_proj\"]}";

  private final FakeFireworks fake = FakeFireworks.start();
  private final Http http = new Http(fake);
  private final FireworksRoad road = new FireworksRoad(http);

  @AfterEach
  void close() {
    fake.close();
  }

  private static String addon(String id, String base, int rank, String module) {
    return """
        {"modelId":"%s","model":{"kind":"HF_PEFT_ADDON","displayName":"Support LoRA",
         "peftDetails":{"baseModel":"%s","r":%d,"targetModules":["%s"]}}}
        """
        .formatted(id, base, rank, module);
  }

  private Reply create(String id) throws Exception {
    return http.post(MODELS, addon(id, FireworksRoad.QWEN, 16, "q_proj"));
  }

  private void upload(String id, String config) throws Exception {
    byte[] json = config.getBytes(StandardCharsets.UTF_8);
    byte[] weights = {1, 2, 3};
    JsonNode urls =
        http.post(
                MODELS + "/" + id + ":getUploadEndpoint",
                "{\"filenameToSize\":{\"adapter_config.json\":\""
                    + json.length
                    + "\",\"adapter_model.safetensors\":3}}")
            .json()
            .path("filenameToSignedUrls");
    road.put(urls.path("adapter_config.json").asString(), json);
    Reply early = http.get(MODELS + "/" + id + ":validateUpload");
    assertThat(early.status()).isEqualTo(400);
    assertThat(early.json().path("code").asInt()).isEqualTo(9);
    road.put(urls.path("adapter_model.safetensors").asString(), weights);
  }

  @Test
  void takesAnAddonOnceItsFilesHaveLanded() throws Exception {
    JsonNode created = create("support-lora").json();
    assertThat(created.path("state").asString()).isEqualTo("UPLOADING");
    assertThat(created.path("public").isBoolean()).isTrue();
    upload("support-lora", CONFIG);

    String validate = MODELS + "/support-lora:validateUpload";
    assertThat(http.get(validate).status()).isEqualTo(400);
    assertThat(http.get(validate).text()).isEqualTo("{\"warnings\":[]}");
    assertThat(http.get(MODELS + "/support-lora").json().path("state").asString())
        .isEqualTo("READY");
    assertThat(http.get(validate).status()).isEqualTo(200);
    JsonNode urls = http.get(MODELS + "/support-lora:getDownloadEndpoint").json();
    String config = urls.path("filenameToSignedUrls").path("adapter_config.json").asString();
    assertThat(road.fetch(config).text()).isEqualTo(CONFIG);
    fake.assertNoViolations();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"r\":8,\"target_modules\":[\"q_proj\"]}|has rank 8",
        "{\"r\":16}|must name r and target_modules",
        "none|no JSON object"
      })
  void refusesAConfigThatDoesNotFit(String config, String message) throws Exception {
    create("support-lora");
    upload("support-lora", config);
    String validate = MODELS + "/support-lora:validateUpload";
    http.get(validate);

    Reply refused = http.get(validate);
    assertThat(refused.json().path("code").asInt()).isEqualTo(3);
    assertThat(refused.json().path("message").asString()).contains(message);
    assertThat(http.get(MODELS + "/support-lora").json().path("state").asString())
        .isEqualTo("UPLOADING");
  }

  @ParameterizedTest
  @CsvSource({
    "ok, accounts/fireworks/models/qwen3-8b, 3, q_proj, 400, 'between 4 and 64'",
    "ok, accounts/fireworks/models/qwen3-8b, 65, q_proj, 400, 'between 4 and 64'",
    "ok, accounts/fireworks/models/qwen3-8b, 8, lm_head, 400, unsupported target module",
    "ok, accounts/fireworks/models/nope, 8, q_proj, 400, not found",
    "ok, accounts/fireworks/models/deepseek-v4-pro, 8, q_proj, 400, does not support LoRA",
    "Bad, accounts/fireworks/models/qwen3-8b, 8, q_proj, 400, invalid modelId",
    "taken, accounts/fireworks/models/qwen3-8b, 8, q_proj, 409, already exists"
  })
  void refusesAddons(String id, String base, int rank, String module, int status, String message)
      throws Exception {
    create("taken");
    Reply refused = http.post(MODELS, addon(id, base, rank, module));

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.json().path("message").asString()).contains(message);
  }

  @Test
  void updatesAndDeletes() throws Exception {
    create("support-lora");
    String path = MODELS + "/support-lora";
    JsonNode updated =
        http.json("PATCH", path + "?updateMask=description", "{\"description\":\"New\"}").json();

    assertThat(updated.path("description").asString()).isEqualTo("New");
    assertThat(updated.path("displayName").asString()).isEqualTo("Support LoRA");
    assertThat(http.json("PATCH", path, "{\"description\":\"x\"}").status())
        .as("without a mask the peftDetails would go")
        .isEqualTo(400);
    assertThat(http.delete(path).text()).isEqualTo("{}");
    assertThat(http.get(path).status()).isEqualTo(404);
  }

  @Test
  void importsAsALongOperation() throws Exception {
    http.post(
        MODELS,
        addon("mine", FireworksRoad.QWEN, 8, "q_proj")
            .replace("\"kind\"", "\"huggingFaceUrl\":\"https://hub.example.net/a\",\"kind\""));
    JsonNode started = http.post(MODELS + "/mine:import", "{}").json();
    assertThat(started.path("done").asBoolean()).isFalse();
    String poll = "/v1/" + started.path("name").asString();
    assertThat(http.get(poll).json().path("done").asBoolean()).isFalse();

    assertThat(http.get(poll).json().path("response").path("state").asString()).isEqualTo("READY");
  }

  @Test
  void preparesAPrecision() throws Exception {
    create("support-lora");
    String path = MODELS + "/support-lora:prepare";

    assertThat(http.post(path, "{\"precision\":\"FP8\"}").json().path("code").asInt()).isEqualTo(9);
    assertThat(http.post(path, "{\"precision\":\"FP7\"}").json().path("code").asInt()).isEqualTo(3);
  }

  @Test
  void showsThePublicBasesAndLetsNobodyWriteThem() throws Exception {
    JsonNode base = http.get("/v1/accounts/fireworks/models/qwen3-8b").json();

    assertThat(base.path("kind").asString()).isEqualTo("HF_BASE_MODEL");
    assertThat(base.path("supervisedLoraTunable").asBoolean()).isTrue();
    assertThat(base.path("supervisedFullParameterTunable").asBoolean()).isFalse();
    assertThat(base.path("baseModelDetails").path("parameterCount").isString()).isTrue();
    assertThat(http.delete("/v1/accounts/fireworks/models/qwen3-8b").status()).isEqualTo(403);
  }
}
