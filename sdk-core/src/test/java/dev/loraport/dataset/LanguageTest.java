package dev.loraport.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.file.FileSource;
import dev.loraport.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guess at languages, on the first articles of the Universal Declaration of Human Rights. */
class LanguageTest {
  private static final List<String> TOLD =
      List.of("English", "German", "French", "Spanish", "Italian", "Portuguese", "Dutch");

  /** Articles 1, 2, and 3 with 4, by language. */
  private static Map<String, List<String>> articles() throws IOException {
    Map<String, List<String>> articles = new LinkedHashMap<>();
    try (InputStream in =
        Objects.requireNonNull(LanguageTest.class.getResourceAsStream("rights.txt"))) {
      new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> Arrays.asList(line.split("\t")))
          .forEach(parts -> articles.put(parts.get(0), parts.subList(1, parts.size())));
    }
    return articles;
  }

  private static String text(String language, int article) throws IOException {
    return Objects.requireNonNull(articles().get(language), language).get(article);
  }

  private static List<String> mixed(String... texts) {
    List<Json> messages = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      messages.add(
          Json.object()
              .put("role", i % 2 == 0 ? "user" : "assistant")
              .put("content", texts[i])
              .build());
    }
    String row = Json.object().put("messages", Json.array(messages)).build().toString();
    return Dataset.of(FileSource.of("rows.jsonl", row.getBytes(StandardCharsets.UTF_8)))
        .check()
        .findings()
        .stream()
        .peek(finding -> assertThat(finding.code()).isEqualTo("mixed-languages"))
        .map(Finding::toString)
        .toList();
  }

  @Test
  void anAnswerInAnotherOfTheSevenLanguagesIsAWarning() throws IOException {
    int found = 0;
    int pairs = 0;
    for (String asked : TOLD) {
      for (String answered : TOLD) {
        for (int article = 0; article < 3; article++) {
          List<String> findings = mixed(text(asked, article), text(answered, article));
          if (asked.equals(answered)) {
            assertThat(findings).isEmpty();
            continue;
          }
          pairs++;
          found += findings.size();
          assertThat(findings)
              .allSatisfy(
                  finding ->
                      assertThat(finding).contains("messages[1]", "in " + answered, "in " + asked));
        }
      }
    }
    // none is wrong; some are not told, since they are short or have many of another's words
    assertThat((double) found / pairs).isGreaterThan(0.75);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Polish", "Turkish"})
  void anotherLatinLanguageIsNotTaken(String language) throws IOException {
    for (String told : TOLD) {
      for (int article = 0; article < 3; article++) {
        assertThat(mixed(text(told, 0), text(language, article))).isEmpty();
        assertThat(mixed(text(language, article), text(told, 0))).isEmpty();
      }
    }
  }

  @Test
  void textsThatAreShortOrCodeAreNotTaken() throws IOException {
    String german = text("German", 0);

    assertThat(mixed(german, "File not found: 404.")).isEmpty();
    assertThat(
            mixed(
                german,
                "SELECT a.name AS name, COUNT(*) AS orders FROM a JOIN b ON b.id = a.id"
                    + " WHERE a.on_sale = 1 GROUP BY a.name"))
        .isEmpty();
    assertThat(
            mixed(
                german,
                "for row in rows:\n    if row is not None and row not in seen or row.is_new:\n"
                    + "        with open(row) as file:\n            return file.read()"))
        .isEmpty();
  }

  @Test
  void theFirstAnswerThatTellsIsTheOneThatCounts() throws IOException {
    String german = text("German", 0);
    String french = text("French", 0);

    assertThat(mixed("Hallo", "Hallo.", german, "Ja.", german, french))
        .singleElement()
        .asString()
        .contains("messages[5]");
    assertThat(mixed(german, german, german, french)).isEmpty();
    // the user goes on in French, and so does the answer
    assertThat(mixed(german, "Ja.", french, french)).isEmpty();
    assertThat(mixed(german, "Ja.", french, german))
        .singleElement()
        .asString()
        .contains("messages[3]", "in German", "in French");
  }
}
