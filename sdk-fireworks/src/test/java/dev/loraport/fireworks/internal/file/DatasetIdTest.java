package dev.loraport.fireworks.internal.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetIdTest {
  private static final String MARK = "0123456789abcdef0123456789abcdef";

  @ParameterizedTest
  @CsvSource({
    "train.jsonl, train-0123456789abcdef",
    "Support Train_v2.jsonl, support-train-v2-0123456789abcdef",
    "INDIGO.jsonl, indigo-0123456789abcdef",
    "Übung für café.jsonl, ubung-fur-cafe-0123456789abcdef",
    "2026-data.jsonl, d-2026-data-0123456789abcdef",
    "--x--.jsonl, x-0123456789abcdef",
    "a.b.jsonl, a-b-0123456789abcdef",
    "日本x.jsonl, x-0123456789abcdef"
  })
  void anIdIsMadeOfNameAndContent(String name, String id) {
    assertThat(DatasetId.of(name, MARK)).contains(id);
  }

  @ParameterizedTest
  @CsvSource({"日本.jsonl", "---.jsonl", ".jsonl", "…"})
  void noIdCanBeMadeOfANameWithoutLettersAndDigits(String name) {
    assertThat(DatasetId.of(name, MARK)).isEmpty();
  }

  @Test
  void everyIdIsValid() {
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      StringBuilder name = new StringBuilder("n");
      int length = random.nextInt(120);
      for (int k = 0; k < length; k++) {
        name.append((char) (' ' + random.nextInt(0x250)));
      }
      assertThat(DatasetId.of(name + ".jsonl", MARK))
          .hasValueSatisfying(id -> assertThat(id).matches("[a-z][a-z0-9-]{0,61}[a-z0-9]"));
    }
  }
}
