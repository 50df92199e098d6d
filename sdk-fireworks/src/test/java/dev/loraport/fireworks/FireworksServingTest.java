package dev.loraport.fireworks;

import static dev.loraport.fireworks.Script.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Money;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.error.RateLimitedException;
import dev.loraport.error.ServerErrorException;
import dev.loraport.error.ServingFailedException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.json.Json;
import dev.loraport.serving.DeploymentState;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningArtifact;
import dev.loraport.tuning.TuningResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Serving, call by call. */
class FireworksServingTest {
  private static final String BASE = "accounts/fireworks/models/qwen3-8b";
  private static final String LORA = "accounts/my-team/models/support-lora";
  private static final String CREATE = "POST " + A + "/deployments";
  private static final String GET = "GET " + A + "/deployments/{d}";
  private static final String DELETE = "DELETE " + A + "/deployments/{d}";
  private static final String SHAPES = "GET /v1/accounts/fireworks/deploymentShapes";
  private static final String CHAT = "POST /inference/v1/chat/completions";
  private static final String LOADS = A + "/deployedModels";
  private static final String ANSWER = "{'id':'c','choices':[]}";
  private static final String NO_SHAPES = "{'deploymentShapes':[]}";

  private final Script script = new Script();

  private static String deployment(String state, String more) {
    return "{'name':'accounts/my-team/deployments/{id}','state':'"
        + state
        + "','status':{'code':'OK','message':''},'baseModel':'"
        + LORA
        + "','acceleratorType':'NVIDIA_H100_80GB','acceleratorCount':1,'desiredReplicaCount':1"
        + more
        + "}";
  }

  private static TuningResult result() {
    TuningArtifact adapter =
        new TuningArtifact(
            ArtifactKind.ADAPTER, LORA, Optional.empty(), Optional.empty(), OptionalLong.empty());
    return new TuningResult(
        "fireworks",
        JobId.of("supervisedFineTuningJobs/m4t8r2zq"),
        BASE,
        Optional.of(LORA),
        Optional.empty(),
        true,
        List.of(adapter));
  }

  private static ServingOptions.Builder h100() {
    return ServingOptions.builder().hardware("NVIDIA_H100_80GB");
  }

  /** All goes well: ready at the second look, and answers at the second question. */
  private Script wellScripted() {
    return script
        .on(SHAPES, NO_SHAPES)
        .on(CREATE, deployment("CREATING", ""))
        .on(GET, deployment("CREATING", ""))
        .on(GET, deployment("READY", ""))
        .on(GET, deployment("DELETED", ""))
        .on(CHAT, 404, "{'error':{'message':'Model not found','code':'NOT_FOUND'}}")
        .on(CHAT, ANSWER)
        .on(DELETE, "{}");
  }

  @ParameterizedTest
  @CsvSource({"2026-03-01,4", "2026-06-01,7", "2026-10-10,8"})
  void planSaysBeforeTheTrainingThatGpusAreNeededAndTheirPriceOfTheDay(String day, String price) {
    script.on(SHAPES, NO_SHAPES);
    try (FireworksClient client = script.client(day)) {
      ServingPlan plan = client.serving().plan(BASE, h100().build());

      assertThat(plan.mode()).isEqualTo(ServingMode.DEDICATED);
      assertThat(plan.hourlyCost()).contains(Money.usd(price));
      assertThat(plan.reason())
          .contains("serverless adapters are not offered on " + day)
          .contains("2026-02-13")
          .contains("merged into its base");
    }
  }

  @Test
  void planOfADayBeforeTheSourcesIsInDoubt() {
    try (FireworksClient client = script.client("2025-12-01")) {
      ServingPlan plan = client.serving().plan(BASE, ServingOptions.serverlessOrDedicated());

      assertThat(plan.mode()).isEqualTo(ServingMode.SERVERLESS);
      assertThat(plan.certain()).isFalse();
      assertThat(client.serving().plan(BASE, ServingOptions.dedicated()).mode())
          .isEqualTo(ServingMode.NONE);
      assertThat(script.sent()).isEmpty();
    }
  }

