package dev.loraport.fireworks.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelIdTest {
  private static final String HASH = "0123456789abcdef";

  @ParameterizedTest
  @CsvSource({
    "support-lora, support-lora-01234567",
    "Support LoRA v1.2, support-lora-v1-2-01234567",
    "8b-lora, m-8b-lora-01234567"
  })
  void anIdHasNameAndContent(String name, String id) {
    assertThat(ModelId.of(name, HASH)).isEqualTo(id);
  }

  @Test
  void aLongNameIsCutBeforeTheContent() {
    assertThat(ModelId.of("a".repeat(80), HASH)).isEqualTo("a".repeat(54) + "-01234567");
  }

  @Test
  void aNameOfNoLettersIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ModelId.of("日本", HASH))
        .withMessageContaining("no model id can be made of the name \"日本\"");
  }
}
