package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.Http.Reply;
import java.io.IOException;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Tuned adapters of the fake of Fireworks on deployments: merged, or loaded beside each other. */
class FakeFireworksAddonsTest {
  private static final String ROOT = "/v1/accounts/my-team/";
  private static final String LOADED = ROOT + "deployedModels";
  private static final String TUNED = "accounts/my-team/models/support-v1";
  private static final String PLACE = "accounts/my-team/deployments/d1";

  private FakeFireworks fake = FakeFireworks.start();
  private Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  private void tune(String id) throws IOException, InterruptedException {
    FireworksRoad road = new FireworksRoad(http);
    road.dataset("train", Samples.chat(5));
    Reply job = road.create(id, "{\"outputModel\":\"accounts/my-team/models/" + id + "\"}");
    assertThat(job.status()).isEqualTo(200);
    http.await(FireworksRoad.SFT + "/" + id, "state", "JOB_STATE_COMPLETED");
  }

  private void deploy(String id, String base, String more)
      throws IOException, InterruptedException {
    Reply created =
        http.post(
            ROOT + "deployments?deploymentId=" + id,
            "{\"baseModel\":\"%s\",\"acceleratorType\":\"NVIDIA_H100_80GB\"%s}"
                .formatted(base, more));
    assertThat(created.status()).isEqualTo(200);
    http.await(ROOT + "deployments/" + id, "state", "READY");
  }

  private Reply load(String model, String query) throws IOException, InterruptedException {
    return http.post(
        LOADED + query, "{\"model\":\"%s\",\"deployment\":\"%s\"}".formatted(model, PLACE));
  }

  private int ask(String model) throws IOException, InterruptedException {
    return http.post(
            "/inference/v1/chat/completions",
            "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
                .formatted(model))
        .status();
  }

  /** Asks until the route answers, at most ten times. */
  private int askUntilFound(String model) throws IOException, InterruptedException {
    int status = ask(model);
    for (int i = 0; i < 10 && status == 404; i++) {
      status = ask(model);
    }
    return status;
  }

  @Test
  void servesAMergedAdapterUnderTheNameOfItsDeployment() throws Exception {
    tune("support-v1");
    deploy("d1", TUNED, ",\"precision\":\"FP8\"");

    assertThat(ask(PLACE)).isEqualTo(200);
    assertThat(ask(TUNED + "#" + PLACE)).isEqualTo(200);
    assertThat(ask(TUNED + "#d1")).isEqualTo(404);
    assertThat(ask(TUNED)).isEqualTo(404);
    fake.assertNoViolations();
  }

  @Test
  void loadsAnAdapterWhichIsFoundALittleLater() throws Exception {
    tune("support-v1");
    deploy("d1", FireworksRoad.QWEN, ",\"enableAddons\":true");
    JsonNode loaded = load(TUNED, "").json();
    String path = "/v1/" + loaded.path("name").asString();
    assertThat(loaded.path("state").asString()).isEqualTo("DEPLOYING");
    assertThat(loaded.path("default").asBoolean()).isTrue();
    assertThat(ask(TUNED + "#" + PLACE)).isEqualTo(404);
    assertThat(http.await(path, "state", "DEPLOYED")).containsExactly("DEPLOYING", "DEPLOYED");

    assertThat(ask(TUNED + "#" + PLACE)).isEqualTo(404);
    assertThat(ask(TUNED + "#" + PLACE)).isEqualTo(200);
    assertThat(ask(TUNED + "#d1")).isEqualTo(200);
    assertThat(ask(TUNED)).isEqualTo(200);
    assertThat(ask(PLACE)).isEqualTo(200);
    JsonNode model = http.get("/v1/" + TUNED).json();
    assertThat(model.at("/deployedModelRefs/0/deployment").asString()).isEqualTo(PLACE);
    assertThat(load(TUNED, "").json().path("code").asInt()).isEqualTo(6);
    assertThat(http.delete("/v1/" + TUNED).json().path("code").asInt()).isEqualTo(9);
    fake.assertNoViolations();

    assertThat(http.delete(path).text()).isEqualTo("{}");
    assertThat(http.get(path).status()).isEqualTo(404);
    assertThat(ask(TUNED + "#" + PLACE)).isEqualTo(404);
    assertThat(http.get("/v1/" + TUNED).json().at("/deployedModelRefs/0").isMissingNode()).isTrue();
  }

