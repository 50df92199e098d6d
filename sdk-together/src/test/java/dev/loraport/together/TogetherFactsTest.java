package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.catalog.Facts;
import dev.loraport.catalog.Verdict;
import dev.loraport.json.Json;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TogetherFactsTest {
  private final Facts facts = TogetherFacts.load();

  @ParameterizedTest
  @CsvSource({
    "lora.serverless, meta-llama/Llama-4-Maverick-17B-128E-Instruct, 2026-02-13, YES",
    "lora.serverless, meta-llama/Meta-Llama-3.1-8B-Instruct-Reference, 2026-02-13, YES",
    "lora.serverless, meta-llama/Meta-Llama-3.1-70B-Instruct-Reference, 2026-02-13, YES",
    "lora.serverless, Qwen/Qwen2.5-72B-Instruct, 2026-02-13, YES",
    "lora.serverless, Qwen/Qwen3-235B-A22B-Instruct-2507-tput, 2026-02-13, YES",
    "lora.serverless, Qwen/Qwen3-235B-A22B-Instruct-2507-tput, 2025-01-01, UNKNOWN",
    "lora.serverless, Qwen/Qwen3-235B-A22B-Instruct-2507-tput, 2026-03-18, UNKNOWN",
    "lora.serverless, Qwen/Qwen3-235B-A22B-Instruct-2507-tput, 2026-05-01, UNKNOWN",
    "lora.serverless, Qwen/Qwen3-235B-A22B-Instruct-2507-tput, 2026-08-15, NO",
    "lora.serverless, some/other-model, 2026-02-13, UNKNOWN",
    "lora.serverless, some/other-model, 2026-08-15, NO",
    "lora.tuning, any, 2026-02-13, YES",
    "dedicated.lora, any, 2026-07-15, UNKNOWN",
    "dedicated.lora, any, 2026-07-16, YES",
    "dedicated.lora, meta-llama/Llama-3.3-70B-Instruct-Reference, 2026-08-17, YES",
    "dedicated.lora, meta-llama/Llama-3.3-70B-Instruct-Reference, 2026-08-18, UNKNOWN",
    "lora.serverless, deepseek-ai/DeepSeek-V3, 2026-05-01, NO",
    "lora.serverless, deepseek-ai/DeepSeek-V3, 2026-07-15, NO",
    "lora.serverless.whole, any, 2026-07-15, YES",
    "lora.serverless.base, Qwen/Qwen3-235B-A22B-Instruct-2507, 2026-07-15, YES",
    "model.serves, Qwen/Qwen3-235B-A22B-Instruct-2507, 2026-07-15, YES",
    "dedicated.lora.v1, any, 2026-02-13, YES",
    "dedicated.lora.v1, any, 2026-05-01, YES",
    "endpoints.v1.create, any, 2026-07-15, YES",
    "endpoints.v1.create, any, 2026-07-16, NO"
  })
  void anAnswerHoldsForItsDay(String topic, String subject, LocalDate day, Verdict verdict) {
    assertThat(facts.ask(topic, subject, day).verdict()).isEqualTo(verdict);
  }

  @Test
  void theBaseOfAnAdapterHasAnotherNameThanTheModelThatIsTuned() {
    assertThat(
            facts
                .ask(
                    "lora.serverless.base",
                    "Qwen/Qwen3-235B-A22B-Instruct-2507",
                    LocalDate.of(2026, 2, 13))
                .value())
        .contains(Json.of("Qwen/Qwen3-235B-A22B-Instruct-2507-tput"));
    assertThat(facts.subjects("lora.serverless"))
        .filteredOn(base -> facts.ask("lora.serverless", base, LocalDate.of(2026, 2, 13)).isYes())
        .hasSize(5);
  }

  @Test
  void pricesAreThoseOfTheirDay() {
    assertThat(facts.ask("gpu.hourly.price", "h100-80gb", LocalDate.of(2026, 2, 13)).value())
        .contains(Json.of(3.36));
    assertThat(
            facts
                .ask("chat.serverless.price.output", "openai/gpt-oss-20b", LocalDate.of(2026, 8, 1))
                .value())
        .contains(Json.of(0.2));
  }

  @ParameterizedTest
  @CsvSource({
    "model.parameters, 235, Qwen/Qwen3-235B-A22B-Instruct-2507",
    "model.parameters.active, 22, Qwen/Qwen3-235B-A22B-Instruct-2507",
    "tuning.lora.context.sft, 32768, Qwen/Qwen3-235B-A22B-Instruct-2507",
    "training.lora.sft.price, 6, Qwen/Qwen3-235B-A22B-Instruct-2507",
    "training.minimum, 0, Qwen/Qwen3-235B-A22B-Instruct-2507",
    "training.minimum, 16, meta-llama/Llama-4-Maverick-17B-128E-Instruct",
    "training.full.dpo.price, 8, 70B to 100B",
    "lora.serverless.price.output, 0.6, Qwen/Qwen3-235B-A22B-Instruct-2507-tput",
    "gradient.accumulation, 8, moonshotai/Kimi-K2-Thinking",
    "video.serverless.price, 1.6, google/veo-3.0"
  })
  void aFigureIsThatOfItsTable(String topic, BigDecimal figure, String subject) {
    assertThat(
            facts
                .ask(topic, subject, LocalDate.of(2026, 2, 13))
                .value()
                .flatMap(Json::number)
                .orElseThrow())
        .isEqualByComparingTo(figure);
  }

  @Test
  void aNewerListEndsAnOlderOne() {
    String model = "openai/gpt-oss-20b";

    assertThat(facts.ask("tuning.lora.context.sft", model, LocalDate.of(2026, 8, 17)).value())
        .contains(Json.of(16384));
    assertThat(facts.ask("tuning.lora.context.sft", model, LocalDate.of(2026, 8, 18)).value())
        .contains(Json.of(24576));
    assertThat(facts.ask("chat.serverless", "zai-org/GLM-4.6", LocalDate.of(2026, 2, 12)).isYes())
        .isTrue();
    assertThat(facts.ask("chat.serverless", "zai-org/GLM-4.6", LocalDate.of(2026, 2, 13)).verdict())
        .isEqualTo(Verdict.UNKNOWN);
  }
}
