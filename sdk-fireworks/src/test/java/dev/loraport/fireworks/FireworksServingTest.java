package dev.loraport.fireworks;

import static dev.loraport.fireworks.Script.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Money;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.error.RateLimitedException;
import dev.loraport.error.ServingFailedException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.json.Json;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Serving, call by call. */
class FireworksServingTest extends ServingScript {
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
}
