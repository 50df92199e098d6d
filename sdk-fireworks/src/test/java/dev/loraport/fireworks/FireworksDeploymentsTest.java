package dev.loraport.fireworks;

import static dev.loraport.fireworks.Script.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Capability;
import dev.loraport.Money;
import dev.loraport.adapter.AdapterId;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.ServingFailedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.serving.AdapterLoadState;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.DeploymentState;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.LoadedAdapter;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Deployments and the adapters on them. */
class FireworksDeploymentsTest {
  private static final String ONE = A + "/deployments/d-9f2k1";
  private static final String LOADS = A + "/deployedModels";
  private static final DeploymentId ID = DeploymentId.of("d-9f2k1");
  private static final AdapterId ADAPTER = AdapterId.of("support-lora");
  private static final String LOAD =
      "{'name':'accounts/my-team/deployedModels/%s','model':'accounts/my-team/models/%s',"
          + "'deployment':'accounts/my-team/deployments/%s','state':'%s','default':true,"
          + "'status':{'code':'%s','message':'%s'}}";

  // the example of the contract
  private static final String DEPLOYMENT =
      """
      {
        'name': 'accounts/my-team/deployments/d-9f2k1', 'displayName': 'multi-lora',
        'baseModel': 'accounts/fireworks/models/qwen3-8b',
        'deploymentShape': 'accounts/fireworks/deploymentShapes/qwen3-8b-minimal/versions/v3',
        'state': 'CREATING', 'status': {'code': 'OK', 'message': ''},
        'createTime': '2026-07-21T19:00:00.5Z', 'minReplicaCount': 0, 'maxReplicaCount': 1,
        'desiredReplicaCount': 1, 'replicaCount': 0, 'acceleratorType': 'NVIDIA_H100_80GB',
        'acceleratorCount': '2', 'precision': 'BF16', 'enableAddons': true,
        'replicaStats': {'pendingSchedulingReplicaCount': 1, 'readyReplicaCount': 0}
      }
      """;

  private final Script script = new Script();

  private static <T> List<T> all(Iterable<T> pages) {
    return StreamSupport.stream(pages.spliterator(), false).toList();
  }

  @Test
  void aDeploymentIsReadWithWhatItCosts() {
    script.on("GET " + ONE, DEPLOYMENT);
    try (FireworksClient client = script.client()) {
      Deployment deployment = client.serving().deployment(ID);

      assertThat(deployment.id()).isEqualTo(ID);
      assertThat(deployment.name()).contains("accounts/my-team/deployments/d-9f2k1");
      assertThat(deployment.state()).isEqualTo(DeploymentState.STARTING);
      assertThat(deployment.status()).isEqualTo("CREATING");
      assertThat(deployment.deployedModel()).contains("accounts/fireworks/models/qwen3-8b");
      assertThat(deployment.adaptersEnabled()).contains(true);
      assertThat(deployment.readyReplicas()).hasValue(0);
      assertThat(deployment.hourlyCost()).contains(Money.usd("16"));
      assertThat(deployment.createdAt()).contains(Instant.parse("2026-07-21T19:00:00.5Z"));
      assertThat(deployment.extra()).containsEntry("precision", Json.of("BF16"));
    }
  }

  @Test
  void deploymentsAreListedPageByPage() {
    script
        .on("GET " + A + "/deployments", "{'deployments':[" + DEPLOYMENT + "],'nextPageToken':'t'}")
        .on(
            "GET " + A + "/deployments",
            "{'deployments':[{'name':'accounts/my-team/deployments/b','state':'NEW_WORD'}],"
                + "'nextPageToken':''}");
    try (FireworksClient client = script.client()) {
      assertThat(all(client.serving().deployments()))
          .extracting(Deployment::state)
          .containsExactly(DeploymentState.STARTING, DeploymentState.UNKNOWN);
      assertThat(script.sent().get(1).query()).isEqualTo("pageSize=200&pageToken=t");
    }
  }

