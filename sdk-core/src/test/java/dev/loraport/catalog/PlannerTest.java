package dev.loraport.catalog;

import static dev.loraport.catalog.SomeFacts.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Money;
import dev.loraport.dataset.CheckReport;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingPreference;
import dev.loraport.tuning.PriceEstimate;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlannerTest {
  private static final DatasetFigures FIGURES = DatasetFigures.planned(729, 500);

  private static Ranking rank(SomeFacts facts, Consumer<Constraints.Builder> set) {
    return rank(facts, FIGURES, set);
  }

  private static Ranking rank(
      SomeFacts facts, DatasetFigures figures, Consumer<Constraints.Builder> set) {
    Constraints.Builder constraints = Constraints.builder().asOf(DAY);
    set.accept(constraints);
    return Planner.rank(Catalog.of(facts.facts()), figures, constraints.build());
  }

  private static Plan big(Ranking ranking) {
    return ranking.plans().stream()
        .filter(plan -> plan.model().equals("big"))
        .findFirst()
        .orElseThrow();
  }

  private static String refusal(Ranking ranking, String model) {
    return ranking.refused().stream()
        .filter(refused -> refused.model().equals(model))
        .map(RefusedModel::reason)
        .findFirst()
        .orElse("");
  }

  @Test
  void theCheaperPlanIsTheFirstAndTheOtherSaysWhy() {
    Ranking ranking = rank(SomeFacts.acme(), constraints -> {});

    assertThat(ranking.plans()).extracting(Plan::model).containsExactly("small", "big");
    Plan small = ranking.best().orElseThrow();
    Plan big = ranking.plans().get(1);
    assertThat(small.below()).isEmpty();
    assertThat(big.below()).contains("costs 2.4 times as much with 3 months of serving");
    assertThat(big.servedAs()).isEqualTo("big-tput");
    assertThat(big.mode()).isEqualTo(ServingMode.SERVERLESS);
    assertThat(big.hardware()).isEmpty();
    assertThat(big.certain()).isTrue();
    assertThat(big.risks()).isEmpty();
    assertThat(ranking.refused()).isEmpty();
    assertThat(ranking.asOf()).isEqualTo(DAY);
  }

  @Test
  void trainingIsTokensTimesEpochsTimesPrice() {
    TrainingCost cost = big(rank(SomeFacts.acme(), constraints -> {})).training().orElseThrow();

    assertThat(cost.low().amount()).isEqualTo(Money.usd("6.561"));
    assertThat(cost.likely().amount()).isEqualTo(Money.usd("8.748"));
    assertThat(cost.high().amount()).isEqualTo(Money.usd("10.935"));
    assertThat(cost.low().arithmetic())
        .containsExactly("364,500 tokens x 3 epochs x $6.00 per 1M tokens = $6.561");
    assertThat(cost.low().prices()).singleElement().extracting(Fact::subject).isEqualTo("big");
  }

  @Test
  void aMinimumChargeIsPaidAtLeast() {
    SomeFacts facts = SomeFacts.acme().add("training.minimum", "big", "10");

    TrainingCost cost = big(rank(facts, constraints -> {})).training().orElseThrow();

    assertThat(cost.low().amount()).isEqualTo(Money.usd("10"));
    assertThat(cost.low().arithmetic()).last().isEqualTo("at least $10.00 a job = $10.00");
    assertThat(cost.high().amount()).isEqualTo(Money.usd("10.935"));
  }

  @Test
  void aProviderThatBillsEachTurnIsPaidForEachTurn() {
    DatasetFigures figures = new DatasetFigures(729, 364_500, 700_000, 900, 0, false);
    SomeFacts facts = SomeFacts.acme().add("training.billed.unrolled", "*", "true");

    assertThat(trainingOf(rank(facts, figures, wanted -> {}))).isEqualTo(Money.usd("16.8"));
    assertThat(trainingOf(rank(SomeFacts.acme(), figures, wanted -> {})))
        .isEqualTo(Money.usd("8.748"));
  }

  private static Money trainingOf(Ranking ranking) {
    return big(ranking).training().orElseThrow().likely().amount();
  }

  @Test
  void aMonthIsATwelfthOf365Days() {
    Plan plan =
        big(
            rank(
                SomeFacts.acme(),
                constraints -> constraints.traffic(new Traffic(12_000, 1_000, 500)).months(2)));

    // 12,000 x 365 / 12 = 365,000 requests: 365M tokens at 0.20, 182.5M at 0.60
    Cost month = plan.servingMonth().orElseThrow();
    assertThat(month.amount()).isEqualTo(Money.usd("182.50"));
    assertThat(month.arithmetic())
        .containsExactly(
            "12,000 requests a day x 1,000 input tokens x 365 / 12 days x $0.20 per 1M tokens ="
                + " $73.00",
            "12,000 requests a day x 500 output tokens x 365 / 12 days x $0.60 per 1M tokens ="
                + " $109.50");
    assertThat(plan.total()).contains(Money.usd("373.748"));
  }

  // every line of arithmetic makes what it says it makes, whatever the figures are
  @Test
  void theArithmeticIsRight() {
    Random random = new Random(20260213);
    for (int round = 0; round < 50; round++) {
      DatasetFigures figures =
          DatasetFigures.planned(1 + random.nextInt(1_000_000), 1 + random.nextInt(100_000));
      Traffic traffic =
          new Traffic(
              1 + random.nextInt(10_000_000),
              1 + random.nextInt(100_000),
              1 + random.nextInt(10_000));
      int hours = 1 + random.nextInt(24);
      SomeFacts facts =
          SomeFacts.acme().without("dedicated.lora").add("dedicated.lora", "*", "true");
      Ranking ranking = rank(facts, figures, wanted -> wanted.traffic(traffic).hoursPerDay(hours));

      assertThat(ranking.plans()).hasSize(4);
      for (Plan plan : ranking.plans()) {
        TrainingCost training = plan.training().orElseThrow();
        Cost month = plan.servingMonth().orElseThrow();
        Stream.of(training.low(), training.likely(), training.high(), month)
            .forEach(PlannerTest::assertSumOfLines);
        assertThat(plan.total().orElseThrow().usd())
            .isEqualByComparingTo(
                training
                    .likely()
                    .amount()
                    .usd()
                    .add(month.amount().usd().multiply(BigDecimal.valueOf(3))));
      }
    }
  }

  private static final Pattern FACTORS = Pattern.compile(" x ");
  private static final Pattern NUMBER = Pattern.compile("\\d[\\d,]*(?:\\.\\d+)?");

  private static void assertSumOfLines(Cost cost) {
    BigDecimal sum = BigDecimal.ZERO;
    for (String line : cost.arithmetic()) {
      String left = line.substring(0, line.indexOf(" = ")).replace("h100-80gb", "");
      BigDecimal product = BigDecimal.ONE;
      for (String factor : FACTORS.splitAsStream(left).toList()) {
        Matcher number = NUMBER.matcher(factor);
        if (number.find()) {
          product = product.multiply(new BigDecimal(number.group().replace(",", "")));
        }
      }
      if (left.contains("per 1M tokens")) {
        product = product.movePointLeft(6);
      }
      if (left.contains("365 / 12 days")) {
        product = product.divide(BigDecimal.valueOf(12), MathContext.DECIMAL128);
      }
      sum = sum.add(product);
    }
    assertThat(cost.amount().usd().subtract(sum).abs())
        .as(cost.toString())
        .isLessThan(new BigDecimal("0.000001"));
  }

  @Test
  void aDedicatedPlanCostsItsHours() {
    SomeFacts facts =
        SomeFacts.acme()
            .without("dedicated.lora")
            .add("dedicated.lora", "*", "true")
            .add("dedicated.hardware", "big", "{\"gpu\": \"h100\", \"count\": 32}");

    Ranking ranking =
        rank(
            facts,
            constraints -> constraints.serving(ServingPreference.DEDICATED_ONLY).hoursPerDay(12));

    Plan plan = big(ranking);
    assertThat(plan.mode()).isEqualTo(ServingMode.DEDICATED);
    assertThat(plan.servedAs()).isEqualTo("big");
    assertThat(plan.hardware().orElseThrow().id()).isEqualTo("32 x h100-80gb");
    assertThat(plan.hardware().orElseThrow().hourlyPrice()).contains(Money.usd("128"));
    assertThat(plan.servingMonth().orElseThrow().amount()).isEqualTo(Money.usd("46720"));
    assertThat(plan.servingMonth().orElseThrow().arithmetic())
        .containsExactly(
            "32 x h100-80gb x $4.00 an hour each x 12 h a day x 365 / 12 days = $46720.00");
    assertThat(plan.risks()).isEmpty();
    // 32 x 4 x 12 = 1536 USD a day; (400 x 0.2 + 100 x 0.6) / 500 = 0.28 USD per 1M tokens
    assertThat(plan.breakEven().orElseThrow().tokensPerDay()).isEqualTo(5_485_714_286L);
  }

  @ParameterizedTest
  @CsvSource({"8, 1", "30, 1", "34, 2", "70, 4", "235, 8", "600, 32", "1000, 32"})
  void whereNobodySaysWhichGpusItTakesTheyAreEstimated(String billions, int count) {
    SomeFacts facts =
        new SomeFacts("acme")
            .add("model.parameters", "big", billions)
            .add("tuning.lora", "big", "true")
            .add("dedicated.lora", "*", "true")
            .add("gpu.hourly.price", "h100-80gb", "4.00")
            .add("gpu.hourly.price", "b200-180gb", "40.00")
            .add("gpu.hourly.price", "gb300", "0.01");

    Plan plan = big(rank(facts, constraints -> {}));

    assertThat(plan.hardware().orElseThrow().gpuCount()).hasValue(count);
    assertThat(plan.hardware().orElseThrow().gpuType()).contains("h100-80gb");
    assertThat(plan.risks()).contains(Machine.ESTIMATE);
  }

  @Test
  void aModelThatIsTooLargeForAllGpusHasNoPrice() {
    SomeFacts facts =
        new SomeFacts("acme")
            .add("model.parameters", "big", "5000")
            .add("tuning.lora", "big", "true")
            .add("dedicated.lora", "*", "true")
            .add("gpu.hourly.price", "h100-80gb", "4.00");

    Plan plan = big(rank(facts, constraints -> {}));

    assertThat(plan.servingMonth()).isEmpty();
    assertThat(plan.total()).isEmpty();
    assertThat(plan.explain()).contains("a month: no source has a price");
  }

  @Test
  void thePriceOfAWholeDeploymentIsTakenWhereThereIsOne() {
    SomeFacts facts =
        SomeFacts.acme()
            .without("dedicated.lora")
            .without("lora.serverless")
            .add("lora.serverless", "*", "false")
            .add("dedicated.lora", "*", "true")
            .add("dedicated.hourly.price", "big", "99");

    Plan plan = big(rank(facts, constraints -> {}));

    assertThat(plan.hardware().orElseThrow().hourlyPrice()).contains(Money.usd("99"));
    assertThat(plan.breakEven()).isEmpty();
    assertThat(plan.servingMonth().orElseThrow().arithmetic().get(0))
        .startsWith("$99.00 an hour x 24 h a day");
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
  void aDeploymentTakesItsTimeToBeReady() {
    SomeFacts facts =
        new SomeFacts("acme")
            .add("tuning.lora", "big", "true")
            .add("dedicated.lora", "*", "true")
            .add("lora.serverless", "*", "false")
            .add("latency.cold_start", "*", "10")
            .add("dedicated.ready", "*", "360");

    assertThat(big(rank(facts, wanted -> {})).risks())
        .containsExactly(
            "no source gives the context for training it",
            "no source says which GPUs it takes, or what they cost",
            "a deployment may take 360 s to be ready",
            "no source has a price for training it on 2026-02-13");
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
  void theFactThatNamesTheHardwareIsCitedAndGrowsOld() {
    SomeFacts facts =
        SomeFacts.acme()
            .without("dedicated.lora")
            .add("dedicated.lora", "*", "true", DAY.plusDays(200), null)
            .add("gpu.hourly.price", "a100-80gb", "2.00")
            .add("dedicated.hardware", "big", "{\"gpu\": \"h100\", \"count\": 32}");

    Plan plan =
        big(
            rank(
                facts,
                wanted ->
                    wanted.serving(ServingPreference.DEDICATED_ONLY).asOf(DAY.plusDays(282))));

    assertThat(plan.hardwareBy()).map(Fact::topic).contains("dedicated.hardware");
    assertThat(plan.explain()).contains("  which GPUs it takes: price list, 2026-02-13");
    assertThat(plan.risks())
        .contains(
            "282 days old, of 2026-02-13: serving price, training price, what can be tuned, which"
                + " GPUs it takes");
    assertThat(big(rank(SomeFacts.acme(), wanted -> {})).hardwareBy()).isEmpty();
  }

  @Test
  void aBreakEvenSaysWhereItsGpusAreEstimatedAndWhoSaysTheirPrice() {
    SomeFacts facts = SomeFacts.acme().without("dedicated.lora").add("dedicated.lora", "*", "true");

    Plan plan = big(rank(facts, wanted -> {}));

    assertThat(plan.mode()).isEqualTo(ServingMode.SERVERLESS);
    assertThat(plan.breakEven().orElseThrow().arithmetic())
        .contains("8 x h100-80gb x $4.00 an hour each (estimated GPUs) x 24 h a day");
    assertThat(plan.breakEven().orElseThrow().prices())
        .extracting(Fact::subject)
        .containsExactly("h100-80gb", "big-tput", "big-tput");
    assertThat(plan.explain())
        .containsOnlyOnce("  price of h100-80gb: price list, 2026-02-13")
        .containsOnlyOnce("  price of big-tput: price list, 2026-02-13");
    facts.add("dedicated.hardware", "big", "{\"gpu\": \"h100\", \"count\": 32}");
    assertThat(big(rank(facts, wanted -> {})).breakEven().orElseThrow().arithmetic())
        .contains("32 x h100-80gb")
        .doesNotContain("estimated");
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
  void withoutAPriceOfTrainingTheCheaperMonthComesFirst() {
    SomeFacts facts = new SomeFacts("acme").add("dedicated.lora", "*", "true");
    facts.add("lora.serverless", "*", "false");
    for (String model : List.of("big", "free", "small", "twin")) {
      facts.add("tuning.lora", model, "true").add("model.modality", model, "\"chat\"");
    }
    facts
        .add("model.parameters", "big", "900")
        .add("dedicated.hourly.price", "big", "8")
        .add("dedicated.hourly.price", "small", "1")
        .add("dedicated.hourly.price", "twin", "1");

    Ranking ranking = rank(facts, wanted -> {});

    assertThat(ranking.plans())
        .extracting(Plan::model)
        .containsExactly("small", "twin", "big", "free");
    assertThat(ranking.plans())
        .extracting(plan -> plan.below().orElse(""))
        .containsExactly(
            "",
            "the same cost of a month, and later by name",
            "costs 8.0 times as much a month of serving, training apart",
            "the cost of its serving is not known");
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
  void whatIsInDoubtRanksBelowWhatIsNotAlthoughItIsCheaper() {
    SomeFacts facts =
        SomeFacts.acme().without("lora.serverless").add("lora.serverless", "big-tput", "true");

    Ranking ranking = rank(facts, wanted -> {});

    assertThat(ranking.plans()).extracting(Plan::model).containsExactly("big", "small");
    Plan small = ranking.plans().get(1);
    assertThat(small.certain()).isFalse();
    assertThat(small.below()).contains("it is in doubt, the one above is not");
    assertThat(small.risks())
        .contains("in doubt: no source says whether an adapter is served serverless on 2026-02-13");
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
  void whatHasNoPriceRanksBelowWhatHasOne() {
    SomeFacts facts = SomeFacts.acme().without("lora.serverless.price.input");

    Ranking ranking = rank(facts, wanted -> {});

    Plan small = ranking.plans().get(1);
    assertThat(small.model()).isEqualTo("small");
    assertThat(small.total()).isEmpty();
    assertThat(small.below()).contains("its cost is not known");
    assertThat(small.risks()).contains("no source has a price for its tokens on 2026-02-13");
  }

  @Test
  void amongEqualsTheBaseForChatThenTheLargerThenTheName() {
    SomeFacts facts = new SomeFacts("acme");
    for (String model : List.of("b", "a", "c", "d", "e")) {
      facts
          .add("tuning.lora", model, "true")
          .add("lora.serverless", model, "true")
          .add("model.modality", model, model.equals("d") ? "\"language\"" : "\"chat\"");
      if (!model.equals("e")) {
        facts.add("model.parameters", model, model.equals("c") ? "9" : "8");
      }
    }
    facts
        .add("training.lora.sft.price", "up to 16B", "1")
        .add("training.lora.sft.price", "e", "1")
        .add("chat.serverless.price.input", "*", "1")
        .add("chat.serverless.price.output", "*", "1");

    Ranking ranking = rank(facts.add("dedicated.lora", "*", "false"), wanted -> {});

    assertThat(ranking.plans()).extracting(Plan::model).containsExactly("c", "a", "b", "e", "d");
    assertThat(ranking.plans())
        .extracting(plan -> plan.below().orElse(""))
        .containsExactly(
            "",
            "the same cost, and a smaller model",
            "the same cost, and later by name",
            "the same cost, and its size is not known",
            "the same cost, and the base is made for language");
  }

  @Test
  void aLongRowIsADoubtWithItsFigures() {
    Ranking ranking =
        rank(
            SomeFacts.acme(),
            new DatasetFigures(729, 364_500, 364_500, 9_000, 412, true),
            wanted -> {});

    assertThat(ranking.plans()).extracting(Plan::model).containsExactly("big", "small");
    assertThat(ranking.plans().get(1).risks())
        .contains(
            "in doubt: the longest row (line 412) has about 9,000 tokens, the context for training is 8,192:"
                + " it would be cut or refused");
  }

  @Test
  void oldFactsAndADeprecatedBaseAreRisks() {
    SomeFacts facts = SomeFacts.acme().add("model.deprecated", "big", "true");

    Plan plan = big(rank(facts, wanted -> wanted.asOf(DAY.plusDays(282))));

    assertThat(plan.certain()).isTrue();
    assertThat(plan.risks())
        .containsExactly(
            "the base is deprecated (price list, 2026-02-13)",
            "282 days old, of 2026-02-13: how it is served, serving price, training price, what"
                + " can be tuned");
    assertThat(big(rank(facts, wanted -> wanted.asOf(DAY.plusDays(180)))).risks()).hasSize(1);
  }

  @Test
  void theRecipeStaysWithinTheLimits() {
    Ranking ranking =
        rank(SomeFacts.acme().add("tuning.lora.epochs.max", "big", "2"), wanted -> wanted.rank(32));

    Recipe small = ranking.plans().get(0).recipe();
    assertThat(small.rank()).isEqualTo(8);
    assertThat(small.epochs()).isEqualTo(4);
    assertThat(small.batchSize()).hasValue(8); // 729 / 50 is 14
    assertThat(small.context()).hasValue(8192);
    Recipe big = big(ranking).recipe();
    assertThat(big.rank()).isEqualTo(32);
    assertThat(big.epochs()).isEqualTo(2);
    assertThat(big.batchSize()).isEmpty();
    assertThat(big(ranking).training().orElseThrow().high().amount()).isEqualTo(Money.usd("4.374"));
    TuningSpec spec = small.spec("small", FileId.of("file-1")).build();
    assertThat(spec.lora().rank()).isEqualTo(8);
    assertThat(spec.epochs()).isEqualTo(4);
    assertThat(spec.batchSize()).hasValue(8);
  }

  @ParameterizedTest
  @CsvSource({"10, 8", "729, 8", "1600, 32", "100000, 64"})
  void theBatchGrowsWithTheData(long rows, int batch) {
    Ranking ranking = rank(SomeFacts.acme(), DatasetFigures.planned(rows, 10), wanted -> {});

    assertThat(
            ranking.plans().stream()
                .filter(plan -> plan.model().equals("small"))
                .findFirst()
                .orElseThrow()
                .recipe()
                .batchSize())
        .hasValue(batch);
  }

  @Test
  void theProvidersOwnEstimateWins() {
    Plan plan = big(rank(SomeFacts.acme(), wanted -> {}));
    Plan asked = plan.withEstimate(estimate(Optional.of(Money.usd("7.50"))));

    assertThat(asked.training().orElseThrow().likely().amount()).isEqualTo(Money.usd("7.50"));
    assertThat(asked.training().orElseThrow().likely().arithmetic())
        .containsExactly("the provider's own estimate for 4 epochs = $7.50");
    assertThat(plan.total().orElseThrow().usd().subtract(asked.total().orElseThrow().usd()))
        .isEqualByComparingTo("1.248");
    assertThat(plan.withEstimate(estimate(Optional.empty()))).isSameAs(plan);
  }

  private static PriceEstimate estimate(Optional<Money> total) {
    return new PriceEstimate(
        total,
        OptionalLong.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  @Test
  void aPlanExplainsItself() {
    assertThat(big(rank(SomeFacts.acme(), wanted -> {})).explain())
        .containsExactly(
            "tune big at acme by LoRA, sft, rank 16, 4 epochs",
            "training, low: 364,500 tokens x 3 epochs x $6.00 per 1M tokens = $6.561",
            "training, likely: 364,500 tokens x 4 epochs x $6.00 per 1M tokens = $8.748",
            "training, high: 364,500 tokens x 5 epochs x $6.00 per 1M tokens = $10.935",
            "  price of big: price list, 2026-02-13",
            "serve it serverless as big-tput",
            "a month: 1,000 requests a day x 400 input tokens x 365 / 12 days x $0.20 per 1M tokens"
                + " = about $2.43",
            "a month: 1,000 requests a day x 100 output tokens x 365 / 12 days x $0.60 per 1M"
                + " tokens = $1.825",
            "  price of big-tput: price list, 2026-02-13",
            "training and 3 months: $21.52",
            "below the one before: costs 2.4 times as much with 3 months of serving");
  }

  @Test
  void aRankingCanBeStoredAndReadBack() {
    Ranking ranking =
        rank(SomeFacts.acme(), wanted -> wanted.minimumParameters(new BigDecimal("70")));

    String json = Json.write(ranking);

    assertThat(ranking.refused()).hasSize(1);
    assertThat(Json.read(json, Ranking.class)).isEqualTo(ranking);
    assertThat(json).contains("\"amount\":8.748", "2026-02-13");
  }

  @Test
  void aCheckedFileIsRankedByAllFactsAtHand() {
    CheckReport report =
        CheckReport.builder()
            .name("train.jsonl")
            .rows(2)
            .messages(4)
            .characters(40)
            .bytes(100)
            .estimatedTokens(20)
            .unrolledTokens(30)
            .longestRowLine(2)
            .longestRowTokens(12)
            .errorCount(0)
            .warningCount(0)
            .build();

    // core alone has no provider
    Ranking ranking = Planner.rank(report, Constraints.builder().asOf(DAY).build());

    assertThat(ranking.figures()).isEqualTo(new DatasetFigures(2, 20, 30, 12, 2, true));
    assertThat(ranking.plans()).isEmpty();
    assertThat(Planner.rank(FIGURES, Constraints.builder().build()).figures()).isEqualTo(FIGURES);
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
