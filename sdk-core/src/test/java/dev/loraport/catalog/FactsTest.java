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
}