  @Test
  void theChecksOfADeletionAreSkippedOnlyForWhatThisLibraryMade() {
    String ours = "{'name':'accounts/my-team/deployments/%s','state':'%s','description':'%s'}";
    script
        .on("GET " + A + "/deployments/a", ours.formatted("a", "READY", "Made by Loraport for x"))
        .on("GET " + A + "/deployments/a", ours.formatted("a", "DELETING", ""))
        .on("GET " + A + "/deployments/a", ours.formatted("a", "DELETED", ""))
        .on("GET " + A + "/deployments/b", ours.formatted("b", "READY", "by hand"))
        .on("DELETE " + A + "/deployments/a", "{}")
        .on(
            "DELETE " + A + "/deployments/b",
            400,
            "{'code':9,'message':'traffic in the last hour; set ignore_checks'}");
    try (FireworksClient client = script.client()) {
      client.serving().delete(DeploymentId.of("a"));
      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(() -> client.serving().delete(DeploymentId.of("b")))
          .withMessageContaining("traffic in the last hour")
          .withMessageContaining("FireworksClient.forceDelete(id)");
      assertThat(script.changes())
          .containsExactly(
              "DELETE " + A + "/deployments/a?ignoreChecks=true", "DELETE " + A + "/deployments/b");
    }
  }

  @Test
  void aDeploymentOfOthersIsDeletedByForce() {
    script.on("DELETE " + ONE, "{}").on("GET " + ONE, 404, "{'code':5,'message':'gone'}");
    try (FireworksClient client = script.client()) {
      client.forceDelete(ID);
      assertThat(script.changes()).containsExactly("DELETE " + ONE + "?ignoreChecks=true");
    }
  }

  @Test
  void theKeysOfADirectRouteAreInNoTextOfADeployment() {
    script.on(
        "GET " + ONE,
        "{'name':'accounts/my-team/deployments/d-9f2k1','directRouteType':'INTERNET',"
            + "'directRouteApiKeys':['route-secret']}");
    try (FireworksClient client = script.client()) {
      Deployment deployment = client.serving().deployment(ID);
      assertThat(deployment.extra()).containsKey("directRouteType");
      assertThat(deployment.toString()).doesNotContain("route-secret");
    }
  }

  @Test
  void anAdapterReplacesTheEarlierOneOnADeploymentThatReloads() {
    script
        .on(
            "GET " + ONE,
            "{'name':'accounts/my-team/deployments/d-9f2k1','enableHotReloadLatestAddon':true}")
        .on("POST " + LOADS, LOAD.formatted("l1", "support-lora", "d-9f2k1", "DEPLOYED", "OK", ""))
        .on(
            "GET " + LOADS + "/l1",
            LOAD.formatted("l1", "support-lora", "d-9f2k1", "DEPLOYED", "OK", ""));
    try (FireworksClient client = script.client()) {
      client.serving().load(ID, ADAPTER);
      assertThat(script.last("POST", LOADS).query()).isEqualTo("replaceMergedAddon=true");
    }
  }

  @Test
  void anOddEntryHidesNoneOfTheOthers() {
    script
        .on(
            "GET " + A + "/deployments",
            "{'deployments':[{'state':'READY'},{'name':'no name'}," + DEPLOYMENT + "]}")
        .on(
            "GET " + LOADS,
            "{'deployedModels':[{'name':'accounts/my-team/deployedModels/odd'},"
                + LOAD.formatted("l1", "support-lora", "d-9f2k1", "DEPLOYED", "OK", "")
                + "]}")
        .on(
            "GET /v1/accounts/fireworks/deploymentShapes",
            "{'deploymentShapes':[{'acceleratorCount':4},"
                + "{'name':'accounts/fireworks/deploymentShapes/minimal'}]}");
    try (LogCatcher log = LogCatcher.of("dev.loraport.fireworks");
        FireworksClient client = script.client()) {
      assertThat(all(client.serving().deployments()))
          .extracting(Deployment::id)
          .containsExactly(ID);
      assertThat(all(client.serving().loaded(ID))).hasSize(1);
      assertThat(all(client.serving().hardware()))
          .extracting(Hardware::id)
          .contains("accounts/fireworks/deploymentShapes/minimal");
      assertThat(log.text()).contains("an entry of \"deployments\" can't be read");
    }
  }

  @Test
  void aDeploymentIsScaledAndBroughtBack() {
    script.on("PATCH " + ONE + ":scale", "{}").on("POST " + ONE + ":undelete", DEPLOYMENT);
    try (FireworksClient client = script.client()) {
      client.scale(ID, 0);
      assertThat(client.undelete(ID).id()).isEqualTo(ID);
      assertThatIllegalArgumentException().isThrownBy(() -> client.scale(ID, -1));
      assertThat(script.last("PATCH", ONE + ":scale").body()).isEqualTo("{\"replicaCount\":0}");
      assertThat(script.last("POST", ONE + ":undelete").body()).isEqualTo("{}");
      assertThat(script.sent()).hasSize(2);
    }
  }

