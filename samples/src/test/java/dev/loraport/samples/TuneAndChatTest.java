package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.loraport.http.Timeouts;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.FakeProvider;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.JobScript;
import dev.loraport.testkit.RecordedCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TuneAndChatTest {
  private static final String ROW =
      """
      {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello."}]}
      """;

  private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

  @Test
  void withoutAKeyItRunsTheWholeRoadOnItsOwnDataAndSaysSoFirst() {
    TuneRun run = TuneRun.of(Map.of());

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).isEqualTo(TuneAndChat.Exit.OK);
    assertThat(run.out().lines().findFirst().orElseThrow()).contains("embedded fake");
    assertThat(run.out())
        .contains("68 rows", "DEDICATED, $", "an hour", "[####", "epoch 1 of 1", "loss 0.")
        .contains("SUCCEEDED", "assistant ", "usage ")
        .containsPattern("price +about \\$\\S+ for 1 epoch by the fake")
        .containsPattern("trained +\\S+ tokens \\(the fake takes about four bytes")
        .contains("deleting the deployment");
  }

  @Test
  void onADayWhenItWasServedServerlessItIs() {
    TuneRun run = TuneRun.of(Map.of(), "--as-of", "2026-02-13", "--serverless-only");

    assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.OK);
    assertThat(run.out()).contains("SERVERLESS").doesNotContain("deployment");
  }

  @Test
  void refusesBeforeTheUploadWithReasonAndAlternatives() {
    try (FakeTogether fake = FakeTogether.start()) {
      TuneRun run = TuneRun.of(TuneRun.keyOf(fake), "--serverless-only", "--yes");

      assertThat(run.code()).isEqualTo(TuneAndChat.Exit.REFUSED);
      assertThat(run.err()).contains("nothing was uploaded", "instead: ");
      assertThat(fake.journal().count("POST /v1/files")).isZero();
    }
  }

  @Test
  void spendsNothingAtTheRealServiceWithoutYes() {
    try (FakeTogether fake = FakeTogether.start()) {
      TuneRun run = TuneRun.of(TuneRun.keyOf(fake));

      assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.NOT_CONFIRMED);
      assertThat(run.out()).contains("TOGETHER_API_KEY", "--yes");
      assertThat(fake.journal().count("POST /v1/files")).isZero();
    }
  }

  @Test
  void leavesNoDeploymentBehind() {
    try (FakeTogether fake = FakeTogether.start()) {
      TuneRun run = TuneRun.of(TuneRun.keyOf(fake), "--yes");

      assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.OK);
      assertThat(run.out()).contains(" by the provider").doesNotContain("the fake");
      assertThat(deletions(fake)).hasSize(2);
      fake.assertNoViolations();
    }
  }

  @Test
  void atFireworksItSaysWhatServingCostsAndLeavesNoDeploymentBehind() {
    try (FakeFireworks fake = FakeFireworks.builder().asOf(DAY).build()) {
      Map<String, String> environment =
          Map.of("FIREWORKS_API_KEY", fake.apiKey(), "FIREWORKS_BASE_URL", fake.baseUrl());

      TuneRun run = TuneRun.of(environment, "--provider", "fireworks", "--yes");

      assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.OK);
      assertThat(run.out())
          .contains("DEDICATED, $8.00 an hour", "SUCCEEDED", "epoch 1 of 1", "assistant ")
          .contains("deleting the deployment");
      assertThat(deletions(fake)).singleElement().asString().contains("/deployments/");
      fake.assertNoViolations();
    }
  }

  @Test
  void atNebiusIn2025ItTunesAndChats() {
    TuneRun run = TuneRun.of(Map.of(), "--provider", "nebius", "--as-of", "2025-12-15");

    assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.OK);
    assertThat(run.out()).contains("embedded fake of nebius", "SERVERLESS", "assistant ");
  }

  @Test
  void atNebiusIn2026ItRefusesBeforeTheUploadWithReasonDateAndAlternatives() {
    try (FakeNebius fake = FakeNebius.builder().asOf(DAY).build()) {
      Map<String, String> environment =
          Map.of("NEBIUS_API_KEY", fake.apiKey(), "NEBIUS_BASE_URL", fake.baseUrl());

      TuneRun run = TuneRun.of(environment, "--provider", "nebius", "--yes");

      assertThat(run.code()).as(run.out()).isEqualTo(TuneAndChat.Exit.REFUSED);
      assertThat(run.err()).contains("nothing was uploaded", "2026-09");
      assertThat(run.err().lines().filter(line -> line.contains("instead: "))).hasSizeBetween(2, 4);
      assertThat(fake.journal().count("POST /v1/files")).isZero();
    }
  }

  @Test
  void whereTheAccountGetsNoEstimateThePriceIsUnknownAndTheJobIsCreated() {
    try (FakeFireworks fake = FakeFireworks.builder().asOf(DAY).build()) {
      fake.faults()
          .on("POST /v1/accounts/{a}/supervisedFineTuningJobs:estimateCost")
          .always(Fault.status(404));
      Map<String, String> environment =
          Map.of("FIREWORKS_API_KEY", fake.apiKey(), "FIREWORKS_BASE_URL", fake.baseUrl());

      TuneRun run = TuneRun.of(environment, "--provider", "fireworks", "--yes");

      assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.OK);
      assertThat(run.out())
          .containsPattern("price +unknown: .*price_estimate")
          .contains("SUCCEEDED");
    }
  }

  private static List<String> deletions(FakeProvider fake) {
    return fake.journal().calls().stream()
        .filter(call -> call.method().equals("DELETE"))
        .map(RecordedCall::path)
        .toList();
  }

  @Test
  void dataAreCheckedByTheRulesOfTheProvider(@TempDir Path folder) throws IOException {
    String row =
        "{\"messages\":[{\"role\":\"user\",\"content\":\"%d?\"},"
            + "{\"role\":\"assistant\",\"content\":\"Yes.\"},"
            + "{\"role\":\"user\",\"content\":\"Thanks\"}]}\n";
    Path data = folder.resolve("data.jsonl");
    Files.writeString(
        data, IntStream.range(0, 20).mapToObj(i -> row.formatted(i)).collect(Collectors.joining()));

    TuneRun run = TuneRun.of(Map.of(), "--provider", "fireworks", "--data", data.toString());

    assertThat(run.code()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
    assertThat(run.out()).contains("20 errors").contains("last-not-assistant 20");
    assertThat(run.err()).contains("line 1", "19 more errors").hasLineCount(1);
  }

  @Test
  void anAddressWithoutAKeyAndOneThatIsNoneAreRefused() {
    TuneRun keyless = TuneRun.of(Map.of("TOGETHER_BASE_URL", "http://127.0.0.1:1/v1"));
    assertThat(keyless.code()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
    assertThat(keyless.err()).contains("TOGETHER_BASE_URL is set and TOGETHER_API_KEY is not");

    for (String none : List.of("nonsense", "ftp://host/v1", "http://", "http://a b")) {
      TuneRun run = TuneRun.of(Map.of("TOGETHER_API_KEY", "k", "TOGETHER_BASE_URL", none));
      assertThat(run.code()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
      assertThat(run.err()).contains("TOGETHER_BASE_URL is no http(s) address").hasLineCount(1);
    }
  }

  @Test
  void aRefusedKeyAndAnEmptyAccountAreOneLineEach() {
    try (FakeTogether fake = FakeTogether.start()) {
      TuneRun refused =
          TuneRun.of(
              Map.of("TOGETHER_API_KEY", "wrong-key", "TOGETHER_BASE_URL", fake.baseUrl()),
              "--yes");
      assertThat(refused.code()).isEqualTo(TuneAndChat.Exit.FAILED);
      assertThat(refused.err().lines()).hasSize(1);
      assertThat(refused.err()).contains("401").doesNotContain("wrong-key");

      fake.balance(0);
      TuneRun broke = TuneRun.of(TuneRun.keyOf(fake), "--yes");
      assertThat(broke.code()).isEqualTo(TuneAndChat.Exit.FAILED);
      assertThat(broke.err().lines()).hasSize(1);
      assertThat(broke.err()).contains("402");
    }
  }

  @Test
  void aStreamThatIsCutIsSaidAndTheDeploymentIsDeleted() {
    try (FakeTogether fake = FakeTogether.start()) {
      // the probe that waits for the route asks for a whole answer; the chat is the first stream
      fake.chat()
          .when(call -> call.json().contains("\"stream\":true"))
          .reply("One", " two", " three", " four");
      fake.faults()
          .on("POST /v1/chat/completions")
          .next(Fault.slow(Duration.ZERO))
          .then(Fault.cutStream().afterChunks(2));

      Timeouts brief = Timeouts.builder().responseHeaders(Duration.ofSeconds(1)).build();
      TuneRun run = TuneRun.of(brief, TuneRun.keyOf(fake), "--yes");

      assertThat(run.code()).as(run.out()).isEqualTo(TuneAndChat.Exit.FAILED);
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err()).contains("the connection ended in the middle of the answer");
      assertThat(deletions(fake)).hasSize(2);
    }
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void troubleOfTheServerIsOneLine(Fault fault, String told) {
    try (FakeTogether fake = FakeTogether.start()) {
      fake.faults().on("POST /v1/fine-tunes").always(fault);

      Timeouts brief = Timeouts.builder().responseHeaders(Duration.ofSeconds(1)).build();
      TuneRun run = TuneRun.of(brief, TuneRun.keyOf(fake), "--yes");

      assertThat(run.code()).as(run.out()).isEqualTo(TuneAndChat.Exit.FAILED);
      assertThat(run.err().lines()).hasSize(1);
      assertThat(run.err()).contains("jobs.create", told);
    }
  }

  static Stream<Arguments> troubles() {
    return Stream.of(
        arguments(Fault.html502(), "502"),
        arguments(Fault.stallBeforeHeaders(), "1 s"),
        arguments(Fault.reset(), "job"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--provider together",
        "--provider together --even-in-doubt",
        "--provider fireworks",
        "--provider fireworks --even-in-doubt",
        "--provider fireworks --hardware NVIDIA_H100_80GB"
      })
  void aDeadNetworkBeforeAnythingWasCreatedIsCalledThat(String args) {
    Map<String, String> environment =
        Map.of(
            "TOGETHER_API_KEY",
            "k",
            "TOGETHER_BASE_URL",
            "http://127.0.0.1:1/v1",
            "FIREWORKS_API_KEY",
            "k",
            "FIREWORKS_BASE_URL",
            "http://127.0.0.1:1");

    TuneRun run = TuneRun.of(environment, (args + " --yes").split(" "));

    assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.NO_ANSWER);
    assertThat(run.err())
        .contains("nothing was created", "127.0.0.1:1", "samples/doctor looks at the way there")
        .doesNotContain("in doubt")
        .hasLineCount(1);
    assertThat(run.out()).doesNotContain("in doubt");
  }

  @Test
  void aNetworkThatDiesLaterIsNotSaidToHaveCreatedNothing() {
    try (FakeTogether fake = FakeTogether.start()) {
      fake.faults().on("POST /v1/fine-tunes").always(Fault.reset());
      fake.faults().on("GET /v1/fine-tunes").always(Fault.reset());

      TuneRun run = TuneRun.of(TuneRun.keyOf(fake), "--yes");

      assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.FAILED);
      assertThat(run.err()).doesNotContain("nothing was created");
      assertThat(run.out()).contains("May be left at together:");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--rank 65, Qwen/Qwen3-8B takes at most 64 at together",
    "--epochs 21, Qwen/Qwen3-8B takes at most 20 at together",
    "--provider nebius --as-of 2025-12-15 --rank 7, takes at least 8 at nebius",
    "--provider nebius --as-of 2025-12-15 --rank 129, takes at most 128 at nebius",
    "--provider nebius --as-of 2025-12-15 --epochs 21, takes at most 20 at nebius"
  })
  void whatTheBaseDoesNotTakeIsRefusedBeforeTheUpload(String args, String told) {
    TuneRun run = TuneRun.of(Map.of(), args.split(" "));

    assertThat(run.code()).as(run.out()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
    assertThat(run.err()).contains(told, "nothing was uploaded").hasLineCount(1);
    assertThat(run.out()).contains("  plan  ").doesNotContain("  upload ");
  }

  @Test
  void aJobThatIsNotThereIsToldWithWhereToLook() {
    TuneRun run = TuneRun.of(Map.of(), "--job", "ft-nope");

    assertThat(run.code()).isEqualTo(TuneAndChat.Exit.FAILED);
    assertThat(run.err()).contains("404", "check --job", "what-is-running").hasLineCount(1);
  }

  @Test
  void badDataIsRefusedWithItsPlace(@TempDir Path folder) throws IOException {
    assertThat(bad(folder, "missing.jsonl", null)).contains("no such file", "missing.jsonl");
    assertThat(bad(folder, "empty.jsonl", "")).contains("empty");
    assertThat(bad(folder, "broken.jsonl", ROW.repeat(16) + "{\"messages\": [}\n" + ROW))
        .contains("line 17");
    assertThat(bad(folder, "rows.jsonl", ROW + "{\"text\": 1}\n")).contains("line 2", "messages");
    assertThat(bad(folder, "role.jsonl", ROW.replace("\"user\"", "\"bot\"")))
        .contains("line 1", "bot");
    Path latin = Files.write(folder.resolve("latin.jsonl"), new byte[] {'{', (byte) 0xe9, '}'});
    TuneRun run = TuneRun.of(Map.of(), "--data", latin.toString());
    assertThat(run.code()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
    assertThat(run.err()).contains("UTF-8");
  }

  private static String bad(Path folder, String name, @Nullable String text) throws IOException {
    Path file = folder.resolve(name);
    if (text != null) {
      Files.writeString(file, text);
    }
    TuneRun run = TuneRun.of(Map.of(), "--data", file.toString());
    assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
    assertThat(run.err().lines()).hasSize(1);
    return run.err();
  }

  @ParameterizedTest
  @CsvSource({"--plan, worst, --plan", "--colour, red, --colour", "--provider, nobody, nobody"})
  void badArgumentsAreOneLine(String option, String value, String named) {
    TuneRun run = TuneRun.of(Map.of(), option, value);

    assertThat(run.code()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains(named);
  }

  @Test
  void anUnknownModelIsRefused() {
    TuneRun run = TuneRun.of(Map.of(), "--model", "nobody/nothing-1b");

    assertThat(run.code()).isEqualTo(TuneAndChat.Exit.REFUSED);
    assertThat(run.err()).contains("nothing was uploaded", "nobody/nothing-1b");
  }

  @Test
  void aModelThatTogetherDoesNotTuneIsRefusedEvenInDoubt() {
    TuneRun run =
        TuneRun.of(
            Map.of(), "--model", "Qwen/Qwen3-8bb", "--as-of", "2026-05-01", "--even-in-doubt");

    assertThat(run.code()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
    assertThat(run.err())
        .contains("together does not tune \"Qwen/Qwen3-8bb\"", "Qwen/Qwen3-8B,")
        .contains("nothing was uploaded");
  }

  // with a machine that is named the way of serving is certain, and the base is not looked at
  @Test
  void anUnknownModelOnAKnownMachineIsRefusedBeforeTheUpload() {
    try (FakeFireworks fake = FakeFireworks.builder().asOf(LocalDate.of(2026, 11, 22)).build()) {
      TuneRun run =
          TuneRun.of(
              TuneRun.keyOf(fake),
              "--provider",
              "fireworks",
              "--model",
              "accounts/fireworks/models/qwen3-8bb",
              "--hardware",
              "4xNVIDIA_H100_80GB",
              "--yes");

      assertThat(run.code()).as(run.out()).isEqualTo(TuneAndChat.Exit.REFUSED);
      assertThat(run.err())
          .contains("nothing was uploaded", "no source names", "--even-in-doubt goes on")
          .contains("instead: --model accounts/fireworks/models/qwen3-8b");
      assertThat(fake.journal().calls()).noneMatch(call -> call.method().equals("POST"));
    }
  }

  // the facts that were shipped may be older than the list of the provider
  @Test
  void aModelThatTheProviderListsAsTunableIsNotInDoubt() {
    try (FakeFireworks fake = FakeFireworks.builder().asOf(LocalDate.of(2026, 11, 22)).build()) {
      fake.faults()
          .on("GET /v1/accounts/{account}/models")
          .next(
              Fault.status(200)
                  .body(
                      "application/json",
                      "{\"models\":[{\"name\":\"accounts/fireworks/models/brand-new\","
                          + "\"supervisedLoraTunable\":true}]}"));
      TuneRun run =
          TuneRun.of(
              TuneRun.keyOf(fake),
              "--provider",
              "fireworks",
              "--model",
              "accounts/fireworks/models/brand-new",
              "--hardware",
              "4xNVIDIA_H100_80GB");

      assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.NOT_CONFIRMED);
      assertThat(run.out()).contains("plan      DEDICATED, $");
    }
  }

  @Test
  void controlCInTheWaitTellsTheJobAndHowToGoOn() throws Exception {
    assumeFalse(ignoresInterrupts(), "a JVM that was started with SIGINT ignored gets none");
    try (FakeTogether fake = FakeTogether.start()) {
      fake.jobs().script(JobScript.staysIn("running"));
      Process process = start(fake, "--yes");
      List<String> lines = Collections.synchronizedList(new ArrayList<>());
      Thread reader = new Thread(() -> process.inputReader().lines().forEach(lines::add));
      reader.start();
      assertThat(fake.journal().awaitCalls("GET /v1/fine-tunes/{id}", 1, Duration.ofSeconds(60)))
          .as(lines.toString())
          .isTrue();

      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      reader.join();
      assertThat(process.exitValue()).isEqualTo(TuneAndChat.Exit.INTERRUPTED);
      assertThat(String.join("\n", lines)).containsPattern("Interrupted. Job ft-\\S+ .*--job ft-");
      process.destroyForcibly();
    }
  }

  // what a child inherits: a shell's background jobs, and what nohup starts, ignore SIGINT
  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  private static Process start(FakeTogether fake, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), TuneAndChat.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(TuneRun.keyOf(fake));
    return builder.start();
  }
}
