package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Money;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterId;
import dev.loraport.error.LoraportException;
import dev.loraport.error.ServingFailedException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.serving.AdapterLoadState;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.DeploymentState;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.TuningResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TogetherServingTest {
  private static final String ENDPOINTS = "POST /v2/projects/{p}/endpoints";
  private static final String ENDPOINT = "/v2/projects/{p}/endpoints/{e}";
  private static final String DEPLOYMENTS = "POST " + ENDPOINT + "/deployments";
  private static final ServingOptions DEDICATED = ServingOptions.dedicated();

  private static final String LOAD = "POST /v2/projects/{p}/endpoints/{e}/deployments/{d}/adapters";

  private Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aModelIsDeployedRoutedAskedAndDeletedInTheOrderOfTheProvider() {
    TuningResult result = rig.result();
    rig.fake.journal().clear();
    List<String> steps = new ArrayList<>();
    ServingOptions told = ServingOptions.builder().from(DEDICATED).listener(steps::add).build();

    try (ServedModel served = rig.client.serving().serve(result, told)) {
      assertThat(served.mode()).isEqualTo(ServingMode.DEDICATED);
      assertThat(served.hourlyCost()).contains(Money.usd("3.99"));
      assertThat(served.model().name()).matches("[^/]+/tuned-.+");
      assertThat(rig.changes())
          .containsExactly(
              "POST /endpoints",
              "POST /endpoints/{ep}/deployments",
              "PATCH /endpoints/{ep}",
              "POST /chat/completions");
      var body = rig.lastBody(DEPLOYMENTS);
      String adapter = result.artifact(ArtifactKind.ADAPTER).orElseThrow().id();
      assertThat(body.get("model").string())
          .hasValueSatisfying(
              model -> assertThat(model).contains("/models/" + adapter + "/revisions/"));
      assertThat(body.get("enableLora").bool()).contains(true);
      assertThat(body.get("config").string()).isPresent();
      rig.fake.journal().clear();
    }

    assertThat(rig.changes())
        .containsExactly(
            "PATCH /endpoints/{ep}/deployments/{dep}",
            "PATCH /endpoints/{ep}",
            "DELETE /endpoints/{ep}/deployments/{dep}",
            "DELETE /endpoints/{ep}");
    assertThat(steps)
        .anyMatch(step -> step.contains("STARTING"))
        .last()
        .asString()
        .contains("answers");
    rig.fake.assertNoViolations();
  }

  @Test
  void aDeploymentIsScaledAndStopped() {
    try (ServedModel served = rig.client.serving().serve(rig.result(), DEDICATED)) {
      DeploymentId id = served.deployment().orElseThrow().id();
      rig.client.scale(id, 2, 3);
      assertThat(rig.lastBody("PATCH " + ENDPOINT + "/deployments/{d}").get("autoscaling"))
          .hasToString("{\"minReplicas\":2,\"maxReplicas\":3}");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> rig.client.scale(id, 0, 1))
          .withMessageContaining("scale to zero");
      rig.client.scale(id, 0, 0);
      assertThat(rig.client.serving().deployment(id).state())
          .isIn(DeploymentState.STOPPING, DeploymentState.STOPPED);
    }
    rig.fake.assertNoViolations();
  }

  @Test
  void aMachineThatIsAskedForIsTaken() {
    ServingOptions.Builder options = ServingOptions.builder().from(DEDICATED);
    assertThat(
            rig.client
                .serving()
                .plan(Rig.BASE, options.hardware("1xNVIDIA-h100-80gb").build())
                .hardware()
                .map(Hardware::id))
        .contains("1xnvidia-h100-80gb");
  }

  @Test
  void aNameThatIsTakenIsRefusedSoThatNothingOfOthersIsTouched() {
    TuningResult result = rig.result();
    ServingOptions named = ServingOptions.builder().from(DEDICATED).name("support").build();
    try (ServedModel served = rig.client.serving().serve(result, named)) {
      assertThat(served.model().name()).endsWith("/support");
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(() -> rig.client.serving().serve(result, named).close())
          .withMessageContaining("together does not serve it: an endpoint ")
          .withMessageContaining("/support is there already; go on with it by the chatModel()");
      assertThat(living()).hasSize(1);
      assertThat(living().get(0).chatModel()).contains(served.model());
    }
    assertThat(living()).isEmpty();
  }

  @Test
  void aJobWithoutAnIdInTheRegistryIsRefused() {
    TuningResult full = rig.result();
    TuningResult bare =
        new TuningResult(
            full.provider(),
            full.job(),
            full.baseModel(),
            full.modelName(),
            full.trainedAt(),
            full.adapter(),
            List.of());
    assertThatExceptionOfType(ServingRefusedException.class)
        .isThrownBy(() -> rig.client.serving().serve(bare, DEDICATED).close())
        .withMessageContaining("registry");
  }

  @Test
  void deploymentsAreListedReadAndDeletedByTheirId() {
    ServingOptions kept = ServingOptions.builder().from(DEDICATED).deleteOnClose(false).build();
    rig.client.serving().serve(rig.result(), kept).close();

    Deployment listed = living().get(0);
    Deployment read = rig.client.serving().deployment(listed.id());

    assertThat(read.state()).isEqualTo(DeploymentState.READY);
    assertThat(read.hourlyCost()).contains(Money.usd("3.99"));
    assertThat(read.adaptersEnabled()).contains(true);
    assertThat(read.chatModel())
        .hasValueSatisfying(model -> assertThat(model.baseUrl()).isPresent());
    assertThat(listed.hourlyCost()).isEqualTo(read.hourlyCost());
    rig.client.serving().delete(listed.id());
    assertThat(endpointsLeft()).isZero();
    rig.client.serving().delete(listed.id());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.client.serving().deployment(DeploymentId.of("dep_1")));
  }

  @Test
  void machinesHaveTheirPrices() {
    assertThat(rig.client.serving().hardware())
        .isNotEmpty()
        .allSatisfy(machine -> assertThat(machine.hourlyPrice()).isPresent());
  }

  @Test
  void anAdapterIsLoadedListedAndTakenAway() {
    TuningResult first = rig.result();
    AdapterId second = AdapterId.of(rig.result().artifact(ArtifactKind.ADAPTER).orElseThrow().id());
    try (ServedModel served = rig.client.serving().serve(first, DEDICATED)) {
      DeploymentId id = served.deployment().orElseThrow().id();
      RequestOptions force = RequestOptions.builder().putExtraBody("force", Json.of(true)).build();
      LoadedAdapter loaded = rig.client.serving().load(id, second, force);
      assertThat(rig.lastBody(LOAD).members()).containsOnlyKeys("adapterModelId", "force");
      assertThat(loaded.state()).isEqualTo(AdapterLoadState.READY);
      assertThat(loaded.deployment()).isEqualTo(id);
      assertThat(rig.client.serving().loaded(id))
          .extracting(LoadedAdapter::adapter)
          .contains(second);
      rig.client.serving().unload(id, second);
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> rig.client.serving().load(id, AdapterId.of("job-1")))
          .withMessageContaining("ml_");
    }
    rig.fake.assertNoViolations();
  }

  @Test
  void anAdapterThatCanNotBeLoadedSaysWhy() {
    String adapters = ENDPOINT + "/deployments/{d}/adapters";
    rig.answer("POST " + adapters, 200, "{'adapterModelId':'ml_9','etag':'e'}");
    rig.answer(
        "GET " + adapters + "/{a}",
        200,
        "{'adapterModelId':'ml_9','perCluster':[{'state':'ADAPTER_LOAD_STATE_READY'},"
            + "{'state':'ADAPTER_LOAD_STATE_FAILED','message':'rank too high'}]}");
    assertThatExceptionOfType(ServingFailedException.class)
        .isThrownBy(
            () -> rig.client.serving().load(DeploymentId.of("ep_1/dep_1"), AdapterId.of("ml_9")))
        .withMessageContaining("rank too high");
  }

  @Test
  void beforeItsFirstDayTheSecondApiIsNotCalled() {
    rig.close();
    rig = new Rig("2026-07-15");
    assertThatExceptionOfType(LoraportException.class)
        .isThrownBy(() -> rig.client.serving().deployments().toList())
        .isInstanceOf(UnsupportedCapabilityException.class);
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  private List<Deployment> living() {
    return rig.client.serving().deployments().toList();
  }

  private int endpointsLeft() {
    return rig.fake.journal().count(ENDPOINTS) - rig.fake.journal().count("DELETE " + ENDPOINT) <= 0
        ? living().size()
        : 1;
  }
}
