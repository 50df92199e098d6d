package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each topic on which the sources disagree has a row in the page, and a test that shows it. */
class TogetherTopicsTest {
  private static final String DECIDED = "## What of the doubtful was decided how";
  private static final int AREAS = 5;

  private final List<List<String>> rows = Tables.page().rows(DECIDED);

  @Test
  void eachTopicOfTheContractHasARow() {
    assumeTrue(
        Tables.contract().isPresent(),
        "together.md is not beside the project: nothing was checked");
    Tables contract = Tables.contract().orElseThrow();
    List<String> numbers = new ArrayList<>();
    List<String> strangers = new ArrayList<>();
    for (int area = 1; area <= AREAS; area++) {
      List<List<String>> topics = contract.rows("### 12." + area + " ");
      for (int i = 1; i <= topics.size(); i++) {
        String number = area + "." + i;
        numbers.add(number);
        String row = row(number);
        if (words(topics.get(i - 1).get(0)).stream().noneMatch(words(row)::contains)) {
          strangers.add(number + " is about " + topics.get(i - 1).get(0) + ", not " + row);
        }
      }
    }

    assertThat(numbers).hasSizeGreaterThan(100);
    assertThat(rows).extracting(row -> row.get(0)).containsExactlyElementsOf(numbers);
    assertThat(strangers).isEmpty();
  }

  private String row(String number) {
    return rows.stream()
        .filter(row -> row.get(0).equals(number))
        .map(row -> row.get(1) + " " + row.get(2))
        .findFirst()
        .orElse("");
  }

  private static Set<String> words(String text) {
    return new HashSet<>(
        List.of(text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", " ").strip().split(" ")));
  }

  @Test
  void eachRowNamesWhatShowsIt() {
    Map<String, String> sources = sources();
    List<String> missing = new ArrayList<>();
    for (List<String> row : rows) {
      assertThat(row).as(row.get(0)).hasSize(4).doesNotContain("");
      List<String> shown = Tables.code(row.get(3));
      assertThat(shown).as(row.get(0)).isNotEmpty();
      for (String name : shown) {
        String[] parts = name.split("\\.", 2);
        String source = sources.get(parts[0]);
        boolean there =
            source != null && (parts.length == 1 || source.contains(" " + parts[1] + "("));
        if (!there) {
          missing.add(row.get(0) + ": " + name);
        }
      }
    }

    assertThat(missing).isEmpty();
    assertThat(rows).isNotEmpty();
  }

  /** The sources of the project by the name of their class. */
  private static Map<String, String> sources() {
    Map<String, String> sources = new TreeMap<>();
    for (String module :
        List.of("sdk-core", "sdk-together", "sdk-testkit", "addons/dataset-parquet")) {
      try (Stream<Path> files = Files.walk(Path.of("..").resolve(module).resolve("src"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          String name = file.getFileName().toString().replace(".java", "");
          sources.merge(name, Files.readString(file), String::concat);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return sources;
  }
}
