package dev.loraport.fireworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.catalog.Facts;
import dev.loraport.catalog.Verdict;
import dev.loraport.json.Json;
import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FireworksFactsTest {
  private final Facts facts = FireworksFacts.load();

  @ParameterizedTest
  @CsvSource({
    "lora.tuning, any, 2026-02-13, YES",
    "lora.serverless, any, 2026-02-12, UNKNOWN",
    "lora.serverless, any, 2026-02-13, NO",
    "lora.serverless, any, 2026-10-10, NO",
    "lora.serverless.unclear, any, 2025-12-31, YES",
    "lora.serverless.unclear, any, 2026-01-01, UNKNOWN",
    "dedicated.ready, any, 2026-05-31, YES",
    "latency.cold_start, any, 2026-05-31, UNKNOWN",
    "dedicated.hourly.price, accounts/fireworks/models/kimi-k2-thinking, 2026-05-30, YES",
    "dedicated.lora, any, 2026-02-13, YES"
  })
  void anAnswerHoldsForItsDay(String topic, String subject, LocalDate day, Verdict verdict) {
    assertThat(facts.ask(topic, subject, day).verdict()).isEqualTo(verdict);
  }

  @ParameterizedTest
  @CsvSource({"2026-02-13, 4", "2026-05-15, 4", "2026-05-30, 4", "2026-05-31, 7", "2026-09-01, 8"})
  void aGpuHourHasThePriceOfItsDay(LocalDate day, int price) {
    assertThat(facts.ask("gpu.hourly.price", "h100-80gb", day).value()).contains(Json.of(price));
  }

  /** The case that the catalog began with: told before anything is sent. */
  @ParameterizedTest
  @CsvSource({"2026-02-13, 4", "2026-10-10, 8"})
  void aLoraOfKimiK2ThinkingNeedsThirtyTwoGpus(LocalDate day, int hourly) {
    String kimi = "accounts/fireworks/models/kimi-k2-thinking";

    assertThat(facts.ask("tuning.lora", kimi, day).isYes()).isTrue();
    assertThat(facts.ask("lora.serverless", kimi, day).isNo()).isTrue();
    assertThat(facts.ask("dedicated.lora", kimi, day).isYes()).isTrue();
    Json hardware = facts.ask("dedicated.hardware", kimi, day).value().orElseThrow();
    assertThat(hardware.get("gpu")).isEqualTo(Json.of("h100"));
    assertThat(hardware.get("count")).isEqualTo(Json.of(32));
    assertThat(facts.ask("gpu.hourly.price", "h100-80gb", day).value()).contains(Json.of(hourly));
  }
}
