package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.RecordedCall;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code tune-and-chat} leaves at the provider, and {@code --clean}. */
class LeftBehindTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 22);

  private static List<String> left(TuneRun run) {
    return run.out().lines().dropWhile(line -> !line.startsWith("Left ")).toList();
  }

  @Test
  void whatStaysIsListedWithTheWayToDeleteIt() {
    try (FakeFireworks fake = FakeFireworks.builder().asOf(DAY).build()) {
      TuneRun run = TuneRun.of(TuneRun.keyOf(fake), "--provider", "fireworks", "--yes");

      assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.OK);
      List<String> left = left(run);
      assertThat(left.get(0)).isEqualTo("Left at fireworks:");
      assertThat(String.join("\n", left))
          .containsPattern("file +support-\\w+; .* --provider fireworks --stop support-\\w+ --yes")
          .containsPattern("adapter +tune-and-chat-\\w+; .* --stop tune-and-chat-\\w+ --yes")
          .containsPattern(
              "job +supervised\\S+; to delete it: .* --provider fireworks --stop supervised\\S+")
          .contains("--clean")
          .doesNotContain("deployment");
    }
  }

  @Test
  void theCommandsEndIt() {
    try (FakeTogether fake = FakeTogether.builder().asOf(DAY).build()) {
      TuneRun run = TuneRun.of(TuneRun.keyOf(fake), "--yes");
      List<String> ids =
          left(run).stream()
              .filter(line -> line.contains(" --stop "))
              .map(line -> line.replaceFirst(".* --stop (\\S+) --yes", "$1"))
              .toList();

      assertThat(ids).hasSize(4); // file, model, adapter and the job that has ended
      for (String id : ids) {
        assertThat(
                WhatIsRunningTest.run(
                        TuneRun.keyOf(fake), "--provider", "together", "--stop", id, "--yes")
                    .code())
            .isEqualTo(TuneAndChat.Exit.OK);
      }
      assertThat(WhatIsRunningTest.run(TuneRun.keyOf(fake)).out()).doesNotContain("READY");
      assertThat(fake.journal().count("DELETE /v1/fine-tunes/{id}")).isEqualTo(1);
    }
  }

  @Test
  void whatCanNotBeDeletedIsSaidToStay() {
    TuneRun nebius = TuneRun.of(Map.of(), "--provider", "nebius", "--as-of", "2025-12-15");
    assertThat(left(nebius).get(0)).startsWith("Left in the embedded fake, and gone with it; ");
    assertThat(String.join("\n", left(nebius)))
        .containsPattern("job +ftjob-\\w+, can't be deleted: as of October 2026");

    TuneRun together = TuneRun.of(Map.of(), "--as-of", "2026-02-13", "--serverless-only");
    assertThat(String.join("\n", left(together)))
        .containsPattern("model +acme/\\S+, which came with the job: no call deletes it alone");
  }

  @Test
  void cleanDeletesAdapterJobAndFile() {
    try (FakeFireworks fake = FakeFireworks.builder().asOf(DAY).build()) {
      TuneRun run = TuneRun.of(TuneRun.keyOf(fake), "--provider", "fireworks", "--yes", "--clean");

      assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.OK);
      assertThat(run.out())
          .containsSubsequence("  deleted   adapter ", "  deleted   job ", "  deleted   file ")
          .doesNotContain("Left at");
      assertThat(
              fake.journal().calls().stream()
                  .filter(call -> call.method().equals("DELETE"))
                  .map(call -> call.path().replaceFirst("/v1/accounts/[^/]+/([^/]+)/.*", "$1")))
          .containsExactly("deployments", "models", "supervisedFineTuningJobs", "datasets");
    }
  }

  @Test
  void whatCleanCouldNotDeleteIsSaidAndIsNoSuccess() {
    try (FakeTogether fake = FakeTogether.builder().asOf(DAY).build()) {
      fake.faults().on("DELETE /v1/files/{id}").always(Fault.status(403));

      TuneRun run = TuneRun.of(TuneRun.keyOf(fake), "--yes", "--clean");

      assertThat(run.code()).isEqualTo(TuneAndChat.Exit.FAILED);
      assertThat(run.out())
          .containsPattern("left +file file-\\S+, could not be deleted: .*403")
          .contains("deleted   job ");
    }
  }

  @Test
  void aFileThatWasThereBeforeIsNotThisRunsToDelete() {
    try (FakeFireworks fake = FakeFireworks.builder().asOf(DAY).build()) {
      TuneRun.of(TuneRun.keyOf(fake), "--provider", "fireworks", "--yes");

      TuneRun again =
          TuneRun.of(TuneRun.keyOf(fake), "--provider", "fireworks", "--yes", "--clean");

      assertThat(again.out())
          .contains("identical content was there", "deleted   job ")
          .doesNotContain("deleted   file");
    }
  }

  @Test
  void aJobThatWasThereBeforeIsNotThisRunsToDelete() {
    try (FakeFireworks fake = FakeFireworks.builder().asOf(DAY).build()) {
      TuneRun first = TuneRun.of(TuneRun.keyOf(fake), "--provider", "fireworks", "--yes");
      String job =
          first
              .out()
              .lines()
              .filter(line -> line.startsWith("  job "))
              .map(line -> line.replaceFirst(" +job +([^;]+)(;.*)?", "$1"))
              .findFirst()
              .orElseThrow();

      for (String[] more : new String[][] {{"--clean"}, {}}) {
        fake.journal().clear();
        List<String> args =
            Stream.concat(
                    Stream.of("--provider", "fireworks", "--yes", "--job", job), Stream.of(more))
                .toList();
        TuneRun again = TuneRun.of(TuneRun.keyOf(fake), args.toArray(String[]::new));

        assertThat(again.code()).as(again.err()).isEqualTo(TuneAndChat.Exit.OK);
        assertThat(again.out()).contains(job + ", which was there before this run: it stays");
        assertThat(
                fake.journal().calls().stream()
                    .filter(call -> call.method().equals("DELETE"))
                    .map(RecordedCall::path))
            .allMatch(path -> path.contains("/deployments/"));
      }
    }
  }

  @Test
  void afterAFailureWhatWasMadeIsNamed() {
    try (FakeTogether fake = FakeTogether.builder().asOf(DAY).build()) {
      fake.faults().on("POST /v1/fine-tunes").always(Fault.html502());

      TuneRun run = TuneRun.of(TuneRun.keyOf(fake), "--yes");

      assertThat(run.code()).isEqualTo(TuneAndChat.Exit.FAILED);
      assertThat(run.out())
          .containsPattern("May be left at together:\\R  file +file-\\S+\\R.*what-is-running");
    }
  }
}
