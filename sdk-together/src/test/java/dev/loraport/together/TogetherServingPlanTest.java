package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Money;
import dev.loraport.error.AuthenticationException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.TuningResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a model would be served: what a plan says, and what it refuses. */
class TogetherServingPlanTest {
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
  void aMachineThatIsNotOfferedIsToldApartFromABaseThatIsNot() {
    ServingOptions wrong = ServingOptions.builder().from(DEDICATED).hardware("1xh100").build();

    var plan = rig.client.serving().plan(Rig.BASE, wrong);

    String known = rig.client.serving().plan(Rig.BASE, DEDICATED).hardware().orElseThrow().id();
    assertThat(plan.mode()).isEqualTo(ServingMode.NONE);
    assertThat(plan.reason())
        .contains("hardware 1xh100 is none of the machines", Rig.BASE, known)
        .doesNotContain("-Reference");
    assertThat(plan.alternatives().get(0)).startsWith("hardware(\"" + known + "\")");
    assertThat(rig.client.serving().plan("meta-llama/Meta-Llama-3.1-8B-Reference", wrong).reason())
        .contains("no deployment profile for it", "-Reference")
        .doesNotContain("1xh100");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Qwen/Qwen3-8b | DEDICATED | no source names Qwen/Qwen3-8b; did you mean Qwen/Qwen3-8B?",
        "Qwen/Qwen-3-8B | NONE | no source names Qwen/Qwen-3-8B; did you mean Qwen/Qwen3-8B?",
        "gpt-4o | NONE | no source names gpt-4o"
      })
  void aBaseThatNoSourceNamesIsNoPromise(String model, ServingMode mode, String why) {
    rig.close();
    rig = new Rig("2026-08-20");

    var plan = rig.client.serving().plan(model, DEDICATED);

    assertThat(plan.mode()).isEqualTo(mode);
    assertThat(plan.certain()).isFalse();
    assertThat(plan.reason()).endsWith(why).doesNotContain("-Reference");
    assertThat(plan.alternatives()).isNotEmpty();
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
    assertThat(plan.reason()).contains("2024-12-17", "jobs().download", "adapters().publish");
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
}
