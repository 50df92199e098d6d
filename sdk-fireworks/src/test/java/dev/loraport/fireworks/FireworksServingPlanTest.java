package dev.loraport.fireworks;

import static dev.loraport.fireworks.Script.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Money;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.json.Json;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a model would be served, known before anything is created. */
class FireworksServingPlanTest extends ServingScript {
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

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          kimi-k2-thinking;       8xNVIDIA_H200_141GB;  its 1128 GiB may be too small: 32xNVIDIA_H100_80GB
          qwen3-235b-a22b;        4xNVIDIA_H100_80GB;   its 320 GiB may be too small: its weights alone take about 470 GB
          """)
  void aPlanOnGpusThatASourceSaysAreTooSmallIsInDoubt(String model, String gpus, String doubt) {
    try (FireworksClient client = script.client("2026-10-10")) {
      ServingPlan small = client.serving().plan(model, on(gpus));
      ServingPlan large = client.serving().plan(model, on("32xNVIDIA_H100_80GB"));

      assertThat(small.mode()).isEqualTo(ServingMode.DEDICATED);
      assertThat(small.certain()).isFalse();
      assertThat(small.reason()).contains(doubt);
      assertThat(small.alternatives()).singleElement().asString().contains("serving().hardware()");
      assertThat(large.certain()).isTrue();
    }
  }

  @Test
  void aPresetThatIsSmallerThanWhatASourceNamesIsInDoubtAndBothAreNamed() {
    String kimi = "accounts/fireworks/models/kimi-k2-thinking";
    script.on(
        SHAPES,
        "{'deploymentShapes':[{'name':'accounts/fireworks/deploymentShapes/kimi-fast','baseModel':'"
            + kimi
            + "','acceleratorType':'NVIDIA_H100_80GB','acceleratorCount':16,'precision':'FP8'}]}");
    try (FireworksClient client = script.client("2026-10-10")) {
      ServingPlan plan = client.serving().plan(kimi, ServingOptions.dedicated());

      assertThat(plan.certain()).isFalse();
      assertThat(plan.hourlyCost()).contains(Money.usd("128"));
      assertThat(plan.reason())
          .contains("kimi-fast", "its 1280 GiB may be too small: 32xNVIDIA_H100_80GB");
      assertThat(plan.alternatives())
          .singleElement()
          .asString()
          .contains("such as 32xNVIDIA_H100_80GB");
    }
  }

  private static ServingOptions on(String gpus) {
    return ServingOptions.builder().hardware(gpus).build();
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
}
