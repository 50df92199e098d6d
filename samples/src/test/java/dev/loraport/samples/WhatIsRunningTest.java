package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.Fault;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhatIsRunningTest {
  record Run(int code, String out, String err) {}

  static Run run(Map<String, String> environment, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        WhatIsRunning.run(
            args,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            config -> config.delayer(pause -> CompletableFuture.completedFuture(null)));
    return new Run(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Map<String, String> keyOf(FakeTogether fake) {
    return Map.of("TOGETHER_API_KEY", fake.apiKey(), "TOGETHER_BASE_URL", fake.baseUrl());
  }

  /** The id in the row of the table that begins so. */
  private static String id(Run run, String row) {
    Matcher found = Pattern.compile("(?m)^" + row + " +(\\S+)").matcher(run.out());
    assertThat(found.find()).as(run.out()).isTrue();
    return found.group(1);
  }

  @Test
  void withoutAKeyTheFakesOfAllProvidersAreLookedAt() {
    Run run = run(Map.of(), "--as-of", "2026-11-22");

    assertThat(run.err()).isEmpty();
    assertThat(run.code()).as(run.out()).isEqualTo(TuneAndChat.Exit.OK);
    assertThat(run.out())
        .containsPattern("together +deployment .* READY +2 d 13 h +\\$3.99 an hour \\[\\d] +delete")
        .containsPattern("fireworks +deployment .* READY +2 d 13 h +\\$[0-9.]+ an hour \\[\\d]")
        .containsPattern("together +job .* 0 min .* cancel")
        .containsPattern("nebius +job ")
        .containsPattern("nebius +file ")
        .containsPattern(
            "In all \\$[0-9.]+ an hour, which is \\$[0-9]+,[0-9]{3}\\.[0-9]{2} a month of 730 hours")
        .contains("[1] ", "live, GET /v2/public/inference-instance-types, 2026-11-22")
        .doesNotContain("NOT LISTED");
  }

  @Test
  void onADayBeforeNebiusHadEndpointsThereAreNoneAndNoListFails() {
    Run run = run(Map.of(), "--as-of", "2026-02-13");

    assertThat(run.code()).as(run.out()).isEqualTo(TuneAndChat.Exit.OK);
    assertThat(run.out()).containsPattern("nebius +job ").doesNotContain("NOT LISTED");
  }

  @Test
  void itEndsWhatItIsToldToAndOnlyWithYes() {
    try (FakeTogether fake = FakeTogether.builder().asOf(LocalDate.parse("2026-11-22")).build();
        Backend backend = sown(fake)) {
      String id = id(run(keyOf(fake)), "together +deployment");
      fake.journal().clear();

      Run asked = run(keyOf(fake), "--stop", id);
      assertThat(asked.code()).isEqualTo(TuneAndChat.Exit.NOT_CONFIRMED);
      assertThat(asked.err()).contains("would delete together deployment " + id, "--yes");
      assertThat(fake.journal().calls()).allMatch(call -> call.method().equals("GET"));

      Run done = run(keyOf(fake), "--stop", id, "--yes");
      assertThat(done.code()).as(done.err()).isEqualTo(TuneAndChat.Exit.OK);
      assertThat(done.out()).contains(id + ": deleted", "lost: ").contains("In all $0.00 an hour");
      assertThat(done.out()).containsPattern("together +job ").containsPattern("together +file ");
      assertThat(backend.isReal()).isTrue();
    }
  }

  @Test
  void aJobThatHasEndedIsDeletedWhereTheProviderCan() {
    try (FakeTogether fake = FakeTogether.builder().asOf(LocalDate.parse("2026-11-22")).build();
        Backend backend = sown(fake)) {
      String job =
          backend.client().jobs().list().stream()
              .filter(one -> one.state().isTerminal())
              .findFirst()
              .orElseThrow()
              .id()
              .value();

      Run asked = run(keyOf(fake), "--stop", job);
      assertThat(asked.code()).isEqualTo(TuneAndChat.Exit.NOT_CONFIRMED);
      assertThat(asked.err()).contains("would delete together job " + job, "SUCCEEDED", "--yes");
      assertThat(fake.journal().count("DELETE /v1/fine-tunes/{id}")).isZero();

      Run done = run(keyOf(fake), "--stop", job, "--yes");
      assertThat(done.code()).as(done.err()).isEqualTo(TuneAndChat.Exit.OK);
      assertThat(done.out()).contains("together job " + job + ": deleted");
      assertThat(run(keyOf(fake), "--stop", job, "--yes").err()).contains("nothing has the id");
    }
  }

  @Test
  void aJobThatHasEndedAndCanNotBeDeletedIsSaidToStay() {
    try (Place nebius = Place.nebius("2025-12-15")) {
      nebius.trained("meta-llama/Llama-3.1-8B-Instruct", 16);
      String job = nebius.client().jobs().list().stream().findFirst().orElseThrow().id().value();
      Map<String, String> key =
          Map.of(
              "NEBIUS_API_KEY", nebius.fake().apiKey(), "NEBIUS_BASE_URL", nebius.fake().baseUrl());

      Run run = run(key, "--stop", job, "--yes");

      assertThat(run.code()).isEqualTo(TuneAndChat.Exit.FAILED);
      assertThat(run.err()).contains("nebius job " + job + " can't be deleted: ").hasLineCount(1);
    }
  }

  private static Backend sown(FakeTogether fake) {
    try {
      Backend backend =
          Backend.open(
              "together",
              Optional.empty(),
              keyOf(fake),
              config -> config.delayer(pause -> CompletableFuture.completedFuture(null)));
      Seeds.sow(backend.client(), fake.clock());
      return backend;
    } catch (Options.BadArgument e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aListThatFailsIsToldAndHidesNoOther() {
    try (FakeTogether fake = FakeTogether.start();
        Backend backend = sown(fake)) {
      fake.faults().on("GET /v1/files").always(Fault.status(500));
      fake.faults().on("GET /v1/batches").always(Fault.status(500));

      Run run = run(keyOf(fake));

      assertThat(run.code()).isEqualTo(TuneAndChat.Exit.FAILED);
      assertThat(run.out())
          .contains("NOT ALL IS KNOWN (lists that failed: 2). At least $")
          .contains("NOT LISTED: together batches, which may cost money")
          .containsPattern("NOT LISTED: together files, which may cost money: .*500")
          .containsPattern("together +deployment ");
      assertThat(backend.isReal()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--prov;together, unknown option",
    "--stop, needs a value",
    "--as-of;soon, must be a date",
    "--provider;acme, unknown provider",
    "--provider;nebius;--stop;no-such, nothing has the id"
  })
  void argumentsThatMakeNoSenseAreRefused(String args, String message) {
    Run run = run(Map.of(), args.split(";"));

    assertThat(run.code()).isEqualTo(TuneAndChat.Exit.BAD_INPUT);
    assertThat(run.err()).contains(message);
  }

  @Test
  void helpListsTheOptionsAndTheScriptIsThere() {
    assertThat(run(Map.of(), "--help").out()).contains("--stop ID", "--yes");
    assertThat(Path.of("what-is-running")).isExecutable();
    assertThat(WhatIsRunning.PROVIDERS).isEqualTo(List.of("fireworks", "nebius", "together"));
  }
}
