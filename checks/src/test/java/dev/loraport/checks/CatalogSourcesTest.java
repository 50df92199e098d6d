package dev.loraport.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loraport.Providers;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.Facts;
import dev.loraport.json.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The catalog holds each row of the tables that it was made from, where those documents lie beside
 * the project.
 */
class CatalogSourcesTest {
  private static final Path SHARED = Path.of("..", "..", "shared");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final LocalDate SEED = LocalDate.of(2026, 2, 13);
  private static final LocalDate OLDER_LIST = LocalDate.of(2026, 1, 23);

  private final Facts together = Providers.facts("together");
  private final Facts fireworks = Providers.facts("fireworks");
  private final Facts nebius = Providers.facts("nebius");

  @Test
  void allModelsThatTogetherTunesWithTheirLimits() throws IOException {
    List<List<String>> rows = table("contracts/together.md", "### 11.4 Fine-tuning model table");

    Set<String> lora = new TreeSet<>();
    Set<String> full = new TreeSet<>();
    for (List<String> row : rows) {
      for (String model : codes(row.get(0))) {
        lora.add(model);
        limits("tuning.lora", model, row.get(1), row.get(2), row.get(3));
        if (row.get(4).equals("—")) {
          assertThat(together.ask("tuning.full", model, SEED).isNo()).as(model).isTrue();
        } else {
          full.add(model);
          limits("tuning.full", model, row.get(1), row.get(2), row.get(4));
        }
      }
    }
    assertThat(lora).hasSize(108).isEqualTo(yes(together, "tuning.lora", SEED));
    assertThat(full).hasSize(57).isEqualTo(yes(together, "tuning.full", SEED));
  }

  private void limits(String method, String model, String sft, String dpo, String batches) {
    String[] batch = batches.split(" / ", -1);
    assertThat(
            Stream.of(
                    ".context.sft",
                    ".context.dpo",
                    ".batch.max.sft",
                    ".batch.max.dpo",
                    ".batch.min")
                .map(topic -> number(together, method + topic, model, SEED)))
        .as(model)
        .containsExactly(
            new BigDecimal(sft),
            new BigDecimal(dpo),
            new BigDecimal(batch[0]),
            new BigDecimal(batch[1]),
            new BigDecimal(batch[2]));
  }

  @ParameterizedTest
  @CsvSource({
    "Chat models, chat, 44, 35",
    "Image models, image, 28, 27",
    "Vision models, vision, 5, 3",
    "Video models, video, 22, 22",
    "Audio models, audio, 6, 6",
    "Embedding models, embedding, 5, 3",
    "Rerank models, rerank, 2, 1",
    "Moderation models, moderation, 3, 2"
  })
  void bothListsOfTogethersServerlessModels(String heading, String kind, int older, int newer)
      throws IOException {
    serverless("seeds/003_", "# Serverless Models", heading, kind, OLDER_LIST, older);
    serverless("seeds/000_", "**Fetched: [Audio models]", heading, kind, SEED, newer);
  }

  private void serverless(
      String file, String page, String heading, String kind, LocalDate day, int count)
      throws IOException {
    String text = read(file);
    List<List<String>> rows = rows(text.substring(text.indexOf(page)), "## " + heading);
    List<String> header = rows.get(0);
    Set<String> models = new TreeSet<>();
    for (List<String> row : rows.subList(1, rows.size())) {
      // a row may lack its first cell
      int lost = header.size() - row.size();
      int string = header.indexOf("API Model String");
      string = string < 0 ? header.indexOf("Model String for API") : string;
      String model = row.get(string - lost).replaceAll("\\\\?\\*", "");
      models.add(model);
      int context = header.indexOf("Context length");
      if (context > 0 && (!kind.equals("vision") || !model.contains("Llama-4"))) {
        assertThat(number(together, "model.context", model, day))
            .as(model)
            .isEqualByComparingTo(row.get(context - lost));
      }
      int quantization = header.indexOf("Quantization");
      if (quantization > 0 && !row.get(quantization - lost).equals("-")) {
        assertThat(together.ask("model.quantization", model, day).value())
            .contains(Json.of(row.get(quantization - lost)));
      }
    }
    Set<String> known = yes(together, kind + ".serverless", day);
    if (kind.equals("audio")) {
      known.addAll(yes(together, "transcription.serverless", day));
    }
    assertThat(models).hasSize(count).isEqualTo(known);
  }

