package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.error.ServerErrorException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.error.UploadException;
import dev.loraport.error.WaitTimeoutException;
import dev.loraport.json.Json;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Serving, which the service has given up. */
class NebiusServingTest extends AdapterStub {
  private static final String BETWEEN = "2026-06-15";
  private static final String NOW = "2026-10-01";

  @Test
  void aFinishedJobIsServedAndItsAdapterDeletedOnClose() {
    checkpoints();
    stub.on("POST /v0/models", created("validating"));
    stub.on("GET " + MODEL, "{'detail':'not yet'}");
    stub.on("GET " + MODEL, created("active"));
    stub.on("POST /v1/chat/completions", 404, "{'detail':'no such model'}");
    stub.on("POST /v1/chat/completions", "{'id':'c','choices':[{}]}");
    stub.on("DELETE " + MODEL, created("deleted"));

    try (NebiusClient client = stub.client(THEN);
        ServedModel served =
            client.serving().serve(result(), ServingOptions.builder().name("support").build())) {
      assertThat(served.mode()).isEqualTo(ServingMode.SERVERLESS);
      assertThat(served.model().name()).isEqualTo(FULL);
      assertThat(stub.last("POST /v0/models").json())
          .isEqualTo(
              json("{'name':'support','base_model':'" + SERVED + "','source':'ftjob-1:ftckpt_2'}"));
      assertThat(stub.last("POST /v1/chat/completions").json().get("max_tokens").integer())
          .contains(1L);
      assertThat(stub.lines()).doesNotContain("DELETE " + MODEL);
    }
    assertThat(stub.lines()).endsWith("DELETE " + MODEL);
  }

  @Test
  void anAdapterThatIsRefusedIsDeletedAgain() {
    checkpoints();
    stub.on("POST /v0/models", created("validating"));
    stub.on("GET " + MODEL, created("error").replace("}", ",'status_reason':'rank too high'}"));
    stub.on("DELETE " + MODEL, created("deleted"));

    try (NebiusClient client = stub.client(THEN)) {
      assertThatExceptionOfType(UploadException.class)
          .isThrownBy(
              () ->
                  client.serving().serve(result(), ServingOptions.serverlessOrDedicated()).close())
          .withMessageContaining("rank too high");
    }
    assertThat(stub.lines()).endsWith("DELETE " + MODEL);
  }

  @Test
  void anAdapterWhoseTimeIsOverIsDeletedAgain() {
    checkpoints();
    stub.on("POST /v0/models", created("validating"));
    stub.on("GET " + MODEL, created("active"));
    stub.on("DELETE " + MODEL, created("deleted"));
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2025-12-15T09:00:00Z"));
    Duration second = Duration.ofSeconds(1);
    ServingOptions brief =
        ServingOptions.builder()
            .timeout(second)
            .listener(step -> now.updateAndGet(time -> time.plus(second)))
            .build();

    try (NebiusClient client =
        stub.client(THEN, builder -> builder.config(config -> config.clock(now::get)))) {
      assertThatExceptionOfType(WaitTimeoutException.class)
          .isThrownBy(() -> client.serving().serve(result(), brief).close());
    }
    assertThat(stub.lines()).endsWith("DELETE " + MODEL);
  }