  @Test
  void anAdapterInDoubtIsLoadedWithoutADeploymentAndRefusedIfTheServiceDoes() {
    script.on("POST " + LOADS, 400, "{'code':3,'message':'serverless is not applicable'}");
    try (FireworksClient client = script.client("2025-12-01")) {
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(
              () -> client.serving().serve(result(), ServingOptions.serverlessOrDedicated()))
          .withMessageContaining("serverless is not applicable");
      assertThat(script.last("POST", LOADS).json())
          .isEqualTo(Json.object().put("model", LORA).build());
    }
  }

  @Test
  void serverlessOnlyIsRefusedWithTheDateAndTheWayOut() {
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(() -> client.serving().serve(result(), ServingOptions.serverlessOnly()))
          .withMessageContaining("2026-02-13")
          .withMessageContaining("ServingOptions.dedicated()");
      assertThat(script.sent()).isEmpty();
    }
  }

  @Test
  void anAdapterIsMergedServedAndDeletedWhenItIsClosed() {
    wellScripted();
    List<String> steps = new ArrayList<>();
    try (FireworksClient client = script.client()) {
      ServedModel served = client.serving().serve(result(), h100().listener(steps::add).build());

      String name = served.deployment().orElseThrow().id().value();
      assertThat(name).matches("tuned-m4t8r2zq-[a-z0-9]{6}");
      assertThat(served.model()).isEqualTo(ModelRef.of("accounts/my-team/deployments/" + name));
      assertThat(served.hourlyCost()).contains(Money.usd("8"));
      assertThat(script.last("POST", A + "/deployments").query()).isEqualTo("deploymentId=" + name);
      Json body = script.last("POST", A + "/deployments").json();
      assertThat(body.get("description").string().orElseThrow())
          .startsWith("Made by Loraport for job supervisedFineTuningJobs/m4t8r2zq, ");
      assertThat(body)
          .isEqualTo(
              Json.object()
                  .put("baseModel", LORA)
                  .put("description", body.get("description"))
                  .put("minReplicaCount", 1)
                  .put("maxReplicaCount", 1)
                  .put("acceleratorType", "NVIDIA_H100_80GB")
                  .put("acceleratorCount", 1)
                  .build());
      served.close();
      assertThat(script.changes())
          .containsExactly(CREATE + "?deploymentId={d}", CHAT, CHAT, DELETE + "?ignoreChecks=true");
      assertThat(steps)
          .contains("deployment " + name + ": CREATING", "deployment " + name + ": READY")
          .anyMatch(step -> step.endsWith("answers"));
    }
  }

  @Test
  void anAdapterIsLoadedOntoItsBase() {
    String load =
        "{'name':'accounts/my-team/deployedModels/l1','model':'"
            + LORA
            + "','deployment':'accounts/my-team/deployments/multi','state':";
    wellScripted()
        .on("GET " + A + "/deployments/multi", deployment("READY", ""))
        .on("POST " + LOADS, load + "'DEPLOYING'}")
        .on("GET " + LOADS + "/l1", load + "'DEPLOYING'}")
        .on("GET " + LOADS + "/l1", load + "'DEPLOYED'}");
    ServingOptions options =
        h100()
            .name("multi")
            .hotLoad(true)
            .minReplicas(0)
            .idleTimeout(Duration.ofMinutes(10))
            .build();
    try (FireworksClient client = script.client()) {
      ServedModel served = client.serving().serve(result(), options);
      served.keep();

      assertThat(served.model().name()).isEqualTo(LORA + "#accounts/my-team/deployments/multi");
      Json body = script.last("POST", A + "/deployments").json();
      assertThat(body)
          .isEqualTo(
              Json.object()
                  .put("baseModel", BASE)
                  .put("description", body.get("description"))
                  .put("minReplicaCount", 0)
                  .put("maxReplicaCount", 1)
                  .put("acceleratorType", "NVIDIA_H100_80GB")
                  .put("acceleratorCount", 1)
                  .put("precision", "BF16")
                  .put("enableAddons", true)
                  .put("autoscalingPolicy", Json.object().put("scaleToZeroWindow", "600s").build())
                  .build());
      assertThat(script.last("POST", LOADS).json())
          .isEqualTo(
              Json.object()
                  .put("model", LORA)
                  .put("deployment", "accounts/my-team/deployments/multi")
                  .build());
    }
  }

  @Test
  void theCheapestPresetOfTheBaseIsTaken() {
    String shape =
        "{'name':'accounts/fireworks/deploymentShapes/%s','baseModel':'%s',"
            + "'acceleratorType':'NVIDIA_H100_80GB','acceleratorCount':%d,'precision':'%s'}";
    String list =
        String.join(
            ",",
            shape.formatted("other", "accounts/fireworks/models/other", 1, "BF16"),
            shape.formatted("fast", BASE, 1, "FP8"),
            shape.formatted("wide", BASE, 4, "BF16"),
            shape.formatted("minimal", BASE, 2, "BF16"));
    script.on(SHAPES, "{'deploymentShapes':[" + list + "]}");
    try (FireworksClient client = script.client()) {
      ServingPlan merged = client.serving().plan(BASE, ServingOptions.dedicated());
      ServingPlan loaded =
          client.serving().plan(BASE, ServingOptions.builder().hotLoad(true).build());
      ServingPlan named =
          client.serving().plan(BASE, ServingOptions.builder().hardware("wide").build());

      assertThat(List.of(merged, loaded, named))
          .extracting(plan -> plan.hardware().orElseThrow().id().replaceAll(".*/", ""))
          .containsExactly("fast", "minimal", "wide");
      assertThat(List.of(merged, loaded, named))
          .extracting(plan -> plan.hourlyCost().orElseThrow())
          .containsExactly(Money.usd("8"), Money.usd("16"), Money.usd("32"));
    }
  }

  @Test
  void withoutAPresetThePlanIsInDoubt() {
    script.on(SHAPES, NO_SHAPES);
    try (FireworksClient client = script.client()) {
      ServingPlan guessed = client.serving().plan(BASE, ServingOptions.dedicated());

      assertThat(guessed.certain()).isFalse();
      assertThat(guessed.reason()).contains("may be too small");
      assertThat(guessed.alternatives()).singleElement().asString().contains("4xNVIDIA_H100_80GB");
      assertThat(client.serving().plan(BASE, h100().build()).certain()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-01, accounts/fireworks/models/kimi-k2-thinking, 128",
    "2026-10-10, accounts/fireworks/models/kimi-k2-thinking, 256",
    "2026-10-10, kimi-k2-thinking, 256"
  })
  void withoutAPresetTheGpusThatASourceNamesAreTakenAndKeptBelowTheLimit(
      String day, String kimi, String price) {
    script.on(SHAPES, NO_SHAPES);
    try (FireworksClient client = script.client(day)) {
      ServingPlan plan = client.serving().plan(kimi, ServingOptions.dedicated());
      assertThat(plan.certain()).isTrue();
      assertThat(plan.hourlyCost()).contains(Money.usd(price));
      assertThat(plan.hardware().orElseThrow().id()).isEqualTo("32xNVIDIA_H100_80GB");
      assertThat(plan.reason()).contains("needs a dedicated deployment on 32 H100");

      ServingOptions.Builder below = ServingOptions.builder().maxHourlyCost(Money.usd("50"));
      ServingPlan tooDear = client.serving().plan(kimi, below.build());
      assertThat(tooDear.mode()).isEqualTo(ServingMode.NONE);
      assertThat(tooDear.reason()).contains("32xNVIDIA_H100_80GB", price);

      ServingOptions other = below.hardware("NVIDIA_H100_80GB").build();
      assertThat(client.serving().plan(kimi, other).hardware().orElseThrow().id())
          .isEqualTo("NVIDIA_H100_80GB");
    }
  }

  @Test
  void serverlessOnlyIsRefusedWithTheGpusThatASourceNamesAndTheirPrice() {
    try (FireworksClient client = script.client("2026-10-10")) {
      ServingPlan plan =
          client
              .serving()
              .plan("accounts/fireworks/models/kimi-k2-thinking", ServingOptions.serverlessOnly());

      assertThat(plan.mode()).isEqualTo(ServingMode.NONE);
      assertThat(plan.reason())
          .contains("serverless adapters are not offered", "32xNVIDIA_H100_80GB")
          .contains("needs a dedicated deployment on 32 H100", "$256.00 an hour");
      assertThat(script.sent()).isEmpty();
    }
  }

  @Test
  void aRouteThatIsForbiddenAtFirstIsAskedAgain() {
    script
        .on(CREATE, deployment("CREATING", ""))
        .on(GET, deployment("READY", ""))
        .on(CHAT, 403, "{'error':{'message':'not found or not deployed'}}")
        .on(CHAT, ANSWER);
    try (FireworksClient client = script.client()) {
      client.serving().serve(result(), h100().build()).keep();
      assertThat(script.changes()).containsExactly(CREATE + "?deploymentId={d}", CHAT, CHAT);
    }
  }

  @Test
  void aRouteThatStaysForbiddenIsGivenUpAfterThreeMinutes() {
    script
        .on(CREATE, deployment("CREATING", ""))
        .on(GET, deployment("READY", ""))
        .on(GET, 404, "{'code':5,'message':'gone'}")
        .on(CHAT, 403, "{'error':{'message':'no inference for this key'}}")
        .on(DELETE, "{}");
    Instant begin = script.now();
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(PermissionDeniedException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().build()));
      assertThat(script.since(begin)).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
      assertThat(script.changes()).endsWith(DELETE + "?ignoreChecks=true");
    }
  }

  @Test
  void aPresetIsAskedForByItsNameAlone() {
    String shape = "accounts/my-team/deploymentShapes/ours";
    wellScripted();
    try (FireworksClient client = script.client()) {
      client.serving().serve(result(), ServingOptions.builder().hardware(shape).build()).close();

      Json body = script.last("POST", A + "/deployments").json();
      assertThat(body.get("deploymentShape").string()).contains(shape);
      assertThat(body.members()).doesNotContainKeys("acceleratorType", "acceleratorCount");
    }
  }

  @Test
  void whatIsTooDearUnknownOrTooShortIsRefusedBeforeAnythingIsCreated() {
    script.on(SHAPES, NO_SHAPES);
    try (FireworksClient client = script.client()) {
      ServingOptions dear =
          ServingOptions.builder()
              .hardware("2xNVIDIA_H100_80GB")
              .maxHourlyCost(Money.usd("10"))
              .build();
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(() -> client.serving().serve(result(), dear))
          .withMessageContaining("16");
      ServingOptions unknown = ServingOptions.builder().hardware("big").build();
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(() -> client.serving().serve(result(), unknown))
          .withMessageContaining("\"big\" is no GPU");
      ServingOptions shortIdle = h100().minReplicas(0).idleTimeout(Duration.ofMinutes(1)).build();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.serving().serve(result(), shortIdle))
          .withMessageContaining("5 minutes");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.serving().serve(result(), h100().name("My model").build()))
          .withMessageContaining("a-z");
      assertThat(script.changes()).isEmpty();
    }
  }

  @Test
  void aDeploymentThatFailsIsDeletedAndItsReasonTold() {
    script
        .on(CREATE, deployment("CREATING", ""))
        .on(
            GET,
            "{'name':'accounts/my-team/deployments/{id}','state':'FAILED',"
                + "'status':{'code':'INTERNAL','message':'no image'}}")
        .on(GET, 404, "{'code':5,'message':'gone'}")
        .on(DELETE, "{}");
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServingFailedException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().build()))
          .withMessageContaining("ended as FAILED: no image")
          .satisfies(e -> assertThat(e.leftovers()).isEmpty());
      assertThat(script.changes())
          .containsExactly(CREATE + "?deploymentId={d}", DELETE + "?ignoreChecks=true");
    }
  }

  @Test
  void aDeploymentThatGetsNoGpusIsGivenUpAndDeleted() {
    script
        .on(CREATE, deployment("CREATING", ""))
        .on(GET, deployment("CREATING", ",'replicaStats':{'pendingSchedulingReplicaCount':1}"))
        .on(DELETE, 404, "{'code':5,'message':'gone'}");
    Instant begin = script.now();
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServingFailedException.class)
          .isThrownBy(
              () ->
                  client.serving().serve(result(), h100().timeout(Duration.ofMinutes(20)).build()))
          .withMessageContaining("was not ready after 20m on NVIDIA_H100_80GB")
          .withMessageContaining("1 replicas still wait for GPUs");
      assertThat(script.since(begin)).isGreaterThanOrEqualTo(Duration.ofMinutes(20));
      assertThat(script.changes()).endsWith(DELETE + "?ignoreChecks=true");
    }
  }

  @Test
  void aQuotaOfGpusIsToldAtOnceAndNothingIsDeleted() {
    script.on(CREATE, 429, "{'code':8,'message':'quota exceeded: NVIDIA_H100_80GB'}");
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(RateLimitedException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().build()))
          .withMessageContaining("quota");
      assertThat(script.changes()).containsExactly(CREATE + "?deploymentId={d}");
    }
  }

  @Test
  void aRouteThatIsNotFoundIsGivenUpAfterThreeMinutes() {
    script
        .on(CREATE, deployment("CREATING", ""))
        .on(GET, deployment("READY", ""))
        .on(GET, deployment("DELETED", ""))
        .on(CHAT, 503, "{'error':{'message':'waking','code':'DEPLOYMENT_SCALING_UP'}}")
        .on(CHAT, 404, "{'error':{'message':'Model not found','code':'NOT_FOUND'}}")
        .on(DELETE, "{}");
    Instant begin = script.now();
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().build()));
      assertThat(script.since(begin)).isBetween(Duration.ofMinutes(3), Duration.ofMinutes(4));
      assertThat(script.changes()).endsWith(DELETE + "?ignoreChecks=true");
    }
  }

  @Test
  void anAdapterThatCanNotBeLoadedIsToldAndDeleted() {
    script
        .on(CREATE, deployment("CREATING", ""))
        .on(GET, deployment("READY", ""))
        .on(GET, deployment("DELETED", ""))
        .on(CHAT, 412, "{'error':{'message':'The LoRA addon could not be loaded'}}")
        .on(DELETE, "{}");
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServingFailedException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().build()))
          .withMessageContaining("does not answer")
          .withMessageContaining("rank, target modules");
      assertThat(script.changes()).endsWith(DELETE + "?ignoreChecks=true");
    }
  }

  @Test
  void aNameThatIsTakenIsRefusedAndLeftAlone() {
    script
        .on(CREATE, 409, "{'code':6,'message':'exists'}")
        .on("GET " + A + "/deployments/prod", deployment("READY", ",'description':'of others'"));
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().name("prod").build()))
          .withMessageContaining("a deployment prod is there already");
      assertThat(script.changes()).containsExactly(CREATE + "?deploymentId=prod");
    }
  }

  @Test
  void aLostAnswerEndsWithTheOneDeployment() {
    script
        .on(CREATE, 500, "{'code':13,'message':'internal'}")
        .on(GET, 404, "{'code':5,'message':'not yet'}")
        .on(GET, deployment("READY", ""))
        .on(CHAT, ANSWER);
    try (FireworksClient client = script.client()) {
      ServedModel served = client.serving().serve(result(), h100().build());
      served.keep();
      assertThat(served.deployment().orElseThrow().state()).isEqualTo(DeploymentState.READY);
      assertThat(script.changes()).containsExactly(CREATE + "?deploymentId={d}", CHAT);
    }
  }

  @Test
  void aDescriptionOfTheUserIsKeptBehindTheMark() {
    wellScripted();
    ServingOptions options = h100().putExtra("description", Json.of("for the shop")).build();
    try (FireworksClient client = script.client()) {
      client.serving().serve(result(), options).close();

      assertThat(
              script
                  .last("POST", A + "/deployments")
                  .json()
                  .get("description")
                  .string()
                  .orElseThrow())
          .startsWith("Made by Loraport for job ")
          .endsWith("; for the shop");
      assertThat(script.changes()).endsWith(DELETE + "?ignoreChecks=true");
      ServingOptions wrong = h100().putExtra("description", Json.of(1)).build();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.serving().serve(result(), wrong))
          .withMessageContaining("must be a text");
    }
  }

  @Test
  void theAnswerToTheRequestIsOursWhateverItsDescription() {
    script
        .on(CREATE, deployment("CREATING", ",'description':'rewritten by the server'"))
        .on(GET, deployment("FAILED", ",'description':'rewritten by the server'"))
        .on(GET, 404, "{'code':5,'message':'gone'}")
        .on(DELETE, "{}");
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServingFailedException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().build()));
      assertThat(script.changes())
          .containsExactly(CREATE + "?deploymentId={d}", DELETE + "?ignoreChecks=true");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'description':''"})
  void aRecordWithoutDescriptionUnderATakenNameIsNotOurs(String description) {
    script
        .on(CREATE, 409, "{'code':6,'message':'exists'}")
        .on("GET " + A + "/deployments/prod", deployment("READY", description));
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().name("prod").build()))
          .withMessageContaining("a deployment prod is there already");
      assertThat(script.changes()).containsExactly(CREATE + "?deploymentId=prod");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'description':''"})
  void aRecordWithoutDescriptionUnderANameOfTheUserIsNotOursAfterALostAnswer(String description) {
    script
        .on(CREATE, 500, "{'code':13,'message':'internal'}")
        .on("GET " + A + "/deployments/prod", deployment("READY", description));
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().name("prod").build()));
      assertThat(script.changes()).containsExactly(CREATE + "?deploymentId=prod");
    }
  }

  @Test
  void aDeploymentThatShowsLateAfterALostAnswerIsStillDeleted() {
    script.on(CREATE, 500, "{'code':13,'message':'internal'}");
    for (int look = 0; look < 7; look++) {
      script.on(GET, 404, "{'code':5,'message':'not yet'}");
    }
    script
        .on(GET, deployment("CREATING", ""))
        .on(GET, 404, "{'code':5,'message':'gone'}")
        .on(DELETE, "{}");
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServerErrorException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().build()));
      assertThat(script.changes())
          .containsExactly(CREATE + "?deploymentId={d}", DELETE + "?ignoreChecks=true");
    }
  }

  @Test
  void aDeploymentThatIsNeverFoundAfterALostAnswerIsNamedInTheLog() {
    script
        .on(CREATE, 500, "{'code':13,'message':'internal'}")
        .on(GET, 404, "{'code':5,'message':'no such deployment'}");
    try (LogCatcher log = LogCatcher.of("dev.loraport.serving");
        FireworksClient client = script.client()) {
      assertThatExceptionOfType(ServerErrorException.class)
          .isThrownBy(() -> client.serving().serve(result(), h100().build()));
      assertThat(log.text())
          .containsPattern("deployment tuned-m4t8r2zq-\\w+ was not found")
          .contains("serving().delete(id)");
    }
  }
}