  @Test
  void togethersPricesOfTraining() throws IOException {
    List<List<String>> sizes = table("contracts/together.md", "### 11.1 Fine-tuning prices");
    assertThat(sizes).hasSize(3);
    for (List<String> row : sizes) {
      String size = row.get(0).replace("–", " to ").replaceFirst("^(\\d+B) to", "$1 to");
      assertThat(
              Stream.of("lora.sft", "full.sft", "lora.dpo", "full.dpo")
                  .map(of -> number(together, "training." + of + ".price", size, SEED)))
          .usingElementComparator(BigDecimal::compareTo)
          .containsExactlyElementsOf(row.subList(1, 5).stream().map(BigDecimal::new).toList());
    }
    List<List<String>> models = table("contracts/together.md", "LoRA only, with their own prices");
    Map<String, Integer> prices = new TreeMap<>();
    for (String model : together.subjects("training.minimum")) {
      String sft = number(together, "training.lora.sft.price", model, SEED).toPlainString();
      String dpo = number(together, "training.lora.dpo.price", model, SEED).toPlainString();
      String least = number(together, "training.minimum", model, SEED).toPlainString();
      prices.merge(key(sft, dpo, least), 1, Integer::sum);
    }
    Map<String, Integer> said = new TreeMap<>();
    for (List<String> row : models) {
      String least = row.get(3).equals("none") ? "0" : row.get(3);
      int named = row.get(0).split(", ", -1).length;
      said.merge(key(row.get(1), row.get(2), least), named, Integer::sum);
    }
    assertThat(prices).isEqualTo(said);
  }

  private static String key(String... figures) {
    return String.join(
        "/",
        Arrays.stream(figures)
            .map(figure -> new BigDecimal(figure).stripTrailingZeros().toPlainString())
            .toList());
  }

  @Test
  void togethersPricesOfChat() throws IOException {
    List<List<String>> rows =
        table("contracts/together.md", "### 11.2 Serverless inference prices");

    assertThat(rows).hasSize(28);
    assertThat(together.subjects("chat.serverless.price.input")).hasSize(28);
    for (List<String> row : rows) {
      for (String model : codes(row.get(1))) {
        assertPrices(together, model, SEED, row.get(4), null, row.get(5));
      }
    }
  }

  @Test
  void fireworksPricesOfChatAndOfGpus() throws IOException {
    LocalDate day = LocalDate.of(2026, 6, 30);
    int models = 0;
    for (List<String> row : table("contracts/fireworks.md", "`vendor-tool`, 2026-06-30")) {
      for (String model : row.get(0).split(", ", -1)) {
        String kind = model.endsWith("-fast") ? "routers/" : "models/";
        String full = "accounts/fireworks/" + kind + model;
        assertPrices(fireworks, full, day, row.get(1), row.get(2), row.get(3));
        models++;
      }
    }
    assertThat(models).isEqualTo(18);
    List<LocalDate> days = List.of(SEED, LocalDate.of(2026, 5, 31), LocalDate.of(2026, 9, 1));
    List<List<String>> gpus = table("contracts/fireworks.md", "### 9.3 On-demand GPUs");
    assertThat(gpus).hasSize(6);
    for (List<String> row : gpus) {
      String gpu = row.get(0).toLowerCase(Locale.ROOT).replace(" gb", "gb").replace(' ', '-');
      for (int i = 0; i < days.size(); i++) {
        String price = row.get(i + 1);
        if (price.equals("–")) {
          assertThat(fireworks.ask("gpu.hourly.price", gpu, days.get(i)).fact()).isEmpty();
        } else {
          assertThat(number(fireworks, "gpu.hourly.price", gpu, days.get(i)))
              .isEqualByComparingTo(price);
        }
      }
    }
    List<List<String>> training = table("contracts/fireworks.md", "### 9.1 Fine-tuning");
    assertThat(training)
        .hasSize(fireworks.subjects("training.lora.dpo.price").size())
        .allSatisfy(
            row -> {
              String size = row.get(0).replaceAll(" \\(.*", "").replace(" – ", " to ");
              assertThat(number(fireworks, "training.lora.sft.price", size, SEED))
                  .isEqualByComparingTo(row.get(1));
              assertThat(number(fireworks, "training.lora.dpo.price", size, SEED))
                  .isEqualByComparingTo(row.get(2));
            });
  }

