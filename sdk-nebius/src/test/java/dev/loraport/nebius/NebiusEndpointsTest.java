package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Money;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.ServerErrorException;
import dev.loraport.error.ServingFailedException;
import dev.loraport.json.Json;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.DeploymentState;
import dev.loraport.serving.Hardware;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NebiusEndpointsTest {
  private static final String PATH = "/v0/dedicated_endpoints";
  private static final DeploymentId ID = DeploymentId.of("e1");

  private final Stub stub = new Stub();
  private final NebiusClient client = stub.client("2026-10-01", b -> b.project("project-7"));
  private final DedicatedEndpoints endpoints = client.dedicatedEndpoints();

  @AfterEach
  void close() {
    client.close();
    stub.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{'endpoint':%s}", "%s", "{'endpoint_id':'e1'}"})
  void theAnswerToACreationIsReadInItsThreeForms(String form) {
    stub.on("POST " + PATH, 201, String.format(form, endpoint("starting", "not_ready")));
    stub.on("GET " + PATH + "/e1", endpoint("starting", "not_ready"));

    Deployment created = endpoints.create(spec(s -> s));

    assertThat(created.id()).isEqualTo(ID);
    assertThat(created.state()).isEqualTo(DeploymentState.STARTING);
    assertThat(stub.last("POST " + PATH).uri().getQuery()).isEqualTo("ai_project_id=project-7");
    assertThat(stub.last("POST " + PATH).json())
        .isEqualTo(
            Json.parse(
                ("{'name':'support-llm','model_name':'openai/gpt-oss-20b','flavor_name':'base',"
                        + "'gpu_type':'gpu-h100-sxm','gpu_count':2,'region':'eu-west1',"
                        + "'scaling':{'min_replicas':1,'max_replicas':2}}")
                    .replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 429})
  void theIdOfAnEndpointThatWasBoughtIsToldAlthoughItCanNotBeSeenYet(int status) {
    stub.on("POST " + PATH, 201, "{'endpoint_id':'e1'}");
    stub.on("GET " + PATH + "/e1", status, "{'detail':'no'}");

    Deployment created = endpoints.create(spec(s -> s));

    assertThat(created.id()).isEqualTo(ID);
    assertThat(created.name()).contains("support-llm");
    assertThat(created.state()).isEqualTo(DeploymentState.STARTING);
    assertThat(stub.lines()).filteredOn(("POST " + PATH)::equals).hasSize(1);
  }

  @Test
  void aLostAnswerLeadsToTheNewEndpointAndNotToAnOlderOneOrAnother() {
    String old = endpoint("running", "ready").replace("'e1'", "'e0'");
    String fresh = endpoint("starting", "not_ready");
    String other = fresh.replace("'e1'", "'e2'").replace("gpu-h100-sxm", "gpu-h200-sxm");
    stub.on("GET " + PATH, list(old));
    stub.on("GET " + PATH, list(old, other, fresh));
    stub.on("POST " + PATH, 500, "{'detail':'boom'}");

    assertThat(endpoints.create(spec(s -> s)).id()).isEqualTo(ID);
    assertThat(stub.lines()).filteredOn(("POST " + PATH)::equals).hasSize(1);
  }

  @Test
  void anOlderEndpointOfTheSameNameIsNeverTakenForTheNewOne() {
    stub.on("GET " + PATH, list(endpoint("running", "ready")));
    stub.on("POST " + PATH, 500, "{'detail':'boom'}");

    assertThatExceptionOfType(ServerErrorException.class)
        .isThrownBy(() -> endpoints.create(spec(s -> s)))
        .withMessageContaining("look for endpoint name support-llm");
  }

  private static String list(String... endpoints) {
    return "{'object':'list','data':[" + String.join(",", endpoints) + "]}";
  }

  @Test
  void anEndpointIsADeploymentWithAPriceAndAModelToChatWith() {
    stub.on("GET " + PATH + "/e1", endpoint("running", "ready").replace("eu-west1", "eu-north1"));

    Deployment endpoint = client.serving().deployment(ID);

    assertThat(endpoint.state()).isEqualTo(DeploymentState.READY);
    assertThat(endpoint.hardware()).contains("2 x gpu-h100-sxm");
    assertThat(endpoint.hourlyCost()).contains(Money.usd("8.10"));
    assertThat(endpoint.chatModel().orElseThrow().name())
        .isEqualTo("dedicated/openai/gpt-oss-20b-k3f9");
    assertThat(endpoint.chatModel().orElseThrow().baseUrl())
        .contains(URI.create(stub.url() + "/v1"));
  }

  @ParameterizedTest
  @CsvSource({"eu-north1, 0, 8.1", "eu-north1, 3, 24.3", "eu-west1, 1,", ", 1,"})
  void thePriceIsThatOfTheReplicasThatAreBilledWhereARegionHasOne(
      String region, int ready, String dollars) {
    String json =
        endpoint("running", "ready")
            .replace("'region':'eu-west1'", region == null ? "'x':0" : "'region':'" + region + "'")
            .replace("'ready_replicas':0", "'ready_replicas':" + ready);
    stub.on("GET " + PATH + "/e1", json);

    assertThat(endpoints.get(ID).hourlyCost())
        .isEqualTo(Optional.ofNullable(dollars).map(Money::usd));
  }

  @ParameterizedTest
  @CsvSource({"'true', STARTING", "'false', STOPPED", "null, STOPPED"})
  void aStoppedEndpointThatIsSwitchedOnStarts(String enabled, DeploymentState state) {
    stub.on(
        "GET " + PATH + "/e1",
        endpoint("stopped", "not_ready").replace("'enabled':true", "'enabled':" + enabled));

    assertThat(endpoints.get(ID).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "starting, not_ready, STARTING",
    "running, ready, READY",
    "running, partially_ready, DEGRADED",
    "running, not_ready, STARTING",
    "updating, ready, READY",
    "updating, not_ready, STARTING",
    "stopping, ready, STOPPING",
    "error, not_ready, FAILED",
    "dreaming, ready, READY",
    "dreaming, dreaming, UNKNOWN"
  })
  void readinessCountsForMoreThanTheStatus(String status, String readiness, DeploymentState state) {
    stub.on("GET " + PATH + "/e1", endpoint(status, readiness));

    assertThat(endpoints.get(ID).state()).isEqualTo(state);
  }

  @Test
  void whereOneEndpointCanNotBeAskedForTheListIs() {
    stub.on("GET " + PATH + "/e1", 405, "{'detail':'Method Not Allowed'}");
    stub.on("GET " + PATH, "{'data':[" + endpoint("running", "ready") + "]}");

    assertThat(client.serving().deployment(ID).id()).isEqualTo(ID);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.serving().deployment(DeploymentId.of("e2")));
  }

  @Test
  void anEndpointIsAwaitedUntilItIsReadyOrWillNotBe() {
    stub.on("GET " + PATH + "/e1", endpoint("starting", "not_ready"));
    stub.on("GET " + PATH + "/e1", endpoint("running", "ready"));
    stub.on("GET " + PATH + "/e2", endpoint("error", "not_ready").replace("'e1'", "'e2'"));

    assertThat(endpoints.awaitReady(ID, Duration.ofHours(1)).state())
        .isEqualTo(DeploymentState.READY);
    assertThatExceptionOfType(ServingFailedException.class)
        .isThrownBy(() -> endpoints.awaitReady(DeploymentId.of("e2"), Duration.ofHours(1)))
        .withMessageContaining("may cost money")
        .satisfies(e -> assertThat(e.leftovers()).containsExactly("e2"));
  }

  @Test
  void anEndpointThatIsSwitchedOffIsNotAwaited() {
    stub.on(
        "GET " + PATH + "/e1",
        endpoint("stopped", "not_ready").replace("'enabled':true", "'enabled':false"));

    assertThatExceptionOfType(ServingFailedException.class)
        .isThrownBy(() -> endpoints.awaitReady(ID, Duration.ofHours(1)))
        .withMessageContaining("switch it on")
        .withMessageNotContaining("cost");
  }

  @Test
  void aChangeSendsWhatItNamesAlone() {
    stub.on("PATCH " + PATH + "/e1", endpoint("stopping", "not_ready"));

    endpoints.update(ID, DedicatedEndpointChange.enabled(false));
    assertThat(stub.last("PATCH " + PATH + "/e1").text()).isEqualTo("{\"enabled\":false}");

    endpoints.update(ID, DedicatedEndpointChange.replicas(2, 3));
    assertThat(stub.last("PATCH " + PATH + "/e1").text())
        .isEqualTo("{\"scaling\":{\"min_replicas\":2,\"max_replicas\":3}}");

    endpoints.update(ID, DedicatedEndpointChange.builder().clearCustomWeights(true).build());
    assertThat(stub.last("PATCH " + PATH + "/e1").text())
        .isEqualTo("{\"custom_weights_id\":\"UNSET\"}");
  }

  @Test
  void anEndpointIsDeleted() {
    stub.on("DELETE " + PATH + "/e1", "");

    client.serving().delete(ID);

    assertThat(stub.lines()).containsExactly("DELETE " + PATH + "/e1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"data", "templates"})
  void templatesAreReadUnderBothNames(String member) {
    stub.on(
        "GET " + PATH + "/templates",
        "{'"
            + member
            + "':[{'name':'openai/gpt-oss-20b','type':'text2text',"
            + "'flavors':{'base':{'regions':['eu-north1']}},'metadata':{'size_b':20}}]}");

    assertThat(endpoints.templates())
        .singleElement()
        .satisfies(t -> assertThat(t.name()).isEqualTo("openai/gpt-oss-20b"))
        .satisfies(t -> assertThat(t.flavors()).containsOnlyKeys("base"))
        .satisfies(t -> assertThat(t.extra()).containsKey("metadata"));
  }

  @Test
  void machinesAreKnownWithTheirPricesWithoutACall() {
    assertThat(client.serving().hardware())
        .filteredOn(machine -> machine.id().equals("gpu-h200-sxm"))
        .singleElement()
        .satisfies(machine -> assertThat(machine.hourlyPrice()).contains(Money.usd("4.7")))
        .extracting(Hardware::gpuMemoryGib)
        .isEqualTo(java.util.OptionalInt.of(141));
    assertThat(stub.seen()).isEmpty();
  }

  static Stream<UnaryOperator<DedicatedEndpointSpec.Builder>> outOfRange() {
    return Stream.of(
        s -> s.name(""),
        s -> s.name("x".repeat(101)),
        s -> s.description("x".repeat(501)),
        s -> s.minReplicas(0),
        s -> s.minReplicas(3),
        s -> s.routingKey("mine/model"),
        s -> s.customWeights("ftckpt_1"));
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void whatIsOutsideOfItsRangeIsRefused(UnaryOperator<DedicatedEndpointSpec.Builder> change) {
    assertThatIllegalArgumentException().isThrownBy(() -> spec(change));
  }

  private static DedicatedEndpointSpec spec(UnaryOperator<DedicatedEndpointSpec.Builder> change) {
    return change
        .apply(
            DedicatedEndpointSpec.builder()
                .name("support-llm")
                .template("openai/gpt-oss-20b")
                .gpuType("gpu-h100-sxm")
                .gpuCount(2)
                .region("eu-west1")
                .maxReplicas(2))
        .build();
  }

  private static String endpoint(String status, String readiness) {
    return "{'id':'e1','name':'support-llm','enabled':true,"
        + "'routing_key':'dedicated/openai/gpt-oss-20b-k3f9','model_name':'openai/gpt-oss-20b',"
        + "'flavor_name':'base','region':'eu-west1','gpu_type':'gpu-h100-sxm','gpu_count':2,"
        + "'custom_weights_id':null,'scaling':{'min_replicas':1,'max_replicas':2},"
        + "'deployment':{'ready_replicas':0,'status':'"
        + status
        + "','readiness':'"
        + readiness
        + "'},'created_at':'2026-09-19T10:14:00Z'}";
  }
}
