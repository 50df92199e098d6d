package dev.loraport.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {
  private static final String FACTS =
      """
      {"provider": "acme", "facts": [
        {"topic": "t", "subject": "m", "value": true, "from": "2026-02-01", "until": "2026-03-01",
         "source": "page"},
        {"topic": "t", "subject": "*", "value": false, "from": "2026-06-01", "source": "page 2"},
        {"topic": "price", "subject": "m", "value": 3, "unit": "USD", "from": "2026-01-01",
         "source": "list"},
        {"topic": "price", "subject": "m", "value": 4, "unit": "USD", "from": "2026-05-01",
         "source": "list"}]}
      """;

  private static Facts parse(String json) {
    return Facts.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "m, 2026-01-31, UNKNOWN",
    "m, 2026-02-01, YES",
    "m, 2026-03-01, YES",
    "m, 2026-03-02, UNKNOWN",
    "m, 2026-06-01, NO",
    "n, 2026-02-15, UNKNOWN",
    "n, 2027-01-01, NO"
  })
  void anAnswerHoldsForItsDay(String subject, LocalDate day, Verdict verdict) {
    FactAnswer answer = parse(FACTS).ask("t", subject, day);

    assertThat(answer.verdict()).isEqualTo(verdict);
    assertThat(answer.isYes()).isEqualTo(verdict == Verdict.YES);
    assertThat(answer.isNo()).isEqualTo(verdict == Verdict.NO);
    assertThat(answer.asOf()).isEqualTo(day);
    assertThat(answer.fact().isPresent()).isEqualTo(verdict != Verdict.UNKNOWN);
  }

  @Test
  void theFactThatBeganLastWins() {
    Facts facts = parse(FACTS);

    assertThat(facts.ask("price", "m", LocalDate.of(2026, 4, 30)).value()).contains(Json.of(3));
    assertThat(facts.ask("price", "m", LocalDate.of(2026, 5, 1)).value()).contains(Json.of(4));
    assertThat(facts.subjects("t")).containsExactly("m");
    assertThat(facts.provider()).isEqualTo("acme");
    assertThat(facts.all().get(0).cite()).isEqualTo("page, 2026-02-01 to 2026-03-01");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"topic\": \"t\" | \"topic\": \" \" | fact 0 has no topic",
        "\"subject\": \"m\" | \"subjects\": \"m\" | unknown member \"subjects\"",
        "\"value\": true | \"value\": null | fact 0 has no value",
        "2026-02-01 | 2026-02-30 | \"2026-02-30\" is no date",
        "2026-02-01 | 2026-04-01 | ends on 2026-03-01, before 2026-04-01",
        "\"source\": \"page\" | \"source\": \"\" | fact 0 has no source",
        "\"acme\" | 7 | no provider"
      })
  void aBrokenFactIsNamed(String text, String instead, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(FACTS.replaceFirst(text, instead)))
        .withMessageContaining(message);
  }

  @Test
  void aMissingResourceIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Facts.load(FactsTest.class, "nowhere.json"))
        .withMessageContaining("nowhere.json");
  }

  @Test
  void onItsDayALiveFactWinsOverAShippedOne() {
    LocalDate day = LocalDate.of(2026, 5, 1);
    Fact live = Fact.live("price", "m", Json.of(5), "USD", day, "GET /v1/models");
    Fact stranger = Fact.live("price", "new", Json.of(6), "USD", day, "GET /v1/models");

    Facts merged = parse(FACTS).merge(Facts.of("acme", List.of(live, stranger)));

    assertThat(live.isLive()).isTrue();
    assertThat(live.cite()).isEqualTo("live, GET /v1/models, 2026-05-01");
    assertThat(merged.ask("price", "m", day).fact()).contains(live);
    assertThat(merged.ask("price", "m", day.plusDays(1)).value()).contains(Json.of(4));
    assertThat(merged.ask("price", "new", day).isYes()).isTrue();
    assertThat(merged.subjects("price")).containsExactly("m", "new");
    assertThat(merged.all()).hasSize(6).filteredOn(Fact::isLive).hasSize(2);
    assertThat(merged.provider()).isEqualTo("acme");
  }

  @Test
  void factsAboutAnotherProviderAreNotMerged() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(FACTS).merge(Facts.of("other", List.of())))
        .withMessageContaining("other")
        .withMessageContaining("acme");
  }

  private static final String TABLE =
      """
      {"provider": "acme", "tables": [
        {"source": "page, 2026", "from": "2026-02-01", "until": "2026-03-01",
         "each": {"model.modality": "chat"},
         "columns": [{"topic": "model.context", "unit": "tokens"}, {"topic": "hardware"}],
         "rows": [["m", 4096, null], ["n", null, {"gpu": "h100", "count": 2}]]}]}
      """;

  @Test
  void aTableSaysSourceAndDaysOnceForAllOfItsFacts() {
    LocalDate day = LocalDate.of(2026, 2, 1);
    Facts facts = parse(TABLE);

    Fact context = facts.ask("model.context", "m", day).fact().orElseThrow();
    assertThat(context.value()).isEqualTo(Json.of(4096));
    assertThat(context.unit()).contains("tokens");
    assertThat(context.source()).isEqualTo("page, 2026");
    assertThat(context.from()).isEqualTo(day);
    assertThat(context.until()).contains(LocalDate.of(2026, 3, 1));
    assertThat(facts.ask("hardware", "n", day).value().orElseThrow().get("count"))
        .isEqualTo(Json.of(2));
    assertThat(facts.ask("hardware", "n", day).fact().orElseThrow().unit()).isEmpty();
    assertThat(facts.ask("hardware", "m", day).verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(facts.subjects("model.modality")).containsExactly("m", "n");
    assertThat(facts.all()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4096, null | 4096 | table 0, row 0 has 2 cells for a subject and 2 columns",
        ", \"unit\": \"tokens\" | '' | table 0, row 0, model.context: a number without a unit",
        "\"chat\" | 7 | table 0, row 0, model.modality: a number without a unit",
        "\"n\" | 3 | table 0, row 1 has no subject",
        "\"columns\" | \"cols\" | table 0 has an unknown member \"cols\"",
        "\"topic\": \"hardware\" | \"name\": \"hardware\" | table 0 has an unknown member \"name\"",
        "2026-03-01 | 2026-01-31 | table 0 ends on 2026-01-31, before 2026-02-01",
        "\"page, 2026\" | \" \" | table 0 has no source",
        "\"rows\": .*]] | \"rows\": [] | table 0 has 2 columns and 0 rows",
        "\"tables\" | \"table\" | unknown member \"table\""
      })
  void aBrokenTableIsNamedWithItsRow(String text, String instead, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> parse(TABLE.replaceFirst(text, instead)))
        .withMessageContaining(message);
  }

  @Test
  void resourcesOfOneProviderAreJoined() {
    Facts facts = Facts.load(FactsTest.class, "acme-facts.json", "acme-prices.json");

    assertThat(facts.provider()).isEqualTo("acme");
    assertThat(facts.all()).extracting(Fact::topic).containsExactly("lora.tuning", "price");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Facts.load(FactsTest.class, "acme-facts.json", "other-facts.json"))
        .withMessage("other-facts.json is about other, acme-facts.json about acme");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Facts.load(FactsTest.class, "broken-facts.json"))
        .withMessage("broken-facts.json: table 0, row 1 has 1 cells for a subject and 1 columns");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Facts.load(FactsTest.class))
        .withMessageContaining("no resource named");
  }

  @Test
  void platformsWithoutAModuleSayWhyTheyAreNone() {
    LocalDate day = LocalDate.of(2026, 2, 13);

    assertThat(Facts.platforms())
        .extracting(Facts::provider)
        .contains("modal", "replicate")
        .doesNotHaveDuplicates();
    assertThat(Facts.platforms())
        .allSatisfy(
            platform ->
                assertThat(platform.ask("platform.lora.serving", Fact.ANY, day).isNo()).isTrue());
  }
}