  @Test
  void nebiusPricesOfChat() throws IOException {
    List<List<String>> rows = table("contracts/nebius.md", "Inference, input / output per 1M");

    assertThat(rows).hasSize(11);
    for (List<String> row : rows) {
      String model = codes(row.get(0)).stream().findFirst().orElse(row.get(0));
      String[] price = row.get(1).split(" / ", -1);
      assertPrices(nebius, model, LocalDate.of(2026, 6, 30), price[0], null, price[1]);
    }
  }

  private static void assertPrices(
      Facts facts,
      String model,
      LocalDate day,
      String input,
      @Nullable String cached,
      String output) {
    assertThat(number(facts, "chat.serverless.price.input", model, day))
        .as(model)
        .isEqualByComparingTo(input);
    assertThat(number(facts, "chat.serverless.price.output", model, day))
        .as(model)
        .isEqualByComparingTo(output);
    if (cached != null) {
      assertThat(number(facts, "chat.serverless.price.cached", model, day))
          .as(model)
          .isEqualByComparingTo(cached);
    }
  }

  private static BigDecimal number(Facts facts, String topic, String subject, LocalDate day) {
    return facts
        .ask(topic, subject, day)
        .value()
        .flatMap(Json::number)
        .orElseThrow(() -> new AssertionError(subject + " has no " + topic + " on " + day));
  }

  /** The subjects for which a topic says yes on a day, by facts of their own. */
  private static Set<String> yes(Facts facts, String topic, LocalDate day) {
    Set<String> found = new TreeSet<>();
    for (Fact fact : facts.all()) {
      boolean said = fact.topic().equals(topic) && fact.covers(day);
      if (said && fact.value().bool().orElse(false)) {
        found.add(fact.subject());
      }
    }
    return found;
  }

  private static List<String> codes(String cell) {
    List<String> found = new ArrayList<>();
    Matcher matcher = CODE.matcher(cell);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  /** The rows below the header of the first table after a text. */
  private static List<List<String>> table(String file, String after) throws IOException {
    List<List<String>> rows = rows(read(file), after);
    return rows.subList(1, rows.size());
  }

  private static List<List<String>> rows(String text, String after) {
    assertThat(text).contains(after);
    List<List<String>> rows = new ArrayList<>();
    for (String line : text.substring(text.indexOf(after)).split("\n", -1)) {
      if (!line.startsWith("|")) {
        if (!rows.isEmpty()) {
          break;
        }
        continue;
      }
      String cells = line.strip().replaceAll("^\\||\\|$", "");
      if (!cells.matches("[-:| ]+")) {
        rows.add(Arrays.stream(cells.split("\\|", -1)).map(String::strip).toList());
      }
    }
    return rows;
  }

  private static String read(String prefix) throws IOException {
    Path path = SHARED.resolve(prefix);
    Path folder = path.getParent();
    assumeTrue(folder != null && Files.isDirectory(folder), "no documents beside the project");
    try (Stream<Path> files = Files.list(folder)) {
      Path file =
          files
              .filter(one -> one.toString().startsWith(path.toString()))
              .findFirst()
              .orElseThrow(() -> new AssertionError("nothing begins with " + path));
      return Files.readString(file);
    }
  }
}
