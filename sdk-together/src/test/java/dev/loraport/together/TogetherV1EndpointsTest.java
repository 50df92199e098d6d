package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Money;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.DeploymentState;
import dev.loraport.serving.Hardware;
import dev.loraport.testkit.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TogetherV1EndpointsTest {
  private static final String BEFORE = "2026-05-01";
  private static final String MACHINE = "1x_nvidia_h100_80gb_sxm";
  private static final String CREATE = "POST /v1/endpoints";

  private Rig rig = new Rig(BEFORE);

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void anEndpointIsReadWithItsPriceStoppedAndDeleted() {
    V1Endpoints endpoints = rig.client.v1Endpoints();
    DeploymentId id = endpoints.create(V1EndpointSpec.of(Rig.BASE, MACHINE, 2, 3)).id();
    assertThat(rig.lastBody(CREATE))
        .hasToString(
            "{\"model\":\""
                + Rig.BASE
                + "\",\"hardware\":\""
                + MACHINE
                + "\",\"autoscaling\":{\"min_replicas\":2,\"max_replicas\":3}}");

    Deployment running = endpoints.get(id);
    assertThat(running.deployedModel()).contains(Rig.BASE);
    assertThat(running.chatModel().orElseThrow().name()).isEqualTo(running.name().orElseThrow());
    assertThat(running.hourlyCost()).contains(Money.usd("6.72"));
    assertThat(endpoints.list()).extracting(Deployment::id).containsExactly(id);

    assertThat(endpoints.stop(id).state()).isIn(DeploymentState.STOPPING, DeploymentState.STOPPED);
    assertThat(rig.lastBody("PATCH /v1/endpoints/{id}")).hasToString("{\"state\":\"STOPPED\"}");
    endpoints.delete(id);
    assertThat(endpoints.list()).isEmpty();
    rig.fake.assertNoViolations();
  }

  @Test
  void eachFieldOfAnEndpointIsSent() {
    V1EndpointSpec spec =
        V1EndpointSpec.of(Rig.BASE, MACHINE, 1, 2)
            .displayName("support")
            .stopped()
            .stopAfter(Duration.ofMinutes(45))
            .zone("us-central-1")
            .withoutSpeculativeDecoding();

    Deployment created = rig.client.v1Endpoints().create(spec);

    assertThat(rig.lastBody(CREATE))
        .isEqualTo(
            Json.parse(
                "{\"model\":\""
                    + Rig.BASE
                    + "\",\"hardware\":\""
                    + MACHINE
                    + "\",\"autoscaling\":{\"min_replicas\":1,\"max_replicas\":2},"
                    + "\"display_name\":\"support\",\"state\":\"STOPPED\","
                    + "\"inactive_timeout\":45,\"availability_zone\":\"us-central-1\","
                    + "\"disable_speculative_decoding\":true}"));
    assertThat(created.extra()).containsEntry("display_name", Json.of("support"));
    rig.fake.assertNoViolations();
  }

  @Test
  void anEndpointIsChangedAndStartedAgain() {
    V1Endpoints endpoints = rig.client.v1Endpoints();
    DeploymentId id = endpoints.create(V1EndpointSpec.of(Rig.BASE, MACHINE, 1, 1)).id();

    Deployment changed =
        endpoints.update(
            id,
            V1EndpointChange.none()
                .displayName("support")
                .replicas(2, 4)
                .stopAfter(Duration.ofMinutes(30)));

    assertThat(rig.lastBody("PATCH /v1/endpoints/{id}"))
        .isEqualTo(
            Json.parse(
                "{\"display_name\":\"support\",\"autoscaling\":{\"min_replicas\":2,"
                    + "\"max_replicas\":4},\"inactive_timeout\":30}"));
    assertThat(changed.desiredReplicas()).hasValue(2);
    assertThat(changed.extra()).containsEntry("display_name", Json.of("support"));
    endpoints.stop(id);
    assertThat(endpoints.start(id).state()).isEqualTo(DeploymentState.STARTING);
    rig.fake.assertNoViolations();
  }

  @Test
  void changesThatCanNotBeAreRefusedBeforeTheyAreSent() {
    V1Endpoints endpoints = rig.client.v1Endpoints();
    DeploymentId id = DeploymentId.of("endpoint-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> endpoints.update(id, V1EndpointChange.none()))
        .withMessageContaining("nothing is to be changed");
    assertThatIllegalArgumentException().isThrownBy(() -> V1EndpointChange.none().replicas(2, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> V1EndpointSpec.of(Rig.BASE, MACHINE, 2, 1))
        .withMessageContaining("not 2 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> V1EndpointSpec.of(Rig.BASE, " ", 1, 1))
        .withMessageContaining("hardware");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> V1EndpointChange.none().stopAfter(Duration.ofSeconds(90)))
        .withMessageContaining("whole minutes");
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  @Test
  void adaptersAreNamedWithTheirEndpoint() {
    V1Endpoints endpoints = rig.client.v1Endpoints();
    Deployment endpoint = endpoints.create(V1EndpointSpec.of(Rig.BASE, MACHINE, 1, 1));
    String pair = endpoint.name().orElseThrow() + ":acme/support";

    assertThat(endpoints.addAdapter(endpoint.id(), "acme/support").modelId()).isEqualTo(pair);
    assertThat(endpoints.adapters(endpoint.id()))
        .singleElement()
        .satisfies(
            adapter -> {
              assertThat(adapter.adapterName()).contains("acme/support");
              assertThat(adapter.endpointName()).isEqualTo(endpoint.name());
            });
    endpoints.removeAdapter(endpoint.id(), "acme/support");
    assertThat(rig.lastBody("DELETE /v1/endpoints/{id}/adapters").get("model_id").string())
        .contains(pair);
    assertThat(endpoints.adapters(endpoint.id())).isEmpty();
    rig.fake.assertNoViolations();
  }

  @Test
  void noneIsCreatedSinceTheDayOfTheSecondApi() {
    rig.close();
    rig = new Rig("2026-07-16");
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(
            () -> rig.client.v1Endpoints().create(V1EndpointSpec.of(Rig.BASE, MACHINE, 1, 1)))
        .withMessageContaining("created since 2026-07-16");
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.v1Endpoints().start(DeploymentId.of("endpoint-1")))
        .withMessageContaining("started since 2026-07-16");
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  @Test
  void aServiceThatCreatesNoneAnyMoreSaysWhatDoes() {
    rig.answer(
        CREATE,
        403,
        "{'error':{'message':'no longer','code':'endpoints_v1_create_access_disabled'}}");
    assertThatExceptionOfType(PermissionDeniedException.class)
        .isThrownBy(
            () -> rig.client.v1Endpoints().create(V1EndpointSpec.of(Rig.BASE, MACHINE, 1, 1)))
        .withMessageContaining("2026-07-16");
  }

  @Test
  void aLostAnswerLeadsToTheOneEndpoint() {
    rig.fake.faults().on(CREATE).next(Fault.lostAnswer());
    Deployment endpoint =
        rig.client.v1Endpoints().create(V1EndpointSpec.of(Rig.BASE, MACHINE, 1, 1));
    assertThat(rig.client.v1Endpoints().list())
        .extracting(Deployment::id)
        .containsExactly(endpoint.id());
    assertThat(rig.fake.journal().count(CREATE)).isEqualTo(1);
  }

  @Test
  void aPriceThatCanNotBeHadIsNoFailure() {
    DeploymentId id =
        rig.client.v1Endpoints().create(V1EndpointSpec.of(Rig.BASE, MACHINE, 1, 1)).id();
    rig.fake.faults().on("GET /v1/hardware").next(Fault.status(403));
    assertThat(rig.client.v1Endpoints().get(id).hourlyCost()).isEmpty();
  }

  @Test
  void machinesAndZonesAreListed() {
    Hardware machine = rig.client.v1Endpoints().hardware().toList().get(0);
    assertThat(machine.id()).isEqualTo(MACHINE);
    assertThat(machine.gpuType()).contains("h100-80gb");
    assertThat(machine.gpuMemoryGib()).hasValue(80);
    assertThat(machine.hourlyPrice()).contains(Money.usd("3.36"));
    assertThat(rig.client.v1Endpoints().zones()).isNotEmpty().doesNotContain("");
  }

  @ParameterizedTest
  @CsvSource({
    "PENDING, STARTING",
    "STARTING, STARTING",
    "STARTED, READY",
    "STOPPING, STOPPING",
    "STOPPED, STOPPED",
    "ERROR, FAILED",
    "FAILED, FAILED",
    "started, READY",
    "HIBERNATING, UNKNOWN",
    "'', UNKNOWN"
  })
  void eachWordHasAState(String word, DeploymentState state) {
    rig.answer("GET /v1/endpoints/{id}", 200, "{'id':'endpoint-1','state':'" + word + "','odd':1}");
    Deployment read = rig.client.v1Endpoints().get(DeploymentId.of("endpoint-1"));
    assertThat(read.state()).isEqualTo(state);
    assertThat(read.status()).isEqualTo(word);
    assertThat(read.extra()).containsKey("odd");
  }
}
