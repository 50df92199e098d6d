package dev.loraport.catalog;

import static dev.loraport.catalog.Rankings.big;
import static dev.loraport.catalog.Rankings.rank;
import static dev.loraport.catalog.SomeFacts.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Money;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingPreference;
import dev.loraport.tuning.TuningMethod;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused, and what is in doubt. */
class PlannerConstraintsTest {
  private static String refusal(Ranking ranking, String model) {
    return ranking.refused().stream()
        .filter(refused -> refused.model().equals(model))
        .map(RefusedModel::reason)
        .findFirst()
        .orElse("");
  }

  // a row: what is asked for, and why the big and the small model are refused; empty: they are not
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "families     | llama      | not of the families asked for                  | ''",
        "minimum      | 70         | ''                                | fewer than 70B parameters",
        "reasoning    | true       | no source says that it reasons                 | ''",
        "reasoning    | false      | ''                                    | it reasons before it answers",
        "license      | MIT        | its licence is apache-2.0                      | ''",
        "context      | 10000      | ''         | its context for training is 8,192 tokens, less than 10,000",
        "budget       | 8          | training costs about $8.75, over the budget of $8.00 | ''",
        "dpo          | -          | no source says whether a LoRA can be trained by dpo on 2026-02-13 | *",
        "dedicated    | -          | serverless only                                | serverless only"
      })
  void whatDoesNotFitIsRefusedWithTheReason(
      String constraint, String value, String whyBig, String whySmall) {
    Ranking ranking = rank(SomeFacts.acme(), wanted -> set(wanted, constraint, value));

    assertThat(refusal(ranking, "big")).isEqualTo(whyBig);
    assertThat(refusal(ranking, "small")).isEqualTo(whySmall.equals("*") ? whyBig : whySmall);
    assertThat(ranking.plans()).hasSize(2 - ranking.refused().size());
  }

  private static void set(Constraints.Builder wanted, String constraint, String value) {
    switch (constraint) {
      case "families" -> wanted.addFamilies(value);
      case "minimum" -> wanted.minimumParameters(new BigDecimal(value));
      case "reasoning" -> wanted.reasoning(Boolean.parseBoolean(value));
      case "license" -> wanted.addLicenses(value);
      case "region" -> wanted.addRegions(value);
      case "residency" -> wanted.dataResidency(value);
      case "context" -> wanted.context(OptionalLong.of(Long.parseLong(value)));
      case "budget" -> wanted.trainingBudget(Money.usd(value));
      case "cold" -> wanted.maxColdStart(Duration.ofSeconds(Long.parseLong(value)));
      case "dpo" -> wanted.method(TuningMethod.DPO);
      case "dedicated" -> wanted.serving(ServingPreference.DEDICATED_ONLY);
      default -> throw new IllegalArgumentException(constraint);
    }
  }

  // a row: what is asked for, and the doubt about a model of which nobody says it
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "license   | MIT  | no source names its licence",
        "region    | eu   | no source names its region",
        "residency | EU   | no source names its place of the data",
        "context   | 9    | no source gives the context for training it",
        "minimum   | 70   | no source says how large it is",
        "cold      | 3    | no source says how long a first answer takes"
      })
  void whatNobodySaysIsADoubtAndNoAssumption(String constraint, String value, String doubt) {
    SomeFacts facts =
        SomeFacts.acme()
            .without("model.license")
            .without("model.parameters")
            .without("tuning.lora.context.sft");

    Plan plan = big(rank(facts, wanted -> set(wanted, constraint, value)));

    assertThat(plan.certain()).isFalse();
    assertThat(plan.risks()).contains("in doubt: " + doubt);
  }

  @Test
  void aRegionAndAColdStartThatAreKnownAreCompared() {
    SomeFacts facts =
        SomeFacts.acme()
            .add("region", "*", "[\"eu-north1\", \"us\"]")
            .add("latency.cold_start", "*", "10")
            .add("latency.cold_start.low", "*", "5");

    assertThat(big(rank(facts, wanted -> wanted.addRegions("US"))).certain()).isTrue();
    assertThat(refusal(rank(facts, wanted -> wanted.addRegions("asia")), "big"))
        .isEqualTo("its region is eu-north1, us");
    assertThat(refusal(rank(facts, wanted -> wanted.maxColdStart(Duration.ofMillis(1500))), "big"))
        .isEqualTo("its first answer may take 10 s, over 1.5 s");
    assertThat(big(rank(facts, wanted -> wanted.maxColdStart(Duration.ofSeconds(10)))).risks())
        .containsExactly("cold start: a first answer may take 5 to 10 s");
  }

  @Test
  void dedicatedOnlyNamesTheMachineAndItsPriceBeforeAnythingIsSent() {
    SomeFacts facts =
        new SomeFacts("acme")
            .add("tuning.lora", "kimi", "true")
            .add("lora.serverless", "*", "false")
            .add("dedicated.lora", "*", "true")
            .add("gpu.hourly.price", "h100-80gb", "4.00")
            .add("dedicated.hardware", "kimi", "{\"gpu\": \"h100\", \"count\": 32}");

    Ranking ranking = rank(facts, wanted -> wanted.serving(ServingPreference.SERVERLESS_ONLY));

    assertThat(ranking.plans()).isEmpty();
    assertThat(ranking.refused()).hasSize(1);
    assertThat(refusal(ranking, "kimi"))
        .isEqualTo(
            "dedicated only: 32 x h100-80gb x $4.00 an hour each, $128.00 an hour, by price list,"
                + " 2026-02-13");
    assertThat(ranking.refused().get(0).facts())
        .extracting(Fact::topic)
        .containsExactly("lora.serverless", "dedicated.hardware", "gpu.hourly.price");
    assertThat(ranking.best()).isEmpty();
  }

  @Test
  void hardwareIsNamedAlsoWhereNoSourceHasItsPrice() {
    SomeFacts facts =
        new SomeFacts("acme")
            .add("tuning.lora", "kimi", "true")
            .add("model.parameters", "kimi", "8")
            .add("lora.serverless", "*", "false")
            .add("dedicated.lora", "*", "true")
            .add("gpu.hourly.price", "a100-80gb", "2.00")
            .add("dedicated.hardware", "kimi", "{\"gpu\": \"h100\", \"count\": 32}");

    Plan plan = rank(facts, wanted -> {}).plans().get(0);

    assertThat(plan.hardware().orElseThrow().id()).isEqualTo("32 x h100");
    assertThat(plan.hardware().orElseThrow().hourlyPrice()).isEmpty();
    assertThat(plan.servingMonth()).isEmpty();
    assertThat(plan.risks()).contains("no source has a price for its GPUs on 2026-02-13");
    Ranking serverless = rank(facts, wanted -> wanted.serving(ServingPreference.SERVERLESS_ONLY));
    assertThat(refusal(serverless, "kimi"))
        .isEqualTo(
            "dedicated only: 32 x h100, no source has its price; which GPUs it takes, by price"
                + " list, 2026-02-13");
  }

  @Test
  void aBudgetThatCanNotBeCheckedIsADoubt() {
    SomeFacts facts = SomeFacts.acme().without("training.lora.sft.price");

    Plan plan = big(rank(facts, wanted -> set(wanted, "budget", "0.10")));

    assertThat(plan.certain()).isFalse();
    assertThat(plan.risks())
        .contains("in doubt: no source has a price for training, so the budget can't be checked");
    assertThat(big(rank(facts, wanted -> {})).certain()).isTrue();
  }

  @Test
  void aRegionIsThatOfTheWayOfServing() {
    SomeFacts facts =
        SomeFacts.acme()
            .without("dedicated.lora")
            .add("dedicated.lora", "*", "true")
            .add("region", "*", "[\"eu\"]")
            .add("region.serverless", "*", "\"Global\"");

    assertThat(rank(facts, wanted -> wanted.addRegions("eu")).plans())
        .extracting(Plan::mode)
        .containsOnly(ServingMode.DEDICATED);
    assertThat(rank(facts, wanted -> wanted.addRegions("global")).plans())
        .extracting(Plan::mode)
        .containsOnly(ServingMode.SERVERLESS);
    Ranking serverless =
        rank(facts, wanted -> wanted.addRegions("eu").serving(ServingPreference.SERVERLESS_ONLY));
    assertThat(refusal(serverless, "big")).isEqualTo("its region is Global");
    assertThat(serverless.refused().get(0).facts())
        .extracting(Fact::topic)
        .containsExactly("region.serverless");
  }

  @Test
  void aModelOfAnotherDayIsNoCandidate() {
    SomeFacts facts =
        SomeFacts.acme()
            .add("lora.tuning", "*", "true")
            .add("lora.serverless", "*", "true")
            .add("tuning.lora", "new", "true", DAY.plusDays(1), null);

    assertThat(refusal(rank(facts, wanted -> {}), "new"))
        .isEqualTo("no source names it among the models to tune on 2026-02-13");
    assertThat(rank(facts, wanted -> wanted.asOf(DAY.plusDays(1))).plans())
        .extracting(Plan::model)
        .contains("new");
  }

  @Test
  void aProviderOfWhichNothingIsKnownIsRefused() {
    assertThat(rank(SomeFacts.acme(), wanted -> wanted.addProviders("acme")).plans()).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rank(SomeFacts.acme(), wanted -> wanted.addProviders("nobody")))
        .withMessageContaining("nobody");
  }

  @Test
  void figuresAndConstraintsThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> DatasetFigures.planned(0, 500));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatasetFigures.planned(99_999_999_999L, 99_999_999_999L))
        .withMessageContaining("99999999999 rows of 99999999999 tokens");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DatasetFigures(2, 10, 10, 11, 0, false));
    assertThatIllegalArgumentException().isThrownBy(() -> new Traffic(0, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Traffic(1, 1, Long.MAX_VALUE));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Constraints.builder().minEpochs(6).build())
        .withMessageContaining("6..5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Constraints.builder().hoursPerDay(25).build())
        .withMessageContaining("25");
    assertThatIllegalArgumentException().isThrownBy(() -> Constraints.builder().rank(0).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Constraints.builder().context(OptionalLong.of(0)).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Constraints.builder().trainingBudget(Money.usd("-1")).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Constraints.builder().minimumParameters(new BigDecimal("-5")).build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Constraints.builder().maxColdStart(Duration.ofSeconds(-1)).build());
  }
}