  @Test
  void keepsOneDefaultForEachModel() throws Exception {
    tune("support-v1");
    deploy("d1", FireworksRoad.QWEN, ",\"enableAddons\":true");
    deploy("d2", FireworksRoad.QWEN, ",\"enableAddons\":true");
    String first = "/v1/" + load(TUNED, "").json().path("name").asString();
    JsonNode second =
        http.post(
                LOADED,
                "{\"model\":\"%s\",\"deployment\":\"accounts/my-team/deployments/d2\"}"
                    .formatted(TUNED))
            .json();
    assertThat(second.path("default").asBoolean()).isFalse();
    assertThat(http.delete(ROOT + "deployments/d1").json().path("code").asInt()).isEqualTo(9);
    http.json("PATCH", "/v1/" + second.path("name").asString(), "{\"default\":true}");

    assertThat(http.get(first).json().path("default").asBoolean()).isFalse();
    assertThat(http.delete(ROOT + "deployments/d1").status()).isEqualTo(200);
    assertThat(http.get(LOADED).json().path("totalSize").asInt()).isEqualTo(1);
    fake.assertNoViolations();
  }

  @Test
  void replacesTheMergedAdapterOfAHotReloadDeployment() throws Exception {
    tune("support-v1");
    tune("support-v2");
    deploy("d1", FireworksRoad.QWEN, ",\"enableHotReloadLatestAddon\":true");
    assertThat(load(TUNED, "").json().path("code").asInt()).isEqualTo(9);
    assertThat(load(TUNED, "?replaceMergedAddon=true").status()).isEqualTo(200);
    assertThat(load("accounts/my-team/models/support-v2", "?replaceMergedAddon=true").status())
        .isEqualTo(200);
    JsonNode list = http.get(LOADED).json();

    assertThat(list.path("totalSize").asInt()).isEqualTo(1);
    assertThat(list.at("/deployedModels/0/model").asString()).endsWith("support-v2");
    assertThat(ask(PLACE)).isEqualTo(200);
  }

  @Test
  void showsABrokenAdapterAtTheFirstInferenceOnly() throws Exception {
    tune("support-v1");
    fake.serving().breakAdapter(TUNED);
    deploy("d1", FireworksRoad.QWEN, ",\"enableAddons\":true");
    String path = "/v1/" + load(TUNED, "").json().path("name").asString();
    http.await(path, "state", "DEPLOYED");

    assertThat(askUntilFound(TUNED + "#" + PLACE)).isEqualTo(412);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "accounts/my-team/models/nope|accounts/my-team/deployments/d1|404|not found",
        "accounts/my-team/models/support-v1|accounts/my-team/deployments/nope|404|not found",
        "accounts/my-team/models/support-v1|accounts/my-team/deployments/plain"
            + "|400|without enable_addons",
        "accounts/my-team/models/support-v1|accounts/my-team/deployments/llama|400|is for",
        "accounts/fireworks/models/qwen3-8b|accounts/my-team/deployments/d1|400|not a LoRA addon",
        "accounts/my-team/models/support-v1||400|needs a dedicated deployment",
      })
  void refusesWhatCannotBeLoaded(String model, @Nullable String place, int status, String message)
      throws Exception {
    tune("support-v1");
    deploy("d1", FireworksRoad.QWEN, ",\"enableAddons\":true");
    deploy("plain", FireworksRoad.QWEN, "");
    deploy("llama", "accounts/fireworks/models/llama-v3p1-8b-instruct", ",\"enableAddons\":true");
    String deployment = place == null ? "" : ",\"deployment\":\"" + place + "\"";
    Reply refused = http.post(LOADED, "{\"model\":\"" + model + "\"" + deployment + "}");

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.json().path("message").asString()).contains(message);
  }

  @Test
  void loadedAdaptersServerlessBeforeThatEnded() throws Exception {
    fake.close();
    fake = FakeFireworks.builder().asOf(LocalDate.of(2026, 1, 20)).build();
    http = new Http(fake);
    FireworksRoad road = new FireworksRoad(http);
    road.dataset("train", Samples.chat(5));
    road.create("support-v1", "{\"baseModel\":\"accounts/fireworks/models/gpt-oss-20b\"}");
    http.await(FireworksRoad.SFT + "/support-v1", "state", "JOB_STATE_COMPLETED");
    JsonNode loaded = http.post(LOADED, "{\"model\":\"" + TUNED + "\"}").json();
    http.await("/v1/" + loaded.path("name").asString(), "state", "DEPLOYED");

    assertThat(loaded.path("serverless").asBoolean()).isTrue();
    assertThat(askUntilFound(TUNED)).isEqualTo(200);
    assertThat(http.post(LOADED, "{\"model\":\"" + TUNED + "\"}").json().path("code").asInt())
        .isEqualTo(9);
  }
}
