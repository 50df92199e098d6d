package dev.loraport.catalog;

import static dev.loraport.catalog.Rankings.FIGURES;
import static dev.loraport.catalog.Rankings.big;
import static dev.loraport.catalog.Rankings.rank;
import static dev.loraport.catalog.SomeFacts.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.Money;
import dev.loraport.dataset.CheckReport;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingPreference;
import dev.loraport.tuning.TuningSpec;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which plan comes first, what it says and what speaks against it. */
class PlannerTest {
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
  void aBaseThatASourceDoubtsIsPlannedInDoubtWithTheSource() {
    SomeFacts facts =
        new SomeFacts("acme")
            .add("tuning.lora", "big", "true")
            .add("lora.serverless", "*", "false")
            .add("dedicated.lora", "*", "true")
            .add("dedicated.lora.v1", "*", "true")
            .add("dedicated.lora", "big", "\"unknown\"");

    Plan plan = big(rank(facts, wanted -> {}));

    assertThat(plan.certain()).isFalse();
    assertThat(plan.risks())
        .contains(
            "in doubt: no source says whether an adapter is served on a dedicated deployment on"
                + " 2026-02-13 (price list, 2026-02-13)");
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
}
