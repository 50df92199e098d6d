package dev.loraport.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.file.FileSource;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenJsonTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"messages\": [}",
        "{\"messages\": [{\"role\": \"us",
        "{\"messages\": [",
        "{\"a\"; 1}"
      })
  void brokenJsonIsToldInWordsForThoseWhoWroteIt(String row) {
    byte[] rows = (row + "\n").getBytes(StandardCharsets.UTF_8);
    CheckReport report = Dataset.of(FileSource.of("rows.jsonl", rows)).check();

    assertThat(report.findings()).extracting(Finding::code).containsExactly("not-json");
    assertThat(report.findings().get(0).toString())
        .startsWith("line 1, column ")
        .contains("not valid JSON: ")
        .doesNotContain("Source", "REDACTED", "\n");
  }
}
