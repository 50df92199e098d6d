package dev.loraport.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.json.Json;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.FakeTogether;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code tune-and-chat --plan best}: what was shown is what is done. */
class BestPlanTest {
  private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
  private static final String KIMI = "accounts/fireworks/models/kimi-k2-thinking";

  @Test
  void theBestPlanChoosesProviderAndModel() {
    TuneRun run =
        TuneRun.of(Map.of(), "--plan", "best", "--as-of", "2026-02-13", "--serverless-only");

    assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.OK);
    assertThat(run.out())
        .contains(
            "best plan meta-llama/Meta-Llama-3.1-8B-Instruct-Reference at together, serverless")
        .contains("embedded fake of together as of 2026-02-13", "the plan said", "SERVERLESS");
  }

  @Test
  void withoutAPlanNothingIsUploaded() {
    try (FakeTogether fake = FakeTogether.start()) {
      TuneRun run = TuneRun.of(TuneRun.keyOf(fake), "--plan", "best", "--serverless-only", "--yes");

      assertThat(run.code()).as(run.out()).isEqualTo(TuneAndChat.Exit.REFUSED);
      assertThat(run.err()).contains("nothing was uploaded", "no plan", "which-model");
      assertThat(fake.journal().calls()).isEmpty();
    }
  }

  // by the facts a 70B model fits onto one large GPU; the client, which asks, doubts that
  @Test
  void aPlanThatTheProviderMayNotServeIsRefusedBeforeTheUpload() {
    try (FakeFireworks fake = FakeFireworks.builder().asOf(DAY).build()) {
      Map<String, String> environment =
          Map.of("FIREWORKS_API_KEY", fake.apiKey(), "FIREWORKS_BASE_URL", fake.baseUrl());

      TuneRun run =
          TuneRun.of(
              environment,
              "--plan",
              "best",
              "--provider",
              "fireworks",
              "--max-hourly",
              "40",
              "--yes");

      assertThat(run.code()).as(run.out()).isEqualTo(TuneAndChat.Exit.REFUSED);
      assertThat(run.out()).contains("best plan ", " at fireworks, ");
      assertThat(run.err()).contains("nothing was uploaded", "in doubt");
      assertThat(fake.journal().calls()).noneMatch(call -> call.method().equals("POST"));
    }
  }

  @Test
  void theJobIsTheOneOfThePlanWithinItsLimits() {
    try (FakeTogether fake = FakeTogether.builder().asOf(DAY).build()) {
      TuneRun run =
          TuneRun.of(
              TuneRun.keyOf(fake),
              "--plan",
              "best",
              "--model",
              "Qwen/Qwen3-8B",
              "--rank",
              "100",
              "--epochs",
              "2",
              "--yes");

      assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.OK);
      assertThat(run.out())
          .contains("rank 64 (the most of this base; 100 was asked for), epochs 2, batch 8");
      Json job = Json.parse(fake.journal().lastCall("POST /v1/fine-tunes").orElseThrow().body());
      assertThat(job.get("n_epochs").integer()).contains(2L);
      assertThat(job.get("batch_size").integer()).contains(8L);
      assertThat(job.get("training_type").get("lora_r").integer()).contains(64L);
      fake.assertNoViolations();
    }
  }

  @Test
  void anEstimatedMachineIsNotAskedForAndBothPricesAreSaid() {
    TuneRun run = TuneRun.of(Map.of(), "--plan", "best", "--as-of", "2026-11-22");

    assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.OK);
    assertThat(run.out())
        .contains("machine   planned is 1 x h100-80gb at $5.49 an hour (an estimate); that is not")
        .contains("the client chooses: 1xnvidia-h100-80gb at $3.99 an hour")
        // three months of 730 hours at the client's price, and training
        .contains(
            "total     about $8,738.10 for 1 epoch and 3 months of serving; the plan said $12,023.10");
  }

  @Test
  void inDoubtThePlannedMachineIsAskedForAndNotTheCheapest() {
    try (FakeFireworks fake = FakeFireworks.builder().asOf(DAY).build()) {
      TuneRun run =
          TuneRun.of(
              TuneRun.keyOf(fake), "--plan", "best", "--provider", "fireworks", "--even-in-doubt");

      assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.NOT_CONFIRMED);
      assertThat(run.out())
          .contains(
              "planned is 1 x b200-180gb at $13.00 an hour (an estimate); 1xNVIDIA_B200_180GB")
          .contains("DEDICATED (in doubt), $13.00 an hour");
    }
  }

  @Test
  void theMachineThatASourceNamesIsDeployed() {
    try (FakeFireworks fake = FakeFireworks.builder().asOf(DAY).build()) {
      TuneRun run =
          TuneRun.of(
              TuneRun.keyOf(fake),
              "--plan",
              "best",
              "--model",
              KIMI,
              "--provider",
              "fireworks",
              "--yes");

      assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.OK);
      assertThat(run.out())
          .contains("planned is 32 x h100-80gb at $256.00 an hour (by comparison of platforms")
          .contains("32xNVIDIA_H100_80GB is asked for: 32xNVIDIA_H100_80GB at $256.00 an hour");
      Json deployment =
          Json.parse(
              fake.journal().lastCall("POST /v1/accounts/{a}/deployments").orElseThrow().body());
      assertThat(deployment.get("acceleratorType").string()).contains("NVIDIA_H100_80GB");
      assertThat(deployment.get("acceleratorCount").integer()).contains(32L);
    }
  }

  @Test
  void aMachineOfOnesOwnWins() {
    try (FakeFireworks fake = FakeFireworks.builder().asOf(DAY).build()) {
      TuneRun run =
          TuneRun.of(
              TuneRun.keyOf(fake),
              "--plan",
              "best",
              "--model",
              KIMI,
              "--provider",
              "fireworks",
              "--hardware",
              "16xNVIDIA_H200_141GB");

      assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.NOT_CONFIRMED);
      assertThat(run.out())
          .contains("planned is 32 x h100-80gb at $256.00 an hour")
          .contains("16xNVIDIA_H200_141GB is asked for: 16xNVIDIA_H200_141GB at $");
    }
  }

  @Test
  void aServerlessPlanIsServedServerless() {
    TuneRun run = TuneRun.of(Map.of(), "--plan", "best", "--as-of", "2026-02-13");

    assertThat(run.code()).as(run.err()).isEqualTo(TuneAndChat.Exit.OK);
    assertThat(run.out()).contains(", serverless, about").doesNotContain("machine  ", "deployment");
  }

  @Test
  void aRefusalSaysHowManyPlansWereTooDear() {
    TuneRun run =
        TuneRun.of(Map.of(), "--plan", "best", "--as-of", "2026-11-22", "--max-hourly", "0.5");

    assertThat(run.code()).isEqualTo(TuneAndChat.Exit.REFUSED);
    assertThat(run.err()).containsPattern("; over --max-hourly, or without a price: \\d+");
  }
}
