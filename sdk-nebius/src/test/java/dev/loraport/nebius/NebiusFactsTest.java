package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.catalog.Facts;
import dev.loraport.catalog.Verdict;
import dev.loraport.json.Json;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NebiusFactsTest {
  private final Facts facts = NebiusFacts.load();

  @ParameterizedTest
  @CsvSource({
    "lora.tuning, any, 2026-10-01, YES",
    "lora.tuning, deepseek-ai/DeepSeek-V3-0324, 2026-10-01, NO",
    "lora.serverless, meta-llama/Meta-Llama-3.1-8B-Instruct, 2025-12-31, YES",
    "lora.serverless, meta-llama/Meta-Llama-3.1-8B-Instruct, 2026-06-01, UNKNOWN",
    "lora.serverless, meta-llama/Meta-Llama-3.1-8B-Instruct, 2026-09-24, NO",
    "lora.serverless, meta-llama/Llama-3.3-70B-Instruct, 2026-08-31, NO",
    "dedicated.lora, any, 2026-09-18, UNKNOWN",
    "dedicated.lora, any, 2026-09-19, NO"
  })
  void anAnswerHoldsForItsDay(String topic, String subject, LocalDate day, Verdict verdict) {
    assertThat(facts.ask(topic, subject, day).verdict()).isEqualTo(verdict);
  }

  @Test
  void aModelIsServedUnderAnotherNameThanItIsTuned() {
    assertThat(
            facts
                .ask("serving.base", "unsloth/gpt-oss-20b-BF16", LocalDate.of(2026, 10, 1))
                .value())
        .contains(Json.of("openai/gpt-oss-20b"));
  }
}
