package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.adapter.AdapterId;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.serving.AdapterLoadState;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.testkit.Fault;
import dev.loraport.together.TogetherAutoscaling.Metric;
import dev.loraport.tuning.ArtifactKind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TogetherDeploymentsTest {
  private static final String DEPLOYMENT = "/v2/projects/{p}/endpoints/{e}/deployments/{d}";

  private static final String PATCH_ENDPOINT = "PATCH /v2/projects/{p}/endpoints/{e}";

  private Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  private ServedModel served() {
    return rig.client.serving().serve(rig.result(), ServingOptions.dedicated());
  }

  @Test
  void aDeploymentFollowsItsLoadAsItIsTold() {
    try (ServedModel served = served()) {
      DeploymentId id = served.deployment().orElseThrow().id();
      TogetherAutoscaling wanted =
          TogetherAutoscaling.replicas(1, 4)
              .scaleUpAfter(Duration.ofSeconds(90))
              .scaleDownAfter(Duration.ofMinutes(10))
              .scaleToZeroAfter(Duration.ofHours(1))
              .measuredBy(
                  new Metric("ttft", "METRIC_TARGET_TYPE_AVERAGE_VALUE", 0.5, Optional.of("p95")));

      rig.client.deployments().scale(id, wanted);

      assertThat(rig.lastBody("PATCH " + DEPLOYMENT).get("autoscaling"))
          .isEqualTo(
              Json.parse(
                  "{\"minReplicas\":1,\"maxReplicas\":4,\"scaleUpWindow\":\"90s\","
                      + "\"scaleDownWindow\":\"10m\",\"scaleToZeroWindow\":\"60m\","
                      + "\"scalingMetrics\":[{\"name\":\"ttft\","
                      + "\"type\":\"METRIC_TARGET_TYPE_AVERAGE_VALUE\",\"target\":0.5,"
                      + "\"percentile\":\"p95\"}]}"));
      assertThat(rig.client.deployments().autoscaling(id)).isEqualTo(wanted);
      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(
              () ->
                  rig.client
                      .deployments()
                      .scale(id, wanted.measuredBy(new Metric("x", "odd", 1, Optional.empty()))))
          .withMessageContaining("unknown metric type");
    }
  }

  @ParameterizedTest
  @CsvSource({"5m, PT5M", "300s, PT5M", "1h30m0s, PT1H30M", "0s, PT0S", "soon,", "'',"})
  void windowsAreReadInAllTheirSpellings(String text, Duration window) {
    rig.answer(
        "GET " + DEPLOYMENT,
        200,
        "{'id':'dep_1','autoscaling':{'minReplicas':1,'maxReplicas':'2','scaleUpWindow':'"
            + text
            + "'}}");
    TogetherAutoscaling read = rig.client.deployments().autoscaling(DeploymentId.of("ep_1/dep_1"));
    assertThat(read.scaleUpWindow()).isEqualTo(Optional.ofNullable(window));
    assertThat(read.maxReplicas()).isEqualTo(2);
  }

  @Test
  void replicasOutOfOrderAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> TogetherAutoscaling.replicas(3, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TogetherAutoscaling.replicas(1, 2).scaleUpAfter(Duration.ofMillis(1500)))
        .withMessageContaining("whole seconds");
    rig.answer(
        "GET " + DEPLOYMENT, 200, "{'id':'d','autoscaling':{'minReplicas':0,'maxReplicas':2}}");
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> rig.client.deployments().autoscaling(DeploymentId.of("ep_1/dep_1")))
        .withMessageContaining("replicas from 0 to 2");
  }

  @Test
  void theShareOfTheRequestsIsReadAndChanged() {
    try (ServedModel served = served()) {
      DeploymentId id = served.deployment().orElseThrow().id();
      assertThat(rig.client.deployments().weights(id)).isEqualTo(Map.of(id, 1));
      rig.client.deployments().weight(id, 7);
      assertThat(rig.client.deployments().weights(id)).isEqualTo(Map.of(id, 7));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> rig.client.deployments().weight(id, -1));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.client.deployments().weights(DeploymentId.of("ep_1")))
        .withMessageContaining("<endpoint id>/<deployment id>");
  }

  @Test
  void anEndpointAndItsDeploymentGetOtherNames() {
    try (ServedModel served = served()) {
      DeploymentId id = served.deployment().orElseThrow().id();
      TogetherEndpoint before = rig.client.deployments().endpoint(id);
      assertThat(before.name()).isEqualTo(served.model().name());
      assertThat(before.deployments()).containsExactly(id);
      assertThat(before.type()).contains("ENDPOINT_TYPE_DEDICATED");
      assertThat(before.visibility()).contains("VISIBILITY_PRIVATE");
      assertThat(before.createdAt()).isPresent();

      TogetherEndpoint after =
          rig.client
              .deployments()
              .changeEndpoint(
                  id,
                  TogetherEndpointChange.none().name("support").visibility("VISIBILITY_INTERNAL"));

      assertThat(rig.lastBody(PATCH_ENDPOINT).members())
          .containsOnlyKeys("name", "visibility", "etag");
      assertThat(rig.fake.journal().lastCall(PATCH_ENDPOINT).orElseThrow().query())
          .containsExactly(Map.entry("updateMask", "name,visibility"));
      assertThat(after.name()).endsWith("/support").isNotEqualTo(before.name());
      assertThat(after.visibility()).contains("VISIBILITY_INTERNAL");
      rig.client.deployments().rename(id, "second");
      assertThat(rig.lastBody("PATCH " + DEPLOYMENT).members()).containsOnlyKeys("name", "etag");
      assertThat(rig.client.serving().deployment(id).name()).contains(after.name() + "/second");
      ModelRef renamed = ModelRef.of(after.name());
      assertThat(rig.client.chat().complete(renamed, "Hello").text()).isNotEmpty();
      rig.fake.assertNoViolations();
    }
    assertThat(rig.client.serving().deployments()).isEmpty();
  }

  @Test
  void aStaleTagIsReadAnewBeforeANameIsChanged() {
    try (ServedModel served = served()) {
      DeploymentId id = served.deployment().orElseThrow().id();
      rig.fake.faults().on(PATCH_ENDPOINT).next(Fault.status(409));
      TogetherEndpointChange change = TogetherEndpointChange.none().name("support");
      assertThat(rig.client.deployments().changeEndpoint(id, change).name()).endsWith("/support");
    }
  }

  @Test
  void changesWithoutContentAreRefusedBeforeTheyAreSent() {
    TogetherDeployments deployments = rig.client.deployments();
    DeploymentId id = DeploymentId.of("ep_1/dep_1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> deployments.changeEndpoint(id, TogetherEndpointChange.none()))
        .withMessageContaining("nothing is to be changed of endpoint ep_1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TogetherEndpointChange.none().name(" "))
        .withMessageContaining("name is needed");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> deployments.rename(id, ""))
        .withMessageContaining("deployment ep_1/dep_1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> deployments.rename(id, "acme/second"))
        .withMessageContaining("\"acme/second\"");
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  @Test
  void anAdapterIsReplacedByAnotherRevision() {
    AdapterId adapter =
        AdapterId.of(rig.result().artifact(ArtifactKind.ADAPTER).orElseThrow().id());
    try (ServedModel served = served()) {
      DeploymentId id = served.deployment().orElseThrow().id();
      rig.client.serving().load(id, adapter);

      LoadedAdapter revised = rig.client.deployments().revise(id, adapter, "rv_2");

      assertThat(revised.state()).isEqualTo(AdapterLoadState.READY);
      assertThat(revised.extra()).containsEntry("desiredRevisionId", Json.of("rv_2"));
      assertThat(rig.lastBody("PATCH " + DEPLOYMENT + "/adapters/{a}").members())
          .containsOnlyKeys("adapterRevisionId", "etag");
    }
    rig.fake.assertNoViolations();
  }

  @Test
  void supportedModelsAndMachinesAreTold() {
    TogetherModel model =
        rig.client.deployments().supportedModels().stream()
            .filter(found -> found.name().filter(Rig.BASE::equals).isPresent())
            .findFirst()
            .orElseThrow();
    assertThat(model.products()).contains("PRODUCT_DEDICATED");
    assertThat(model.profiles())
        .first()
        .satisfies(profile -> assertThat(profile.gpuCount()).hasValue(1))
        .satisfies(profile -> assertThat(profile.config()).isPresent());
    assertThat(rig.client.deployments().supportedModel(model.id())).isEqualTo(model);
    assertThat(rig.client.deployments().machine("1xnvidia-h100-80gb").hourlyPrice()).isPresent();
  }

  @Test
  void thereIsNothingBeforeItsDay() {
    rig.close();
    rig = new Rig("2026-07-15");
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.deployments().weights(DeploymentId.of("ep_1/dep_1")))
        .withMessageContaining("2026-07-16");
    assertThat(rig.fake.journal().calls()).isEmpty();
  }
}
