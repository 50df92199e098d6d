package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.Money;
import dev.loraport.catalog.Catalog;
import dev.loraport.catalog.Constraints;
import dev.loraport.catalog.DatasetFigures;
import dev.loraport.catalog.Fact;
import dev.loraport.catalog.Plan;
import dev.loraport.catalog.Planner;
import dev.loraport.catalog.Ranking;
import dev.loraport.catalog.RefusedModel;
import dev.loraport.json.Json;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingPreference;
import dev.loraport.testkit.FakeTogether;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhichModelTest {
  private static final LocalDate THEN = LocalDate.of(2026, 2, 13);
  private static final LocalDate NOW = LocalDate.of(2026, 11, 22);
  private static final String QWEN = "Qwen/Qwen3-235B-A22B-Instruct-2507";
  private static final String LLAMA = "meta-llama/Meta-Llama-3.1-70B-Instruct-Reference";
  private static final String KIMI = "accounts/fireworks/models/kimi-k2-thinking";

  /** The case of the comparison of 2026-02-13: 729 examples of about 500 tokens. */
  private static Ranking ask(LocalDate day, Consumer<Constraints.Builder> set) {
    Constraints.Builder constraints = Constraints.builder().asOf(day);
    set.accept(constraints);
    return Planner.rank(Catalog.load(), DatasetFigures.planned(729, 500), constraints.build());
  }

  private static Plan plan(Ranking ranking, String model) {
    return ranking.plans().stream()
        .filter(plan -> plan.model().equals(model))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no plan for " + model));
  }

  private static RefusedModel refused(Ranking ranking, String provider, String model) {
    return ranking.refused().stream()
        .filter(refused -> refused.provider().equals(provider) && refused.model().equals(model))
        .findFirst()
        .orElseThrow(() -> new AssertionError(model + " is not refused"));
  }

  @Test
  void onTheDayOfTheComparisonItGivesItsAnswer() {
    Ranking ranking =
        ask(
            THEN,
            wanted ->
                wanted
                    .serving(ServingPreference.SERVERLESS_ONLY)
                    .minimumParameters(new BigDecimal("70")));

    Plan best = ranking.best().orElseThrow();
    assertThat(ranking.figures().tokens()).isEqualTo(364_500);
    assertThat(best.provider()).isEqualTo("together");
    assertThat(best.model()).isEqualTo(QWEN);
    assertThat(best.servedAs()).isEqualTo(QWEN + "-tput");
    assertThat(best.mode()).isEqualTo(ServingMode.SERVERLESS);
    assertThat(best.training().orElseThrow().low().amount()).isEqualTo(Money.usd("6.561"));
    assertThat(best.training().orElseThrow().high().amount()).isEqualTo(Money.usd("10.935"));
    assertThat(best.servingMonth().orElseThrow().prices())
        .extracting(fact -> fact.value().number().orElseThrow().toPlainString())
        .containsExactly("0.2", "0.6");
    Plan llama = plan(ranking, LLAMA);
    assertThat(llama.training().orElseThrow().low().amount()).isEqualTo(Money.usd("3.17115"));
    assertThat(llama.training().orElseThrow().high().amount()).isEqualTo(Money.usd("5.28525"));
    assertThat(ranking.plans().stream().filter(Plan::certain).map(Plan::model))
        .containsExactlyInAnyOrder(
            QWEN,
            LLAMA,
            "meta-llama/Llama-4-Maverick-17B-128E-Instruct",
            "Qwen/Qwen2.5-72B-Instruct");
    // the comparison prices Maverick by its size; Together's page had a least charge for it
    assertThat(plan(ranking, "meta-llama/Llama-4-Maverick-17B-128E-Instruct").training())
        .hasValueSatisfying(cost -> assertThat(cost.low().amount()).isEqualTo(Money.usd("16")));
    // and estimates a price for Qwen2.5 72B that no list has
    assertThat(plan(ranking, "Qwen/Qwen2.5-72B-Instruct").total()).isEmpty();
  }

  // the client asks the provider's list, which often has no such base
  @Test
  void aBaseThatMayNotBeDeployedIsNoCertainPlan() {
    List<Plan> references =
        ask(NOW, wanted -> {}).plans().stream()
            .filter(plan -> plan.provider().equals("together"))
            .filter(plan -> plan.model().endsWith("-Reference"))
            .toList();

    assertThat(references).hasSizeGreaterThan(5).noneMatch(Plan::certain);
    assertThat(references.get(0).risks())
        .anyMatch(risk -> risk.startsWith("in doubt: ") && risk.contains("often are not"));
  }

  @Test
  void theModelThatStartedItIsNamedWithItsMachinesAndTheirPrice() {
    Consumer<Constraints.Builder> serverless =
        wanted -> wanted.serving(ServingPreference.SERVERLESS_ONLY);

    assertThat(refused(ask(THEN, serverless), "fireworks", KIMI).reason())
        .contains("dedicated only", "32 x h100", "$128.00 an hour");
    assertThat(refused(ask(NOW, serverless), "fireworks", KIMI).reason())
        .contains("dedicated only", "32 x h100", "$256.00 an hour");
    Plan dedicated = plan(ask(THEN, wanted -> {}), KIMI);
    assertThat(dedicated.mode()).isEqualTo(ServingMode.DEDICATED);
    assertThat(dedicated.servingMonth().orElseThrow().amount()).isEqualTo(Money.usd("93440"));
    assertThat(dedicated.training().orElseThrow().likely().amount()).isEqualTo(Money.usd("14.58"));
  }

  @Test
  void aRefusalCitesWhoNamesTheMachineAndItsPrice() {
    RefusedModel kimi =
        refused(
            ask(NOW, wanted -> wanted.serving(ServingPreference.SERVERLESS_ONLY)),
            "fireworks",
            KIMI);

    assertThat(kimi.facts())
        .extracting(Fact::topic)
        .containsExactly("lora.serverless", "dedicated.hardware", "gpu.hourly.price");
    assertThat(kimi.reason())
        .contains("by reports of the prices from 2026-09-01", "by comparison of platforms of");
    assertThat(run("--as-of", NOW.toString(), "--serverless-only").out())
        .contains(KIMI + " at fireworks: " + kimi.reason() + " (" + kimi.facts().get(0).cite());
    Plan dedicated = ask(NOW, wanted -> {}).best().orElseThrow();
    assertThat(
            run(
                    "--as-of",
                    NOW.toString(),
                    "--serverless-only",
                    "--rows",
                    "729",
                    "--tokens-per-row",
                    "500")
                .out())
        .contains(
            "There is no plan.\nWithout --serverless-only the best plan is "
                + dedicated.model()
                + " at "
                + dedicated.provider()
                + ", on ");
  }

  @Test
  void todayNobodyServesAnAdapterServerless() {
    Ranking serverless = ask(NOW, wanted -> wanted.serving(ServingPreference.SERVERLESS_ONLY));
    assertThat(serverless.plans()).isEmpty();
    RefusedModel qwen = refused(serverless, "together", QWEN);
    assertThat(qwen.reason()).startsWith("dedicated only: 8 x h100-80gb x $5.49 an hour each");
    assertThat(qwen.facts())
        .extracting(Fact::topic)
        .containsExactly("lora.serverless", "gpu.hourly.price");
    assertThat(qwen.facts()).extracting(Fact::from).containsOnly(LocalDate.of(2026, 7, 16));
    assertThat(qwen.reason()).contains("by " + qwen.facts().get(1).cite());

    Plan today = plan(ask(NOW, wanted -> {}), QWEN);
    assertThat(today.mode()).isEqualTo(ServingMode.DEDICATED);
    assertThat(today.certain()).isTrue();
    // training is priced as it was; the list is 282 days old
    assertThat(today.training().orElseThrow().low().amount()).isEqualTo(Money.usd("6.561"));
    assertThat(today.risks())
        .anySatisfy(risk -> assertThat(risk).startsWith("282 days old, of 2026-02-13:"));
  }

  @Test
  void betweenThereIsDoubt() {
    Ranking april =
        ask(
            LocalDate.of(2026, 4, 15),
            wanted -> wanted.serving(ServingPreference.SERVERLESS_ONLY).addProviders("together"));

    // the five that were on the list are in doubt, the others are still not on it
    assertThat(april.best()).isEmpty();
    assertThat(april.plans())
        .hasSize(5)
        .noneMatch(Plan::certain)
        .extracting(Plan::servedAs)
        .contains(QWEN + "-tput");
    assertThat(refused(april, "together", "openai/gpt-oss-20b").reason())
        .startsWith("dedicated only");
    assertThat(plan(ask(LocalDate.of(2026, 4, 15), wanted -> {}), QWEN).mode())
        .as("a deployment by the first API is certain")
        .isEqualTo(ServingMode.DEDICATED);
    assertThat(ask(LocalDate.of(2024, 1, 1), wanted -> {}).plans()).isEmpty();
  }

  @Test
  void everyPlanOfBothDaysCanBeStoredAndReadBack() {
    for (LocalDate day : List.of(THEN, NOW)) {
      Ranking ranking = ask(day, wanted -> {});
      assertThat(ranking.plans()).hasSizeGreaterThan(50);
      assertThat(Json.read(Json.write(ranking), Ranking.class)).isEqualTo(ranking);
    }
  }

  private record Run(int code, String out, String err) {}

  private static Run run(String... args) {
    return run(Map.of(), args);
  }

  private static Run run(Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        WhichModel.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment);
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static final List<String> COMPARISON =
      List.of(
          "--rows",
          "729",
          "--tokens-per-row",
          "500",
          "--as-of",
          "2026-02-13",
          "--serverless-only",
          "--min-size",
          "70");

  private static Run runComparison(String... more) {
    return run(Stream.concat(COMPARISON.stream(), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void thePageShowsWhatItPrints() throws IOException {
    Run run = runComparison();

    assertThat(run.code()).as(run.err()).isZero();
    String page = Files.readString(Path.of("..", "docs", "planner.md"));
    assertThat(page).contains("```\nsamples/which-model " + String.join(" ", COMPARISON) + "\n```");
    String plans = run.out().substring(0, run.out().indexOf("\nNo plan for"));
    assertThat(page).contains("```\n" + plans + "```");
  }

  @Test
  void markdownIsTheSameAsATable() {
    Run run = runComparison("--markdown");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("## Plans\n\n|  | provider | model |", "| 1 | together | " + QWEN + " | 235B |")
        .contains("| 6.56-10.94 | 4.26 | 21.52 |", "- modal: ", "- replicate: ");
  }

  @Test
  void jsonIsTheRanking() {
    Run run = runComparison("--json");

    assertThat(Json.read(run.out(), Ranking.class).best().orElseThrow().model()).isEqualTo(QWEN);
  }

  @Test
  void theChartIsAnSvgThatNamesItsLines(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("cost.svg");

    Run run = runComparison("--chart", file.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("cost.svg");
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    var svg = factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement();
    assertThat(svg.getTagName()).isEqualTo("svg");
    assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
        .contains("Qwen3-235B-A22B-Instruct-2507, together: rises with the tokens");
    assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(20);
  }

  @Test
  void aFileIsCheckedAndAnAnswerWithoutAPlanHasACodeOfItsOwn(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("train.jsonl");
    Files.writeString(
        file,
        "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
            + "{\"role\":\"assistant\",\"content\":\"Hello.\"}]}\n");

    Run run = run("--data", file.toString(), "--serverless-only", "--as-of", "2026-11-22");

    assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.REFUSED);
    assertThat(run.out())
        .contains("data: 1 rows", "There is no plan.", "dedicated only: 32 x h100");
    Files.writeString(file, "{\"messages\":[}\n");
    Run broken = run("--data", file.toString());
    assertThat(broken.code()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
    assertThat(broken.err()).contains("line 1");
    assertThat(run("--serverless-only", "--as-of", "2026-11-22", "--chart", file.toString()).code())
        .isEqualTo(TuneAndChat.Exit.FAILED);
  }

  @Test
  void whatAProviderSaysTodayWins() {
    String old = "what can be tuned"; // among the facts that are too old
    String[] arguments = {"--provider", "together", "--family", "qwen", "--json", "--live"};
    try (FakeTogether fake = FakeTogether.start()) {
      Run live =
          run(
              Map.of("TOGETHER_API_KEY", fake.apiKey(), "TOGETHER_BASE_URL", fake.baseUrl()),
              arguments);
      Run refused =
          run(
              Map.of("TOGETHER_API_KEY", "wrong-key", "TOGETHER_BASE_URL", fake.baseUrl()),
              arguments);

      assertThat(live.code()).as(live.err()).isZero();
      assertThat(live.err()).isEmpty();
      assertThat(risks(live)).doesNotContain(old);
      // nobody answered: a warning, and the facts of this version
      assertThat(refused.code()).as(refused.err()).isZero();
      assertThat(refused.err()).contains("together: GET /v1/models", "401");
      assertThat(risks(refused)).contains(old);
    }
    assertThat(run("--live").err()).contains("--live needs the key", "TOGETHER_API_KEY");
    assertThat(run("--live", "--as-of", "2026-02-13").err()).contains("--live is about today");
  }

  private static String risks(Run run) {
    return plan(Json.read(run.out(), Ranking.class), "Qwen/Qwen3-8B").risks().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "--rows, 5, go together",
    "--data, nowhere.jsonl, no such file",
    "--provider, nobody, nobody",
    "--reasoning, perhaps, yes or no",
    "--epochs, 5-3, 5..3",
    "--provider, ',', names nothing",
    "--method, foo, sft or dpo",
    "--license, moon-1.0, no source has \"moon-1.0\"; there are ",
    "--license, apache, no source has \"apache\"; there are apache-2.0",
    "--region, moon, no source has \"moon\"; there are ",
    "--region, us-central, no source has \"us-central\"; there are us-central1",
    "--family, qwenn, no source has \"qwenn\"; there are qwen",
    "--budget, 0, must be more than 0",
    "--colour, red, --colour"
  })
  void badArgumentsAreOneLine(String option, String value, String told) {
    Run run = run(option, value);

    assertThat(run.code()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(told);
  }

  @ParameterizedTest
  @CsvSource({
    "--serverless-only --dedicated-only, exclude each other",
    "--json --markdown, exclude each other",
    "--rows 99999999999 --tokens-per-row 99999999999, no training file has"
  })
  void argumentsThatContradictThemselvesAreOneLine(String args, String told) {
    Run run = run(args.split(" ", -1));

    assertThat(run.code()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(told);
  }

  @Test
  void aChartInAFolderThatIsNotThereIsOneLine() {
    Run run = run("--rows", "9", "--tokens-per-row", "9", "--chart", "nowhere/chart.svg");

    assertThat(run.code()).isEqualTo(TuneAndChat.Exit.FAILED);
    assertThat(run.err()).contains("the folder of nowhere/chart.svg is not there").hasLineCount(1);
  }

  @Test
  void noSourceSaysWhereDataStays() {
    Run run =
        run("--rows", "9", "--tokens-per-row", "9", "--residency", "EU", "--as-of", "2026-11-22");

    assertThat(run.code()).isEqualTo(TuneAndChat.Exit.REFUSED);
    assertThat(run.out()).contains("in doubt: no source names its place of the data");
  }

  @Test
  void everyOptionIsTaken() {
    Run run =
        run(
            "--rows",
            "1000",
            "--tokens-per-row",
            "300",
            "--as-of",
            "2026-11-22",
            "--provider",
            "together,fireworks",
            "--family",
            "qwen",
            "--reasoning",
            "no",
            "--license",
            "apache-2.0",
            "--region",
            "us",
            "--context",
            "4096",
            "--dedicated-only",
            "--budget",
            "50",
            "--requests-per-day",
            "10",
            "--input-tokens",
            "20",
            "--output-tokens",
            "30",
            "--hours-per-day",
            "8",
            "--max-cold-start",
            "1.5",
            "--epochs",
            "2",
            "--rank",
            "8",
            "--method",
            "sft",
            "--months",
            "6",
            "--stale-after",
            "10",
            "--top",
            "2");

    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("10 requests a day of 20 tokens, answers of 30;", "with 6 months", "more plans");
    assertThat(run("--rows").err()).contains("--rows needs a value");
    assertThat(run("--help").out()).isEqualTo(WhichOptions.USAGE + System.lineSeparator());
  }
}
