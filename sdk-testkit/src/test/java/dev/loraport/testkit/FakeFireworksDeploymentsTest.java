package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.Http.Reply;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Deployments of base models and their shapes at the fake of Fireworks. */
class FakeFireworksDeploymentsTest {
  private static final String ROOT = "/v1/accounts/my-team/deployments";
  private static final String BASE = "accounts/fireworks/models/qwen3-8b";
  private static final String SHAPES = "/v1/accounts/fireworks/deploymentShapes";
  private static final String SHAPE = "accounts/fireworks/deploymentShapes/qwen3-8b-minimal";
  private static final String H100 = "\"acceleratorType\":\"NVIDIA_H100_80GB\"";

  private final FakeFireworks fake =
      FakeFireworks.builder()
          .clock(FakeClock.Mode.AUTO)
          .jobDuration(Duration.ofMinutes(10))
          .build();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  private Reply create(String id, String more) throws IOException, InterruptedException {
    return http.post(ROOT + "?deploymentId=" + id, "{\"baseModel\":\"" + BASE + "\"," + more + "}");
  }

  private Reply chat(String model) throws IOException, InterruptedException {
    return http.post(
        "/inference/v1/chat/completions",
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"
            .formatted(model));
  }

  private String name(String id) {
    return "accounts/my-team/deployments/" + id;
  }

  private void ready(String id) throws IOException, InterruptedException {
    assertThat(http.await(ROOT + "/" + id, "state", "READY")).endsWith("READY");
  }

  @Test
  void comesUpReplicaByReplica() throws Exception {
    JsonNode created =
        create("d1", "\"deploymentShape\":\"" + SHAPE + "\",\"enableAddons\":true").json();

    assertThat(created.path("name").asString()).isEqualTo(name("d1"));
    assertThat(created.path("state").asString()).isEqualTo("CREATING");
    assertThat(created.path("deploymentShape").asString()).isEqualTo(SHAPE + "/versions/v3");
    assertThat(created.path("acceleratorType").asString()).isEqualTo("NVIDIA_H100_80GB");
    assertThat(created.path("precision").asString()).isEqualTo("BF16");
    assertThat(created.path("minReplicaCount").asInt(-1)).isZero();
    assertThat(created.path("maxReplicaCount").asInt()).isEqualTo(1);
    assertThat(created.at("/replicaStats/pendingSchedulingReplicaCount").asInt()).isEqualTo(1);
    assertThat(chat(name("d1")).status()).isEqualTo(404);
    assertThat(http.await(ROOT + "/d1", "state", "READY"))
        .containsExactly("CREATING", "CREATING", "READY");
    JsonNode ready = http.get(ROOT + "/d1").json();
    assertThat(ready.at("/replicaStats/readyReplicaCount").asInt()).isEqualTo(1);
    assertThat(ready.path("replicaCount").asInt()).isEqualTo(1);
    assertThat(chat(name("d1")).status()).isEqualTo(200);
    fake.assertNoViolations();
  }

