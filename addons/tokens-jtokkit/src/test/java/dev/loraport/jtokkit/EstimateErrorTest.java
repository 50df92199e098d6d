package dev.loraport.jtokkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.dataset.DatasetFormat;
import dev.loraport.file.FileSource;
import dev.loraport.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How far the estimate of tokens is from the tokenizers: what its page and its javadoc say. */
class EstimateErrorTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "datasets.md");
  // the first articles of the Universal Declaration of Human Rights
  private static final Path RIGHTS =
      Path.of("..", "..", "sdk-core/src/test/resources/dev/loraport/dataset/rights.txt");
  // beside the project, where it is there; its files are not part of it
  private static final Path DATA = Path.of("..", "..", "..", "shared", "data");

  private static final OpenAiTokens CL100K = OpenAiTokens.of("cl100k_base");
  private static final OpenAiTokens O200K = OpenAiTokens.of("o200k_base");

  /** The errors against both tokenizers, in per cent. */
  private record Errors(long first, long second) {
    static Errors of(List<String> texts) {
      String rows =
          String.join(
              "\n",
              texts.stream()
                  .map(text -> Json.object().put("text", text).build().toString())
                  .toList());
      CheckReport report =
          Dataset.of(FileSource.of("texts.jsonl", rows.getBytes(StandardCharsets.UTF_8)))
              .as(DatasetFormat.TEXT)
              .check();
      assertThat(report.rows()).isEqualTo(texts.size());
      return new Errors(
          error(report.estimatedTokens(), CL100K, texts),
          error(report.estimatedTokens(), O200K, texts));
    }

    private static long error(long estimate, OpenAiTokens counter, List<String> texts) {
      long exact = texts.stream().mapToLong(counter::count).sum();
      return Math.round(100.0 * (estimate - exact) / exact);
    }

    String row(String name) {
      return String.format(Locale.ROOT, "| %s | %+d %% | %+d %% |", name, first, second);
    }
  }

  private static Map<String, Errors> languages() throws IOException {
    Map<String, Errors> errors = new LinkedHashMap<>();
    for (String line : Files.readAllLines(RIGHTS)) {
      List<String> parts = List.of(line.split("\t", -1));
      errors.put(parts.get(0), Errors.of(parts.subList(1, parts.size())));
    }
    return errors;
  }

  @Test
  void eachLanguageHasTheErrorThatThePageSays() throws IOException {
    StringBuilder table = new StringBuilder();
    languages().forEach((name, errors) -> table.append(errors.row(name)).append('\n'));

    assertThat(Files.readString(PAGE)).as("%s", table).contains(table);
  }

  @Test
  void theErrorIsNotLargerThanTheJavadocOfTheReportSays() throws IOException {
    Map<String, Errors> errors = languages();
    assertThat(errors.get("English")).matches(error -> within(error, 10));
    assertThat(errors.remove("Russian")).matches(error -> within(error, 70));
    assertThat(errors.values()).allMatch(error -> within(error, 25));
  }

  private static boolean within(Errors errors, long most) {
    return Math.abs(errors.first()) <= most && Math.abs(errors.second()) <= most;
  }

  @Test
  void realChatsHaveTheErrorThatThePageSays() throws IOException {
    StringBuilder table = new StringBuilder();
    for (String name : List.of("conversations-train.jsonl", "text2sql.jsonl")) {
      Path file = DATA.resolve(name);
      assumeTrue(Files.exists(file));
      List<String> texts = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        for (Json message : Json.parse(line).get("messages").elements()) {
          texts.add(message.get("content").string().orElseThrow());
        }
      }
      Errors errors = Errors.of(texts);
      assertThat(errors).as(name).matches(error -> within(error, 10));
      table.append(errors.row('`' + name + '`')).append('\n');
    }
    assertThat(Files.readString(PAGE)).as("%s", table).contains(table);
  }
}