  @Test
  void todayAPlanRefusesWithReasonDateAndTwoWaysOutBeforeAnythingIsSent() {
    try (NebiusClient client = stub.client(NOW)) {
      ServingPlan plan = client.serving().plan(TRAINED, ServingOptions.serverlessOrDedicated());

      assertThat(plan.mode()).isEqualTo(ServingMode.NONE);
      assertThat(plan.reason()).contains("2026-09-24").contains("2026-09-19");
      assertThat(plan.alternatives()).hasSize(2);
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(() -> client.serving().serve(result(), ServingOptions.dedicated()).close())
          .withMessageContaining("download the adapter")
          .withMessageContaining("custom weights");
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> client.adapters().list().toList())
          .satisfies(e -> assertThat(e.capability()).isEqualTo(Capability.ADAPTER_UPLOAD));
    }
    assertThat(stub.seen()).isEmpty();
  }

  @Test
  void whatIsServedDependsOnTheDay() {
    try (NebiusClient then = stub.client(THEN);
        NebiusClient between = stub.client(BETWEEN);
        NebiusClient now = stub.client(NOW);
        NebiusClient off = stub.client(THEN, b -> b.legacy("off"));
        NebiusClient tried = stub.client(NOW, b -> b.legacy("try"))) {
      assertThat(then.capabilities().has(Capability.SERVERLESS_LORA)).isTrue();
      assertThat(then.capabilities().has(Capability.BATCHES)).isTrue();
      assertThat(between.capabilities().has(Capability.SERVERLESS_LORA)).isFalse();
      assertThat(now.capabilities().has(Capability.SERVERLESS_LORA)).isFalse();
      assertThat(now.capabilities().reasonAgainst(Capability.SERVERLESS_LORA).orElseThrow())
          .contains("2026-09-24");
      assertThat(off.capabilities().has(Capability.SERVERLESS_LORA)).isFalse();
      ServingOptions any = ServingOptions.serverlessOrDedicated();
      assertThat(then.serving().plan(TRAINED, any).certain()).isTrue();
      assertThat(between.serving().plan(TRAINED, any))
          .satisfies(plan -> assertThat(plan.mode()).isEqualTo(ServingMode.SERVERLESS))
          .satisfies(plan -> assertThat(plan.certain()).isFalse());
      assertThat(then.serving().plan("nobody/else", any))
          .satisfies(plan -> assertThat(plan.mode()).isEqualTo(ServingMode.SERVERLESS))
          .satisfies(plan -> assertThat(plan.certain()).isFalse())
          .satisfies(plan -> assertThat(plan.reason()).contains("it is tried"));
      assertThat(off.serving().plan(TRAINED, any).mode()).isEqualTo(ServingMode.NONE);
      assertThat(tried.serving().plan(TRAINED, any).certain()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405})
  void aServiceThatIsGoneIsAskedOnceByAClientAndItsViews(int status) {
    stub.on("POST /v0/models", status, "{'detail':'gone'}");
    stub.on("GET /v0/models", status, "{'detail':'gone'}");
    try (NebiusClient client = stub.client(BETWEEN)) {
      NebiusClient view = client.withOptions(dev.loraport.RequestOptions.none());

      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> client.adapters().publish(fromHuggingFace()))
          .withMessageContaining("answers " + status)
          .withMessageContaining("2026-06-15")
          .withMessageContaining("download the adapter");
      int calls = stub.seen().size();
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> view.adapters().get(AdapterId.of("support-QxTd")));
      assertThat(stub.seen()).hasSize(calls);
    }
  }

  @Test
  void aServiceThatIsGoneRefusesServingWithTheWaysOut() {
    checkpoints();
    stub.on("POST /v0/models", 404, "{'detail':'gone'}");
    try (NebiusClient client = stub.client(BETWEEN)) {
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(
              () ->
                  client.serving().serve(result(), ServingOptions.serverlessOrDedicated()).close())
          .satisfies(e -> assertThat(e.plan().mode()).isEqualTo(ServingMode.NONE))
          .satisfies(e -> assertThat(e.plan().alternatives()).hasSize(2));
    }
  }

  @Test
  void theNameUnderWhichABaseIsServedHoldsOnADayWithoutAFactOfItsOwn() {
    checkpoints();
    stub.on("POST /v0/models", 500, "{'detail':'boom'}");
    stub.on("GET /v0/models", "[]");
    AdapterSpec spec =
        AdapterSpec.builder().source(AdapterSource.job(result())).name("support").build();
    try (NebiusClient client = stub.client(BETWEEN)) {
      assertThatExceptionOfType(ServerErrorException.class)
          .isThrownBy(() -> client.adapters().publish(spec));
    }
    assertThat(stub.last("POST /v0/models").json().get("base_model").string()).contains(SERVED);
  }

  @Test
  void aJobWithoutCheckpointsToReadIsNotBlamedOnTheServiceOfAdapters() {
    stub.on("GET /v1/fine_tuning/jobs/ftjob-1/checkpoints", 403, "{'detail':'not yours'}");
    stub.on("GET /v0/models", 404, "{'detail':'gone'}");
    AdapterSpec spec =
        AdapterSpec.builder().source(AdapterSource.job(result())).name("support").build();
    try (NebiusClient client = stub.client(BETWEEN)) {
      assertThatExceptionOfType(PermissionDeniedException.class)
          .isThrownBy(() -> client.adapters().publish(spec));
    }
    assertThat(stub.lines()).doesNotContain("GET /v0/models");
  }

  @Test
  void aServiceThatHasAnsweredIsNotGoneByALaterRefusal() {
    stub.on("GET " + MODEL, created("active"));
    stub.on("GET /v0/models", 404, "{'detail':'gone'}");
    try (NebiusClient client = stub.client(BETWEEN)) {
      client.adapters().get(AdapterId.of(FULL));

      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> client.adapters().get(AdapterId.of("none-here")));
    }
  }

  @Test
  void whatWasMadeIsDeletedAlthoughTheServiceIsGoneSince() {
    stub.on("POST /v0/models", 403, "{'detail':'gone'}");
    stub.on("GET /v0/models", 404, "{'detail':'gone'}");
    stub.on("DELETE " + MODEL, created("deleted"));
    try (NebiusClient client = stub.client(BETWEEN)) {
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> client.adapters().publish(fromHuggingFace()))
          .withMessageContaining("answers 404");

      client.adapters().delete(AdapterId.of(FULL));
    }
    assertThat(stub.lines()).endsWith("DELETE " + MODEL);
  }

  private static Json json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }
}