  @Test
  void comesUpByTheClockWhenNobodyLooks() throws Exception {
    fake.clock().manual();
    create("d1", H100);
    assertThat(http.get(ROOT + "/d1").json().path("state").asString()).isEqualTo("CREATING");
    fake.clock().advance(Duration.ofMinutes(10));

    assertThat(http.get(ROOT + "/d1").json().path("state").asString()).isEqualTo("READY");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"displayName\":\"x\"|accelerator_type must be specified for non-embeddings engines",
        "\"acceleratorType\":\"NVIDIA_TOASTER\"|invalid accelerator_type",
        "\"acceleratorType\":\"NVIDIA_H100_80GB\",\"precision\":\"FP8\",\"enableAddons\":true"
            + "|addons cannot be enabled with precision FP8",
        "\"acceleratorType\":\"NVIDIA_H100_80GB\",\"precision\":\"FP4\",\"enableAddons\":true"
            + "|addons cannot be enabled with precision FP4",
        "\"deploymentShape\":\"accounts/fireworks/deploymentShapes/qwen3-8b-fast\","
            + "\"enableAddons\":true|addons cannot be enabled with precision FP8",
        "\"deploymentShape\":\"accounts/fireworks/deploymentShapes/qwen3-32b-minimal\""
            + "|is not for model",
        "\"acceleratorType\":\"NVIDIA_H100_80GB\",\"minReplicaCount\":2,\"maxReplicaCount\":1"
            + "|min_replica_count",
        "\"acceleratorType\":\"NVIDIA_H100_80GB\","
            + "\"autoscalingPolicy\":{\"scaleToZeroWindow\":\"60s\"}|at least 5 minutes",
        "\"acceleratorType\":\"NVIDIA_H100_80GB\","
            + "\"autoscalingPolicy\":{\"scaleUpWindow\":\"3601s\"}|at most 1 hour",
        "\"acceleratorType\":\"NVIDIA_H100_80GB\","
            + "\"autoscalingPolicy\":{\"scaleUpWindow\":\"1m\"}|invalid duration",
        "\"acceleratorType\":\"NVIDIA_H100_80GB\","
            + "\"autoscalingPolicy\":{\"loadTargets\":{\"vibes\":1.0}}|invalid load target",
        "\"acceleratorType\":\"NVIDIA_H100_80GB\",\"placement\":{}|exactly one of",
      })
  void refusesWhatDoesNotFit(String fields, String message) throws Exception {
    Reply refused = create("d1", fields);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("code").asInt()).isEqualTo(3);
    assertThat(refused.json().path("message").asString()).contains(message);
    assertThat(http.get(ROOT).json().path("totalSize").asInt()).isZero();
  }

  @Test
  void refusesTheIdInTheBodyAndHardwareBesideAShape() throws Exception {
    Reply id = create("d1", H100 + ",\"deploymentId\":\"d1\"");
    Reply hardware = create("d1", H100 + ",\"deploymentShape\":\"" + SHAPE + "\"");

    assertThat(id.status()).isEqualTo(400);
    assertThat(id.json().path("message").asString()).contains("deploymentId");
    assertThat(hardware.status()).isEqualTo(400);
    assertThat(fake.journal().violations()).hasSize(2);
  }

  @Test
  void needsEnoughMemoryForTheWeights() throws Exception {
    String model = "\"baseModel\":\"accounts/fireworks/models/llama-v3p1-70b-instruct\",";
    JsonNode least = http.post(ROOT, "{" + model + H100 + "}").json();
    Reply one = http.post(ROOT, "{" + model + H100 + ",\"acceleratorCount\":1}");

    assertThat(least.path("acceleratorCount").asInt()).isEqualTo(4);
    assertThat(one.json().path("message").asString()).contains("needs at least 4");
  }

  @Test
  void knowsNoOtherModelNorShapeNorTheSameIdTwice() throws Exception {
    create("d1", H100);

    assertThat(create("d1", H100).json().path("code").asInt()).isEqualTo(6);
    assertThat(
            http.post(ROOT, "{\"baseModel\":\"accounts/my-team/models/x\"," + H100 + "}").status())
        .isEqualTo(404);
    assertThat(create("d2", "\"deploymentShape\":\"" + SHAPE + "/versions/v9\"").status())
        .isEqualTo(404);
    assertThat(create("1-bad", H100).status()).isEqualTo(400);
  }

  @Test
  void onlyTellsWhatWouldBeCreated() throws Exception {
    Reply reply =
        http.post(ROOT + "?validateOnly=true", "{\"baseModel\":\"" + BASE + "\"," + H100 + "}");

    assertThat(reply.json().path("acceleratorCount").asInt()).isEqualTo(1);
    assertThat(http.get(ROOT).json().path("totalSize").asInt()).isZero();
  }

  @Test
  void refusesMoreGpusThanTheQuotaHas() throws Exception {
    fake.account().gpuQuotaExhausted(true);
    Reply refused = create("d1", H100);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.json().path("code").asInt()).isEqualTo(8);
  }

  @Test
  void staysCreatingWithoutCapacityAndFailsWhenTheTestSaysSo() throws Exception {
    fake.serving().capacity(false);
    create("d1", H100);
    assertThat(http.await(ROOT + "/d1", "state", "READY")).containsOnly("CREATING");
    fake.serving().failDeployments("no H100 in any region");
    JsonNode failed = http.get(ROOT + "/d1").json();

    assertThat(failed.path("state").asString()).isEqualTo("FAILED");
    assertThat(failed.at("/status/code").asString()).isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(failed.at("/status/message").asString()).isEqualTo("no H100 in any region");
    assertThat(chat(name("d1")).status()).isEqualTo(404);
  }

  @Test
  void wakesWhenItIsCalledAsleep() throws Exception {
    create("d1", H100);
    ready("d1");
    fake.serving().sleep(name("d1"));
    Reply first = chat(name("d1"));
    assertThat(first.status()).isEqualTo(503);
    assertThat(first.json().at("/error/code").asString()).isEqualTo("DEPLOYMENT_SCALING_UP");
    int calls = 1;
    while (chat(name("d1")).status() == 503 && calls < 10) {
      calls++;
    }

    assertThat(calls).isEqualTo(3);
    assertThat(http.get(ROOT + "/d1").json().path("replicaCount").asInt()).isEqualTo(1);
  }

  @Test
  void goesToZeroAfterAnIdleHourAndAwayAfterAWeek() throws Exception {
    create("d1", H100);
    create("kept", H100 + ",\"minReplicaCount\":1");
    ready("d1");
    ready("kept");
    fake.clock().advance(Duration.ofMinutes(61));
    assertThat(http.get(ROOT + "/d1").json().path("replicaCount").asInt()).isZero();
    assertThat(http.get(ROOT + "/d1").json().path("state").asString()).isEqualTo("READY");
    assertThat(http.get(ROOT + "/kept").json().path("replicaCount").asInt()).isEqualTo(1);
    fake.clock().advance(Duration.ofDays(7));

    assertThat(http.get(ROOT).json().at("/deployments/0/name").asString()).isEqualTo(name("kept"));
    assertThat(http.get(ROOT).json().path("totalSize").asInt()).isEqualTo(1);
  }

  @Test
  void scalesToZeroAndBack() throws Exception {
    create("d1", H100);
    ready("d1");
    assertThat(http.json("PATCH", ROOT + "/d1:scale", "{\"replicaCount\":0}").text())
        .isEqualTo("{}");
    assertThat(http.get(ROOT + "/d1").json().path("desiredReplicaCount").asInt()).isZero();
    http.json("PATCH", ROOT + "/d1:scale", "{\"replicaCount\":2}");
    JsonNode rising = http.get(ROOT + "/d1").json();

    assertThat(rising.path("desiredReplicaCount").asInt()).isEqualTo(2);
    assertThat(rising.path("replicaCount").asInt()).isZero();
  }

  @Test
  void deletesSoftlyAndComesBack() throws Exception {
    create("d1", H100);
    ready("d1");
    chat(name("d1"));
    Reply busy = http.delete(ROOT + "/d1");
    assertThat(busy.status()).isEqualTo(400);
    assertThat(busy.json().path("code").asInt()).isEqualTo(9);
    assertThat(http.delete(ROOT + "/d1?ignoreChecks=true").text()).isEqualTo("{}");
    JsonNode deleted = http.get(ROOT + "?showDeleted=true").json().at("/deployments/0");
    assertThat(deleted.path("state").asString()).isEqualTo("DELETED");
    assertThat(deleted.path("purgeTime").asString()).isNotEmpty();
    assertThat(http.get(ROOT).json().path("totalSize").asInt()).isZero();
    assertThat(chat(name("d1")).status()).isEqualTo(404);

    JsonNode back = http.post(ROOT + "/d1:undelete", "{}").json();
    assertThat(back.path("state").asString()).isEqualTo("CREATING");
    assertThat(back.path("deleteTime").isMissingNode()).isTrue();
    assertThat(http.delete(ROOT + "/d1?hard=true&ignoreChecks=true").status()).isEqualTo(200);
    assertThat(http.post(ROOT + "/d1:undelete", "{}").status()).isEqualTo(404);
    fake.assertNoViolations();
  }

  @Test
  void takesOnlyWhatTheMaskNames() throws Exception {
    create("d1", H100 + ",\"displayName\":\"mine\",\"description\":\"kept\"");
    ready("d1");
    JsonNode patched =
        http.json(
                "PATCH",
                ROOT + "/d1?updateMask=max_replica_count,display_name",
                "{\"maxReplicaCount\":3,\"displayName\":\"yours\"}")
            .json();
    assertThat(patched.path("state").asString()).isEqualTo("UPDATING");
    assertThat(patched.path("maxReplicaCount").asInt()).isEqualTo(3);
    assertThat(patched.path("description").asString()).isEqualTo("kept");
    ready("d1");
    JsonNode reset = http.json("PATCH", ROOT + "/d1", "{\"baseModel\":\"" + BASE + "\"}").json();

    assertThat(reset.path("description").asString()).isEmpty();
    assertThat(reset.path("maxReplicaCount").asInt()).isEqualTo(1);
    assertThat(reset.path("acceleratorType").asString()).isEqualTo("NVIDIA_H100_80GB");
    assertThat(http.json("PATCH", ROOT + "/d1", "{\"baseModel\":\"other\"}").status())
        .isEqualTo(400);
  }

  @Test
  void listsShapesAndTheirVersions() throws Exception {
    JsonNode shapes =
        http.get(SHAPES + "?filter=base_model=%22" + BASE + "%22").json().path("deploymentShapes");
    JsonNode versions =
        http.get(SHAPES + "/qwen3-8b-minimal/versions?filter=latest_validated=true").json();

    assertThat(shapes).hasSize(2);
    assertThat(shapes.at("/1/name").asString()).isEqualTo(SHAPE);
    assertThat(versions.path("deploymentShapeVersions")).hasSize(1);
    assertThat(versions.at("/deploymentShapeVersions/0/name").asString())
        .isEqualTo(SHAPE + "/versions/v3");
    assertThat(http.get(SHAPES + "/qwen3-8b-minimal").json().path("acceleratorCount").asInt())
        .isEqualTo(1);
    assertThat(http.get(SHAPES + "/qwen3-8b-minimal/versions/v4").status()).isEqualTo(404);
    fake.assertNoViolations();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/d1/terminationMessage", "/d1:metrics"})
  void saysWhatItDoesNotServe(String path) throws Exception {
    Reply reply = http.get(ROOT + path);

    assertThat(reply.status()).isEqualTo(501);
    assertThat(reply.json().path("message").asString()).contains("does not serve");
  }
}
