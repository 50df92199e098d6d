package dev.loraport.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.loraport.Providers;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.Facts;
import dev.loraport.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** What must hold for all facts of the catalog, whoever wrote them down. */
class CatalogDataTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern RESOURCE =
      Pattern.compile(".*/src/main/resources/.*/(loraport|example)/.*\\.json");

  /** Subjects that are no models, and why they have neither maker nor modality. */
  private static final Map<Pattern, String> NO_MODELS =
      Map.of(
          Pattern.compile("((up to|below|over) [0-9.]+B|(MoE )?[0-9.]+B to [0-9.]+B)"),
          "classes of a price list, by the size of the model",
          Pattern.compile("embedding (up to [0-9]+M|[0-9]+M to [0-9]+M)"),
          "classes of a price list, by the size of an embedding model",
          Pattern.compile("image models other than FLUX"),
          "a group of a price list, of several makers",
          Pattern.compile("(l40s|a100|h100|h200|b200|b300|gb200|gb300)(-[a-z0-9]+)*"),
          "GPUs",
          Pattern.compile("tier [0-9]"),
          "tiers of spending");

  static Stream<Facts> all() {
    List<Facts> all = new ArrayList<>(Facts.platforms());
    Providers.known().forEach(provider -> all.add(Providers.facts(provider)));
    return all.stream();
  }

  static Stream<Path> resources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> !file.toString().contains("/target/"))
          .filter(file -> RESOURCE.matcher(file.toString()).matches())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  void aResourceFollowsTheSchema(Path resource) throws IOException {
    assertThat(problems(Files.readString(resource))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"provider\": \"a\"}",
        "{\"provider\": \"A\", \"facts\": []}",
        "{\"provider\": \"a\", \"facts\": [{\"topic\": \"t\", \"subject\": \"m\", \"value\": 1, "
            + "\"from\": \"2026-02-13\", \"source\": \"page of 2026\"}]}",
        "{\"provider\": \"a\", \"facts\": [{\"topic\": \"t\", \"subject\": \"m\", \"value\": 1, "
            + "\"unit\": \"USD\", \"source\": \"page of 2026\"}]}",
        "{\"provider\": \"a\", \"facts\": [{\"topic\": \"t\", \"subject\": \"m\", \"value\": 1, "
            + "\"unit\": \"USD\", \"from\": \"2026-02-13\", \"source\": \"page\"}]}",
        "{\"provider\": \"a\", \"tables\": [{\"source\": \"page of 2026\", "
            + "\"columns\": [], \"rows\": [[\"m\"]]}]}",
        "{\"provider\": \"a\", \"tables\": [{\"source\": \"page of 2026\", "
            + "\"from\": \"2026-02-13\", \"columns\": [], \"rows\": [[7]]}]}"
      })
  void theSchemaRefusesANumberWithoutUnitDateOrSource(String broken) throws IOException {
    assertThat(problems(broken)).isNotEmpty();
  }

  @Test
  void noResourceIsForgotten() throws IOException {
    Map<String, Integer> written = new TreeMap<>();
    for (Path resource : resources().toList()) {
      if (resource.endsWith("platforms.json") || resource.toString().contains("toy-provider")) {
        continue;
      }
      Facts facts = Facts.parse(Files.readAllBytes(resource));
      written.merge(facts.provider(), facts.all().size(), Integer::sum);
    }
    Map<String, Integer> loaded = new TreeMap<>();
    Providers.known().forEach(name -> loaded.put(name, Providers.facts(name).all().size()));
    assertThat(written).isEqualTo(loaded);
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyFactHasADatedSourceAndEveryNumberAUnit(Facts facts) {
    assertThat(facts.all())
        .isNotEmpty()
        .allSatisfy(
            fact -> {
              assertThat(fact.source()).as(fact.toString()).containsPattern("20[0-9][0-9]");
              assertThat(fact.unit().isPresent())
                  .as(fact.toString())
                  .isEqualTo(fact.value().kind() == Json.Kind.NUMBER);
            });
  }

  @ParameterizedTest
  @MethodSource("all")
  void noDayHasTwoFactsOfOneTopicOnOneSubject(Facts facts) {
    Map<List<String>, List<Fact>> spans = new HashMap<>();
    for (Fact fact : facts.all()) {
      spans
          .computeIfAbsent(List.of(fact.topic(), fact.subject()), key -> new ArrayList<>())
          .add(fact);
    }
    List<String> overlaps = new ArrayList<>();
    spans.forEach(
        (key, of) -> {
          of.sort(Comparator.comparing(Fact::from));
          for (int i = 1; i < of.size(); i++) {
            if (of.get(i - 1).covers(of.get(i).from())) {
              overlaps.add(of.get(i - 1) + " and " + of.get(i));
            }
          }
        });
    assertThat(overlaps).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyModelHasAMakerAndAModalityFromItsFirstDay(Facts facts) {
    Map<String, LocalDate> first = new TreeMap<>();
    for (Fact fact : facts.all()) {
      if (!fact.subject().equals(Fact.ANY) && !isNoModel(fact.subject())) {
        first.merge(fact.subject(), fact.from(), (a, b) -> a.isBefore(b) ? a : b);
      }
    }
    List<String> unknown = new ArrayList<>();
    first.forEach(
        (model, day) -> {
          for (String topic :
              List.of("model.name", "model.organization", "model.family", "model.modality")) {
            if (facts.ask(topic, model, day).value().isEmpty()) {
              unknown.add(model + " has no " + topic + " on " + day);
            }
          }
        });
    assertThat(unknown).isEmpty();
  }

  @Test
  void exceptionsAreUsed() {
    List<String> subjects =
        all().flatMap(facts -> facts.all().stream()).map(Fact::subject).distinct().toList();

    assertThat(NO_MODELS)
        .allSatisfy(
            (pattern, reason) ->
                assertThat(subjects).as(reason).anyMatch(pattern.asMatchPredicate()));
  }

  /** A model of several providers, told by its own name, has one maker and one family. */
  @Test
  void providersAgreeOnMakersAndFamilies() {
    Map<String, Map<String, List<String>>> makers = new TreeMap<>();
    for (Facts facts : all().toList()) {
      for (Fact fact : facts.all()) {
        if (fact.topic().equals("model.organization")) {
          String model = fact.subject();
          makers
              .computeIfAbsent(fact.value().string().orElseThrow(), key -> new TreeMap<>())
              .computeIfAbsent(
                  facts.ask("model.family", model, fact.from()).value().orElseThrow().toString(),
                  key -> new ArrayList<>())
              .add(facts.provider() + " " + model);
        }
      }
    }
    Map<String, Long> spellings = new TreeMap<>();
    makers
        .keySet()
        .forEach(
            name ->
                spellings.merge(
                    name.replaceAll("\\W", "").toLowerCase(Locale.ROOT), 1L, Long::sum));
    assertThat(spellings).allSatisfy((name, count) -> assertThat(count).as(name).isEqualTo(1));
    for (String maker : List.of("Moonshot AI", "Z.ai", "OpenAI")) {
      assertThat(makers).containsKey(maker);
    }
    assertThat(makers.get("Moonshot AI")).containsOnlyKeys("\"kimi\"");
    assertThat(makers.get("DeepSeek")).containsOnlyKeys("\"deepseek\"");
    assertThat(makers.get("Z.ai")).containsOnlyKeys("\"glm\"");
  }

  @Test
  void thePageIsWhatTheResourcesSay() throws IOException {
    if (Boolean.getBoolean("catalog.write")) {
      CatalogPage.write();
    }
    assertThat(CatalogPage.generatedPart(Files.readString(CatalogPage.PAGE)))
        .as("docs/catalog.md: its last paragraph before the generated part says how to write it")
        .isEqualTo(CatalogPage.text());
  }

  @Test
  void thePageExplainsEveryTopic() throws IOException {
    String page = Files.readString(CatalogPage.PAGE);
    String written = page.substring(0, page.indexOf(CatalogPage.BEGIN));

    assertThat(all().flatMap(facts -> facts.all().stream()).map(Fact::topic).distinct())
        .allSatisfy(topic -> assertThat(written).contains("`" + topic + "`"));
  }

  private static boolean isNoModel(String subject) {
    return NO_MODELS.keySet().stream().anyMatch(pattern -> pattern.matcher(subject).matches());
  }

  private static List<Error> problems(String json) throws IOException {
    Path file = ROOT.resolve("docs").resolve("catalog.schema.json");
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(file, StandardCharsets.UTF_8));
    return schema.validate(JsonMapper.shared().readTree(json));
  }
}
