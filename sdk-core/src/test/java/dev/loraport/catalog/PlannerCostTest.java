package dev.loraport.catalog;

import static dev.loraport.catalog.Rankings.big;
import static dev.loraport.catalog.Rankings.rank;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.Money;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingPreference;
import dev.loraport.tuning.PriceEstimate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a plan costs. */
class PlannerCostTest {
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
            .forEach(PlannerCostTest::assertSumOfLines);
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
}
