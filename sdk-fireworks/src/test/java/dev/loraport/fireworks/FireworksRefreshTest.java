package dev.loraport.fireworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.catalog.Fact;
import dev.loraport.model.ModelService.Refreshed;
import dev.loraport.testkit.Fault;
import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FireworksRefreshTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-01");
  private static final String MODELS = "GET /v1/accounts/fireworks/models";

  private final TuningRig rig = new TuningRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void theFlagsOfTheModelsAndTheirPresetsAreLive() {
    Refreshed refreshed = rig.client.models().refresh();

    assertThat(refreshed.warnings()).isEmpty();
    assertThat(refreshed.live().all()).isNotEmpty().allMatch(Fact::isLive);
    assertThat(refreshed.facts().ask("tuning.lora.sft", TuningRig.BASE, DAY).isYes()).isTrue();
    Fact hardware =
        refreshed.facts().ask("dedicated.hardware", TuningRig.BASE, DAY).fact().orElseThrow();
    String gpu = hardware.value().get("gpu").string().orElseThrow();
    assertThat(rig.client.catalog().subjects("gpu.hourly.price")).contains(gpu);
    assertThat(hardware.value().get("count").integer().orElseThrow()).isPositive();
    assertThat(hardware.source())
        .isEqualTo("live, GET /v1/accounts/fireworks/deploymentShapes, " + DAY);
    rig.fake.assertNoViolations();
  }

  @Test
  void aFlagThatIsOffIsANoAndOneThatIsMissingIsUnknown() {
    rig.fake
        .faults()
        .on("GET /v1/accounts/{account}/models")
        .next(
            Fault.status(200)
                .body(
                    "application/json",
                    ("{'models':[{'name':'accounts/fireworks/models/a','supportsServerless':false,"
                            + "'supervisedLoraTunable':false,'rlLoraTunable':true,"
                            + "'contextLength':0},{'name':'accounts/fireworks/models/b'}]}")
                        .replace('\'', '"')));

    Refreshed refreshed = rig.client.models().refresh();

    String a = "accounts/fireworks/models/a";
    assertThat(refreshed.facts().ask("chat.serverless", a, DAY).isNo()).isTrue();
    assertThat(refreshed.facts().ask("tuning.lora.sft", a, DAY).isNo()).isTrue();
    assertThat(refreshed.facts().ask("tuning.lora", a, DAY).isYes()).isTrue();
    assertThat(refreshed.live().subjects("tuning.lora")).containsExactly(a);
    assertThat(refreshed.live().subjects("model.context")).doesNotContain(a);
  }

  @Test
  void withoutTheModelsTheShippedFactsStand() {
    rig.fake.faults().on("GET /v1/accounts/{account}/models").always(Fault.status(503));

    Refreshed refreshed = rig.client.models().refresh();

    assertThat(refreshed.warnings()).hasSize(1);
    assertThat(refreshed.warnings().get(0)).startsWith(MODELS + ": ").contains("503");
    assertThat(refreshed.facts().all()).containsAll(rig.client.catalog().all());
    assertThat(refreshed.live().subjects("dedicated.hardware")).isNotEmpty();
  }
}