  @Test
  void hardwareIsTheGpusWithAPriceAndThePresets() {
    script.on(
        "GET /v1/accounts/fireworks/deploymentShapes",
        "{'deploymentShapes':[{'name':'accounts/fireworks/deploymentShapes/minimal',"
            + "'acceleratorType':'NVIDIA_H200_141GB','acceleratorCount':4}]}");
    try (FireworksClient client = script.client()) {
      List<Hardware> hardware = all(client.serving().hardware());

      assertThat(hardware)
          .extracting(Hardware::id)
          .startsWith("NVIDIA_H100_80GB", "NVIDIA_H200_141GB")
          .endsWith("accounts/fireworks/deploymentShapes/minimal");
      Hardware preset = hardware.get(hardware.size() - 1);
      assertThat(preset.gpuMemoryGib()).hasValue(141);
      assertThat(preset.gpuCount()).hasValue(4);
      assertThat(preset.hourlyPrice()).contains(Money.usd("32"));
    }
  }

  @Test
  void anAdapterThatIsLoadedAlreadyIsFound() {
    script
        .on("GET " + ONE, DEPLOYMENT)
        .on("POST " + LOADS, 409, "{'code':6,'message':'already deployed'}")
        .on(
            "GET " + LOADS,
            "{'deployedModels':["
                + LOAD.formatted("x", "support-lora", "other", "DEPLOYED", "OK", "")
                + ","
                + LOAD.formatted("l1", "support-lora", "d-9f2k1", "DEPLOYING", "OK", "")
                + "]}")
        .on(
            "GET " + LOADS + "/l1",
            LOAD.formatted("l1", "support-lora", "d-9f2k1", "DEPLOYED", "OK", ""));
    try (FireworksClient client = script.client()) {
      LoadedAdapter loaded = client.serving().load(ID, ADAPTER);

      assertThat(loaded.adapter()).isEqualTo(ADAPTER);
      assertThat(loaded.deployment()).isEqualTo(ID);
      assertThat(loaded.state()).isEqualTo(AdapterLoadState.READY);
      assertThat(loaded.status()).isEqualTo("DEPLOYED");
    }
  }

  @Test
  void anAdapterThatCanNotBeLoadedShowsInItsStatusAlone() {
    String failed =
        LOAD.formatted(
            "l1", "support-lora", "d-9f2k1", "DEPLOYING", "INVALID_ARGUMENT", "rank 128");
    script
        .on("GET " + ONE, DEPLOYMENT)
        .on("POST " + LOADS, failed)
        .on("GET " + LOADS + "/l1", failed);
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServingFailedException.class)
          .isThrownBy(() -> client.serving().load(ID, ADAPTER))
          .withMessageContaining("INVALID_ARGUMENT: rank 128");
    }
  }

  @Test
  void adaptersOfOneDeploymentAreListedAndTakenOff() {
    script
        .on(
            "GET " + LOADS,
            "{'deployedModels':["
                + LOAD.formatted("x", "support-lora", "other", "DEPLOYED", "OK", "")
                + ","
                + LOAD.formatted("l1", "support-lora", "d-9f2k1", "DEPLOYED", "OK", "")
                + "]}")
        .on("DELETE " + LOADS + "/l1", "{}");
    try (FireworksClient client = script.client()) {
      assertThat(all(client.serving().loaded(ID)))
          .extracting(LoadedAdapter::adapter)
          .containsExactly(ADAPTER);
      client.serving().unload(ID, ADAPTER);
      assertThat(script.changes()).containsExactly("DELETE " + LOADS + "/l1");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.serving().unload(ID, AdapterId.of("other-lora")))
          .withMessageContaining("is not on deployment d-9f2k1");
    }
  }

  @Test
  void onADayOfWhichNothingIsKnownNothingIsPromised() {
    try (FireworksClient client = script.client("2025-12-01")) {
      assertThat(client.capabilities().has(Capability.DEDICATED_SERVING)).isFalse();
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> client.serving().deployment(ID))
          .withMessageContaining("2026-02-13");
      assertThat(script.sent()).isEmpty();
    }
    try (FireworksClient client = script.client()) {
      assertThat(client.capabilities().has(Capability.DEDICATED_SERVING)).isTrue();
      assertThat(client.capabilities().has(Capability.ADAPTER_HOT_LOAD)).isTrue();
      assertThat(client.capabilities().has(Capability.SERVERLESS_LORA)).isFalse();
    }
  }
}
