package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.ClientConfig;
import dev.loraport.Money;
import dev.loraport.adapter.AdapterId;
import dev.loraport.error.AuthenticationException;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.ServingFailedException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.error.WaitTimeoutException;
import dev.loraport.serving.AdapterLoadState;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.DeploymentState;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TogetherServingTest {
  private static final String ENDPOINTS = "POST /v2/projects/{p}/endpoints";
  private static final String ENDPOINT = "/v2/projects/{p}/endpoints/{e}";
  private static final String DEPLOYMENTS = "POST " + ENDPOINT + "/deployments";
  private static final String PRICES = "GET /v2/public/inference-instance-types";
  private static final String CHAT = "POST /v1/chat/completions";
  private static final ServingOptions DEDICATED = ServingOptions.dedicated();

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-02-13 | meta-llama/Meta-Llama-3.1-8B-Instruct-Reference | any | SERVERLESS | true  | 2026-02-13",
        "2026-02-13 | Qwen/Qwen3-235B-A22B-Instruct-2507 | any | SERVERLESS | true  | -tput",
        "2026-02-13 | Qwen/Qwen3-8B | any | NONE | true  | not among the bases",
        "2026-02-13 | meta-llama/Meta-Llama-3.1-8B-Instruct-Reference | dedicated | NONE | true | begin on 2026-07-16",
        "2026-05-01 | Qwen/Qwen3-8B | any | SERVERLESS | false | no source says",
        "2026-05-01 | Qwen/Qwen3-8B | dedicated | NONE | true | begin on 2026-07-16",
        "2026-08-20 | Qwen/Qwen3-8B | any | DEDICATED | true | the provider's own",
        "2026-08-20 | Qwen/Qwen3-8B | serverless | NONE | true | not offered on 2026-08-20",
        "2026-08-20 | meta-llama/Meta-Llama-3.1-8B-Instruct-Reference | any | NONE | true | -Reference"
      })
  void aPlanFollowsTheDay(
      String day, String model, String preference, ServingMode mode, boolean certain, String why) {
    rig.close();
    rig = new Rig(day);
    ServingOptions options =
        switch (preference) {
          case "serverless" -> ServingOptions.serverlessOnly();
          case "dedicated" -> ServingOptions.dedicated();
          default -> ServingOptions.serverlessOrDedicated();
        };
    var plan = rig.client.serving().plan(model, options);
    assertThat(plan.mode()).isEqualTo(mode);
    assertThat(plan.certain()).isEqualTo(certain);
    assertThat(plan.reason()).contains(why);
    assertThat(plan.alternatives().isEmpty()).isEqualTo(mode != ServingMode.NONE && certain);
    assertThat(rig.changes()).isEmpty();
  }

  @Test
  void anOldAdapterIsNotPromisedServerless() {
    rig.close();
    rig = new Rig("2026-02-13");
    TuningResult old =
        new TuningResult(
            "together",
            dev.loraport.tuning.JobId.of("ft-1"),
            "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference",
            Optional.empty(),
            Optional.of(java.time.Instant.parse("2024-12-16T23:59:59Z")),
            true,
            List.of());
    var plan = rig.client.serving().plan(old, ServingOptions.serverlessOnly());
    assertThat(plan.mode()).isEqualTo(ServingMode.NONE);
    assertThat(plan.reason()).contains("2024-12-17");
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8  | 16 | q_proj,v_proj | SERVERLESS | takes serverless adapters",
        "16 | 16 | q_proj,v_proj | NONE | another rank",
        "8  | 32 | q_proj,v_proj | NONE | another alpha",
        "8  | 16 | q_proj | NONE | other modules"
      })
  void goingOnWithAnotherShapeLosesTheServerlessWay(
      int rank, int alpha, String modules, ServingMode mode, String why) {
    rig.close();
    rig = new Rig("2026-02-13");
    String model = "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference";
    Lora first = lora(8, 16, "q_proj,v_proj");
    TuningJob parent = ended(rig.client.jobs().create(rig.spec().model(model).lora(first).build()));
    TuningJob child =
        ended(
            rig.client
                .jobs()
                .create(
                    rig.spec()
                        .model(model)
                        .lora(lora(rank, alpha, modules))
                        .fromCheckpoint(parent.id().value())
                        .build()));

    var plan = rig.client.serving().plan(child.result(), ServingOptions.serverlessOnly());
    assertThat(plan.mode()).isEqualTo(mode);
    assertThat(plan.reason()).contains(why);
    assertThat(rig.client.serving().plan(parent.result(), ServingOptions.serverlessOnly()).mode())
        .isEqualTo(ServingMode.SERVERLESS);
  }

  private TuningJob ended(TuningJob job) {
    return rig.client.jobs().await(job.id(), Rig.HOURS);
  }

  private static Lora lora(int rank, int alpha, String modules) {
    return Lora.builder().rank(rank).alpha(alpha).addTargetModules(modules.split(",", -1)).build();
  }

  @Test
  void aJobThatCanNotBeReadLeavesTheServerlessWayInDoubt() {
    rig.close();
    rig = new Rig("2026-02-13");
    TuningResult result =
        rig.finishedJob("meta-llama/Meta-Llama-3.1-8B-Instruct-Reference").result();
    rig.fake.faults().on("GET /v1/fine-tunes/{id}").next(Fault.status(404));
    var plan = rig.client.serving().plan(result, ServingOptions.serverlessOnly());
    assertThat(plan.mode()).isEqualTo(ServingMode.SERVERLESS);
    assertThat(plan.certain()).isFalse();
    assertThat(plan.reason()).contains("can't be read");
  }

  @Test
  void whatIsInDoubtIsTriedAndARefusalIsPlain() {
    rig.close();
    rig = new Rig("2026-05-01");
    TuningResult result = rig.result();
    assertThatExceptionOfType(ServingRefusedException.class)
        .isThrownBy(
            () ->
                rig.client.serving().serve(result, ServingOptions.serverlessOrDedicated()).close())
        .withMessageContaining("404")
        .withMessageContaining("instead: ")
        .satisfies(e -> assertThat(e.plan().mode()).isEqualTo(ServingMode.NONE));
    assertThat(rig.fake.journal().count(CHAT)).isEqualTo(1);
  }

  @Test
  void aPriceComesFromTheProviderOrElseFromTheFacts() {
    assertThat(rig.client.serving().plan(Rig.BASE, DEDICATED).hourlyCost())
        .contains(Money.usd("3.99"));
    rig.fake.faults().on(PRICES).always(Fault.status(404));
    var plan = rig.client.serving().plan(Rig.BASE, DEDICATED);
    assertThat(plan.hourlyCost()).contains(Money.usd("5.49"));
    assertThat(plan.reason()).contains("estimate");
  }

  @Test
  void aModelWhoseMachineIsUnknownIsPlannedInDoubtAndNotServed() {
    TuningResult result = rig.result();
    rig.fake.faults().on("GET /v2/supported-models").always(Fault.status(404));
    var plan = rig.client.serving().plan(Rig.BASE, DEDICATED);
    assertThat(plan.mode()).isEqualTo(ServingMode.DEDICATED);
    assertThat(plan.certain()).isFalse();
    assertThatExceptionOfType(ServingRefusedException.class)
        .isThrownBy(() -> rig.client.serving().serve(result, DEDICATED).close());
    assertThat(rig.fake.journal().count(ENDPOINTS)).isZero();
  }

  @Test
  void aRefusedKeyIsNoDoubt() {
    rig.fake.faults().on("GET /v2/supported-models").always(Fault.status(401));
    assertThatExceptionOfType(AuthenticationException.class)
        .isThrownBy(() -> rig.client.serving().plan(Rig.BASE, DEDICATED));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 3.98, costs $3.99 an hour",
    "1, 2, 5.00, costs $7.98 an hour",
    "0, 1, 100, scale to zero"
  })
  void whatIsTooDearOrCanNotBeIsRefused(int least, int most, String limit, String why) {
    TuningResult result = rig.result();
    ServingOptions options =
        ServingOptions.builder()
            .from(DEDICATED)
            .minReplicas(least)
            .maxReplicas(most)
            .maxHourlyCost(Money.usd(limit))
            .build();
    assertThatExceptionOfType(ServingRefusedException.class)
        .isThrownBy(() -> rig.client.serving().serve(result, options).close())
        .withMessageContaining(why);
    assertThat(rig.fake.journal().count(ENDPOINTS)).isZero();
  }

  @Test
  void aHotLoadedAdapterIsRefusedAndAMergedOneTakesTheMergedModel() {
    TuningResult result = rig.result();
    ServingOptions hot = ServingOptions.builder().from(DEDICATED).hotLoad(true).build();

    assertThatExceptionOfType(ServingRefusedException.class)
        .isThrownBy(() -> rig.client.serving().serve(result, hot))
        .withMessageContaining("by which name a loaded adapter is asked");
    assertThat(rig.fake.journal().count(ENDPOINTS)).isZero();

    ServingOptions merged = ServingOptions.builder().from(DEDICATED).hotLoad(false).build();
    String id = result.artifact(ArtifactKind.MERGED_MODEL).orElseThrow().id();
    try (ServedModel served = rig.client.serving().serve(result, merged)) {
      assertThat(served.mode()).isEqualTo(ServingMode.DEDICATED);
      assertThat(rig.lastBody(DEPLOYMENTS).get("model").string().orElseThrow()).contains(id);
      assertThat(rig.lastBody(DEPLOYMENTS).get("enableLora").isAbsent()).isTrue();
    }
  }

  @Test
  void aMachineThatIsAskedForIsTakenOrRefused() {
    ServingOptions.Builder options = ServingOptions.builder().from(DEDICATED);
    assertThat(
            rig.client
                .serving()
                .plan(Rig.BASE, options.hardware("1xNVIDIA-h100-80gb").build())
                .hardware()
                .map(Hardware::id))
        .contains("1xnvidia-h100-80gb");
    assertThat(rig.client.serving().plan(Rig.BASE, options.hardware("1xtpu").build()).reason())
        .contains("1xtpu");
  }

  @Test
  void aNameThatIsTakenIsRefusedSoThatNothingOfOthersIsTouched() {
    TuningResult result = rig.result();
    ServingOptions named = ServingOptions.builder().from(DEDICATED).name("support").build();
    try (ServedModel served = rig.client.serving().serve(result, named)) {
      assertThat(served.model().name()).endsWith("/support");
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(() -> rig.client.serving().serve(result, named).close())
          .withMessageContaining("/support");
      assertThat(living()).hasSize(1);
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

  @ParameterizedTest
  @CsvSource({
    "POST /v2/projects/{p}/endpoints/{e}/deployments",
    "GET /v2/projects/{p}/endpoints/{e}/deployments/{d}",
    "PATCH /v2/projects/{p}/endpoints/{e}",
    "POST /v1/chat/completions"
  })
  void whateverFailsAfterCreationLeavesNothing(String route) {
    TuningResult result = rig.result();
    rig.fake.faults().on(route).next(Fault.status(422));
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> rig.client.serving().serve(result, DEDICATED).close());
    assertThat(rig.fake.journal().count(ENDPOINTS)).isEqualTo(1);
    assertThat(endpointsLeft()).isZero();
  }

  @Test
  void aDeploymentThatFailsLeavesNothing() {
    TuningResult result = rig.result();
    rig.answer(
        "GET /v2/projects/{p}/endpoints/{e}/deployments/{d}",
        200,
        "{'id':'dep_1','name':'acme/x/main',"
            + "'status':{'state':'DEPLOYMENT_STATE_FAILED','message':'no capacity'}}");
    assertThatExceptionOfType(ServingFailedException.class)
        .isThrownBy(() -> rig.client.serving().serve(result, DEDICATED).close())
        .withMessageContaining("no capacity")
        .satisfies(e -> assertThat(e.leftovers()).isEmpty());
    assertThat(endpointsLeft()).isZero();
  }

  @Test
  void aWaitThatIsTooLongLeavesNothing() {
    TuningResult result = rig.result();
    rig.fake
        .faults()
        .on("GET /v2/projects/{p}/endpoints/{e}/deployments/{d}")
        .next(
            40,
            Rig.body(
                200,
                "{'id':'dep_1','name':'acme/x/main',"
                    + "'status':{'state':'DEPLOYMENT_STATE_SCALING'}}"));
    ServingOptions brief =
        ServingOptions.builder().from(DEDICATED).timeout(Duration.ofSeconds(20)).build();
    assertThatExceptionOfType(WaitTimeoutException.class)
        .isThrownBy(() -> rig.client.serving().serve(result, brief).close())
        .withMessageContaining("deployment ep_");
    assertThat(endpointsLeft()).isZero();
  }

  @Test
  void theRouteIsWaitedFor() {
    TuningResult result = rig.result();
    rig.fake
        .faults()
        .on(CHAT)
        .next(3, Rig.body(503, "{'error':{'message':'no route','type':'routing_error'}}"))
        .next(Fault.status(404));
    try (ServedModel served = rig.client.serving().serve(result, DEDICATED)) {
      assertThat(rig.client.chat().complete(served.model(), "Hi").text()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "POST /v2/projects/{p}/endpoints",
    "POST /v2/projects/{p}/endpoints/{e}/deployments",
    "PATCH /v2/projects/{p}/endpoints/{e}"
  })
  void aLostAnswerCreatesNothingTwice(String route) {
    TuningResult result = rig.result();
    rig.fake.faults().on(route).next(Fault.lostAnswer());
    try (ServedModel served = rig.client.serving().serve(result, DEDICATED)) {
      assertThat(living()).hasSize(1);
      assertThat(served.deployment()).isPresent();
    }
    assertThat(rig.fake.journal().count(ENDPOINTS)).isEqualTo(1);
    assertThat(rig.fake.journal().count(DEPLOYMENTS)).isEqualTo(1);
    assertThat(endpointsLeft()).isZero();
  }

  @Test
  void aStaleEtagIsReadAgain() {
    TuningResult result = rig.result();
    rig.fake.faults().on("PATCH " + ENDPOINT).next(Fault.status(409));
    rig.fake.faults().on("DELETE " + ENDPOINT).next(2, Fault.status(409));
    rig.client.serving().serve(result, DEDICATED).close();
    assertThat(endpointsLeft()).isZero();
  }

  @Test
  void whatCanNotBeDeletedIsNamed() {
    TuningResult result = rig.result();
    rig.fake.faults().on("DELETE " + ENDPOINT + "/deployments/{d}").always(Fault.status(403));
    ServedModel served = rig.client.serving().serve(result, DEDICATED);
    DeploymentId id = served.deployment().orElseThrow().id();
    assertThatExceptionOfType(ServingFailedException.class)
        .isThrownBy(served::close)
        .withMessageContaining(id.value())
        .satisfies(e -> assertThat(e.leftovers()).containsExactly(id.value()));

    rig.fake.faults().on(CHAT).next(Fault.status(422));
    assertThatExceptionOfType(ServingFailedException.class)
        .isThrownBy(() -> rig.client.serving().serve(result, DEDICATED).keep())
        .withMessageContaining("may cost money")
        .satisfies(e -> assertThat(e.leftovers()).hasSize(1))
        .withCauseInstanceOf(BadRequestException.class);
  }

  @Test
  void cancellingDeletesWhatWasCreated() throws InterruptedException {
    TuningResult result = rig.result();
    rig.fake.faults().on(CHAT).next(Fault.stallBeforeHeaders());
    CompletableFuture<ServedModel> serving = rig.client.serving().async().serve(result, DEDICATED);
    assertThat(rig.fake.journal().awaitCalls(CHAT, 1, Duration.ofSeconds(10))).isTrue();
    serving.cancel(true);
    rig.client.close();
    assertThat(rig.fake.journal().awaitClientClosed(CHAT, Duration.ofSeconds(5))).isTrue();
    assertThat(rig.fake.journal().count("DELETE " + ENDPOINT)).isEqualTo(1);
  }

  @Test
  void closingTheClientDeletesWhatIsBeingServed() throws InterruptedException {
    TuningResult result = rig.result();
    rig.fake.faults().on(CHAT).next(Fault.stallBeforeHeaders());
    CompletableFuture<ServedModel> serving = rig.client.serving().async().serve(result, DEDICATED);
    assertThat(rig.fake.journal().awaitCalls(CHAT, 1, Duration.ofSeconds(10))).isTrue();
    rig.client.close();
    assertThat(serving).isCancelled();
    assertThat(rig.fake.journal().count("DELETE " + ENDPOINT)).isEqualTo(1);
  }

  @Test
  void anInterruptedThreadStillDeletesOnClose() {
    ServedModel served = rig.client.serving().serve(rig.result(), DEDICATED);
    Thread.currentThread().interrupt();
    served.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(endpointsLeft()).isZero();
    served.close();
  }

  @Test
  void anInterruptInTheMiddleOfADeletionDoesNotEndIt() {
    Thread closing = Thread.currentThread();
    Consumer<ClientConfig.Builder> interrupts =
        config ->
            config.addInterceptors(
                (request, call, next) -> {
                  if (request.method().equals("DELETE")) {
                    closing.interrupt();
                  }
                  return next.proceed(request);
                });
    try (Rig own = new Rig(Rig.TODAY, interrupts)) {
      ServedModel served = own.client.serving().serve(own.result(), DEDICATED);
      served.close();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(own.client.serving().deployments().toList()).isEmpty();
    }
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
      LoadedAdapter loaded = rig.client.serving().load(id, second);
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
