package dev.loraport.catalog;

import static dev.loraport.catalog.SomeFacts.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.json.Json;
import dev.loraport.tuning.TuningMethod;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
  private static DatedCatalog acme() {
    return Catalog.of(SomeFacts.acme().facts()).asOf(DAY);
  }

  @Test
  void whatIsKnownOfAModelIsAtHandWithItsFact() {
    CatalogModel big = acme().model("acme", "big");

    assertThat(big.parameters()).contains(new BigDecimal("235"));
    assertThat(big.activeParameters()).isEmpty();
    assertThat(big.family()).contains("qwen");
    assertThat(big.license()).contains("apache-2.0");
    assertThat(big.reasoning()).isEmpty();
    assertThat(big.context()).isEmpty();
    assertThat(big.isDeprecated()).isFalse();
    assertThat(big.fact("tuning.lora.context.sft").orElseThrow().cite())
        .isEqualTo("price list, 2026-02-13");
  }

  @Test
  void modelsAreThoseOfTheDay() {
    SomeFacts facts =
        SomeFacts.acme()
            .add("model.deprecated", "small", "true", DAY.plusDays(5), null)
            .add("model.context", "new", "4096", DAY.plusDays(5), null);
    Catalog catalog = Catalog.of(facts.facts());

    assertThat(catalog.asOf(DAY).models())
        .extracting(CatalogModel::name)
        .containsExactly("big", "small");
    List<CatalogModel> later = catalog.asOf(DAY.plusDays(5)).models();
    assertThat(later).extracting(CatalogModel::name).containsExactly("big", "new", "small");
    assertThat(later.get(1).context()).contains(4096L);
    assertThat(later.get(2).isDeprecated()).isTrue();
    assertThat(catalog.asOf(DAY.minusDays(1)).models()).isEmpty();
  }

  // a row: what is said of the model, and whether it can be tuned by sft and by dpo
  @ParameterizedTest
  @CsvSource({
    "tuning.lora, m, true, YES, UNKNOWN",
    "tuning.lora, m, false, NO, NO",
    "lora.tuning, *, true, YES, UNKNOWN",
    "lora.tuning, m, false, NO, NO",
    "tuning.lora.sft, m, false, NO, UNKNOWN",
    "tuning.lora.dpo, m, true, UNKNOWN, YES",
    "tuning.lora.context.dpo, m, 4096, UNKNOWN, YES",
    "training.lora.dpo.price, up to 16B, 1.20, UNKNOWN, YES",
    "tuning.full, m, true, UNKNOWN, UNKNOWN"
  })
  void whetherALoraCanBeTrainedIsYesNoOrUnknown(
      String topic, String subject, String value, Verdict sft, Verdict dpo) {
    DatedCatalog catalog =
        Catalog.of(
                new SomeFacts("acme")
                    .add("model.parameters", "m", "8")
                    .add(topic, subject, value)
                    .facts())
            .asOf(DAY);

    assertThat(catalog.canTune("acme", "m", TuningMethod.SFT).verdict()).isEqualTo(sft);
    assertThat(catalog.canTune("acme", "m", TuningMethod.DPO).verdict()).isEqualTo(dpo);
  }

  @Test
  void whatTheProviderLetsBeTunedTodayIsMoreThanWhatWasSaidOfTheMethod() {
    Fact live = Fact.live("tuning.lora", "m", Json.of(true), null, DAY, "GET /models");
    Catalog catalog =
        Catalog.of(
            new SomeFacts("acme").add("tuning.lora.sft", "m", "true").facts(),
            Facts.of("acme", List.of(live)));

    assertThat(catalog.asOf(DAY).canTune("acme", "m", TuningMethod.SFT).fact()).contains(live);
    assertThat(catalog.asOf(DAY).canTune("acme", "m", TuningMethod.DPO).verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aNoToTheModelIsMoreThanAYesToTheMethodAtLarge() {
    SomeFacts facts =
        new SomeFacts("acme")
            .add("model.parameters", "n", "8")
            .add("tuning.lora.sft", "*", "true")
            .add("tuning.lora", "m", "false");

    assertThat(asOf(facts, DAY).canTune("acme", "m", TuningMethod.SFT).isNo()).isTrue();
    assertThat(asOf(facts, DAY).canTune("acme", "n", TuningMethod.SFT).isYes()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody-names-it", ""})
  void aYesToAllIsNoneToABaseThatNoSourceNames(String base) {
    SomeFacts facts =
        new SomeFacts("acme")
            .add("tuning.lora.sft", "*", "true")
            .add("dedicated.lora", "*", "true")
            .add("model.parameters", "m", "8");

    for (String model : List.of("m", base)) {
      Verdict expected = model.equals("m") ? Verdict.YES : Verdict.UNKNOWN;
      DatedCatalog day = asOf(facts, DAY);
      assertThat(day.canTune("acme", model, TuningMethod.SFT).verdict()).isEqualTo(expected);
      assertThat(day.dedicatedLora("acme", model).verdict()).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.48",
    "16, 0.48",
    "16.5, 1.50",
    "17, 1.50",
    "69, 1.50",
    "69.5, 2.90",
    "100, 2.90",
    "150, 3.10",
    "199.9, 3.10",
    "200, 7",
    "300, 7",
    "300.1, 9",
    "1000, 9"
  })
  void aPriceBySizeIsThatOfTheClass(String billions, BigDecimal price) {
    DatedCatalog catalog =
        Catalog.of(
                sized(billions)
                    .add("training.lora.sft.price", "up to 16B", "0.48")
                    .add("training.lora.sft.price", "17B to 69B", "1.50")
                    .add("training.lora.sft.price", "70B-100B", "2.90")
                    .add("training.lora.sft.price", "below 200B", "3.10")
                    .add("training.lora.sft.price", "200B to 300B", "7")
                    .add("training.lora.sft.price", "> 300B", "9")
                    .add("training.lora.sft.price", "another", "1")
                    .facts())
            .asOf(DAY);

    assertThat(catalog.trainingPrice("acme", "m", TuningMethod.SFT).value())
        .contains(Json.parse(price.toPlainString()));
  }

  @ParameterizedTest
  @CsvSource({"3, 17B to 69B", "70, 17B to 69B", "20, below 20B", "20, <20B", "8, over 16B"})
  void aSizeOutsideOfAllClassesHasNoPrice(String billions, String subject) {
    DatedCatalog catalog =
        Catalog.of(sized(billions).add("training.lora.sft.price", subject, "1").facts()).asOf(DAY);

    assertThat(catalog.trainingPrice("acme", "m", TuningMethod.SFT).verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  private static SomeFacts sized(String billions) {
    return new SomeFacts("acme").add("model.parameters", "m", billions);
  }

  @Test
  void anAdapterIsServedUnderTheNameOfItsBaseForServing() {
    DatedCatalog catalog = acme();

    assertThat(catalog.serverlessName("acme", "big")).isEqualTo("big-tput");
    assertThat(catalog.serverlessName("acme", "small")).isEqualTo("small");
    assertThat(catalog.dedicatedName("acme", "big")).isEqualTo("big");
    assertThat(catalog.serverlessLora("acme", "big").isYes()).isTrue();
    assertThat(catalog.dedicatedLora("acme", "big").isNo()).isTrue();
    assertThat(price(catalog.inputPrice("acme", "big"))).isEqualTo("0.20");
    assertThat(price(catalog.outputPrice("acme", "small"))).isEqualTo("0.18");
  }

  private static @Nullable String price(FactAnswer answer) {
    return answer.value().flatMap(Json::number).map(BigDecimal::toPlainString).orElse(null);
  }

  @Test
  void aListOfBasesThatIsWholeSaysNoToTheOthers() {
    SomeFacts facts = SomeFacts.acme();
    assertThat(asOf(facts, DAY).serverlessLora("acme", "other").verdict())
        .isEqualTo(Verdict.UNKNOWN);

    facts.add("lora.serverless.whole", "*", "true", DAY, DAY.plusDays(30));

    FactAnswer other = asOf(facts, DAY).serverlessLora("acme", "other");
    assertThat(other.isNo()).isTrue();
    assertThat(other.fact().orElseThrow().topic()).isEqualTo("lora.serverless.whole");
    assertThat(asOf(facts, DAY).serverlessLora("acme", "big").isYes()).isTrue();
    assertThat(asOf(facts, DAY.plusDays(31)).serverlessLora("acme", "other").verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  @Test
  void aWholeListDoesNotSayNoToABaseThatWasOnIt() {
    SomeFacts facts =
        new SomeFacts("acme")
            .add("lora.serverless", "listed", "true", DAY, DAY.plusDays(30))
            .add("lora.serverless", "refused", "false", DAY, DAY.plusDays(30))
            .add("lora.serverless.whole", "*", "true");

    DatedCatalog later = asOf(facts, DAY.plusDays(31));

    assertThat(later.serverlessLora("acme", "listed").verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(later.serverlessLora("acme", "refused").isNo()).isTrue();
    assertThat(later.serverlessLora("acme", "other").isNo()).isTrue();
  }

  @Test
  void anAdapterIsServedDedicatedByTheFirstApiWhereTheNewOneIsNotThere() {
    SomeFacts facts =
        new SomeFacts("acme")
            .add("model.parameters", "m", "8")
            .add("dedicated.lora.v1", "*", "true", DAY, DAY.plusDays(9))
            .add("dedicated.lora", "*", "false", DAY.plusDays(9), null);

    assertThat(asOf(facts, DAY).dedicatedLora("acme", "m").isYes()).isTrue();
    assertThat(asOf(facts, DAY.plusDays(9)).dedicatedLora("acme", "m").isNo()).isTrue();
    assertThat(asOf(facts, DAY.minusDays(1)).dedicatedLora("acme", "m").verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }

  private static DatedCatalog asOf(SomeFacts facts, LocalDate day) {
    return Catalog.of(facts.facts()).asOf(day);
  }

  @Test
  void liveFactsWinOnTheirDay() {
    Fact live =
        Fact.live(
            "chat.serverless.price.input", "big-tput", Json.of(0.25), "unit", DAY, "GET /models");
    Catalog catalog = Catalog.of(SomeFacts.acme().facts()).with(Facts.of("acme", List.of(live)));

    assertThat(price(catalog.asOf(DAY).inputPrice("acme", "big"))).isEqualTo("0.25");
    assertThat(price(catalog.asOf(DAY.plusDays(1)).inputPrice("acme", "big"))).isEqualTo("0.20");
  }

  @Test
  void basesAreWhatSomeSourceTunes() {
    SomeFacts facts = SomeFacts.acme().add("training.lora.sft.price", "priced", "2");

    assertThat(asOf(facts, DAY).tuningBases("acme")).containsExactly("big", "small", "priced");
  }

  @Test
  void platformsThatDoNotOfferItSayWhyNot() {
    DatedCatalog catalog = Catalog.load().asOf(DAY);

    assertThat(catalog.platforms()).containsKeys("modal", "replicate");
    assertThat(catalog.platforms().values())
        .allSatisfy(
            answer -> {
              assertThat(answer.isNo()).isTrue();
              assertThat(answer.fact().orElseThrow().source()).isNotBlank();
            });
  }

  @Test
  void anUnknownProviderIsNamedWithTheKnownOnes() {
    assertThat(acme().providers()).containsExactly("acme");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> acme().model("nobody", "m"))
        .withMessageContaining("nobody")
        .withMessageContaining("[acme]");
  }
}
