package dev.loraport.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.dataset.DatasetFormat;
import dev.loraport.dataset.DatasetRules;
import dev.loraport.dataset.Treatment;
import dev.loraport.fireworks.FireworksDatasets;
import dev.loraport.nebius.NebiusDatasets;
import dev.loraport.together.TogetherDatasets;
import dev.loraport.tuning.TuningMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the rules says what the rules say. */
class DatasetTableTest {
  private static final List<DatasetRules> PROVIDERS =
      List.of(
          TogetherDatasets.uploadRules(),
          FireworksDatasets.uploadRules(),
          NebiusDatasets.uploadRules());

  private static String row(String name, Function<DatasetRules, String> cell) {
    return PROVIDERS.stream()
        .map(cell)
        .collect(Collectors.joining(" | ", "| " + name + " | ", " |"));
  }

  private static String formats(DatasetRules rules) {
    return rules.formats().stream()
        .map(DatasetFormat::id)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String number(OptionalLong number) {
    return number.isPresent() ? String.valueOf(number.getAsLong()) : "none known";
  }

  private static String number(OptionalInt number) {
    return number.isPresent() ? String.valueOf(number.getAsInt()) : "none known";
  }

  private static String word(Treatment treatment) {
    return switch (treatment) {
      case ALLOW -> "fine";
      case WARN -> "warning";
      case REFUSE -> "**error**";
    };
  }

  private static Optional<DatasetRules> of(
      Function<TuningMethod, DatasetRules> rules, TuningMethod method) {
    try {
      return Optional.of(rules.apply(method));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static List<String> table() {
    List<String> table = new ArrayList<>();
    table.add(row("rule", DatasetRules::name));
    table.add("|---|---|---|---|");
    List<Function<TuningMethod, DatasetRules>> byMethod =
        List.of(TogetherDatasets::rules, FireworksDatasets::rules, NebiusDatasets::rules);
    for (TuningMethod method :
        List.of(TuningMethod.SFT, TuningMethod.DPO, TuningMethod.ORPO, TuningMethod.RFT)) {
      table.add(
          byMethod.stream()
              .map(rules -> of(rules, method).map(DatasetTableTest::formats).orElse("–"))
              .collect(Collectors.joining(" | ", "| formats for " + method + " | ", " |")));
    }
    table.add(row("roles", rules -> String.join(", ", rules.roles())));
    table.add(row("fewest examples", rules -> String.valueOf(rules.minExamples())));
    table.add(row("most examples", rules -> number(rules.maxExamples())));
    table.add(row("members beside the format's own", DatasetTableTest::members));
    table.add(row("images in a row", rules -> number(rules.maxImagesPerRow())));
    table.add(row("bytes of an image's URL", rules -> number(rules.maxImageUrlBytes())));
    table.add(row("an image's URL begins with", DatasetTableTest::prefixes));
    table.add(row("file bytes above which it warns", rules -> number(rules.maxFileBytes())));
    treatments().forEach((name, cell) -> table.add(row(name, rules -> word(cell.apply(rules)))));
    return table;
  }

  private static String members(DatasetRules rules) {
    return rules.rowMembers().stream().sorted().collect(Collectors.joining(", "));
  }

  private static String prefixes(DatasetRules rules) {
    return rules.imageUrlPrefixes().stream()
        .map(prefix -> "`" + prefix + "`")
        .collect(Collectors.joining(", "));
  }

  private static Map<String, Function<DatasetRules, Treatment>> treatments() {
    Map<String, Function<DatasetRules, Treatment>> rows = new LinkedHashMap<>();
    rows.put("a system message that is not the first", DatasetRules::systemNotFirst);
    rows.put("the user does not speak first", DatasetRules::firstNotUser);
    rows.put("two messages in a row from one role", DatasetRules::sameRoleTwice);
    rows.put(
        "a tool message after neither assistant nor tool", DatasetRules::toolNotAfterAssistant);
    rows.put("the last message is not the assistant's", DatasetRules::lastNotAssistant);
    rows.put("a preference's prompt of several turns", DatasetRules::preferenceOfManyTurns);
    rows.put("no content beside tool calls", DatasetRules::noContentBesideToolCalls);
    rows.put("the assistant answers in another language", DatasetRules::mixedLanguages);
    rows.put("a blank line", DatasetRules::blankLines);
    rows.put("a packed file", DatasetRules::packed);
    rows.put("token ids in Parquet", DatasetRules::tokenized);
    rows.put("another member of a row", DatasetRules::otherRowMembers);
    rows.put("an image", DatasetRules::images);
    rows.put("an image that is not the user's", DatasetRules::imagesNotFromUser);
    rows.put("an image with weight 1", DatasetRules::imagesWithWeight);
    rows.put("texts and lists as contents in one row", DatasetRules::mixedContent);
    return rows;
  }

  @Test
  void thePageHasTheTableOfTheRules() throws Exception {
    Path page =
        Stream.of(Path.of("../docs/datasets.md"), Path.of("docs/datasets.md"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow();

    assertThat(Files.readString(page)).contains(String.join("\n", table()));
  }

  @Test
  void everyTreatmentOfTheRulesIsInTheTable() {
    long known =
        Stream.of(DatasetRules.class.getMethods())
            .filter(method -> method.getReturnType() == Treatment.class)
            .count();

    assertThat(treatments()).hasSize((int) known);
  }
}
