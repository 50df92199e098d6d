package dev.loraport.samples;

import static dev.loraport.samples.Place.FIREWORKS_BASE;
import static dev.loraport.samples.Place.NEBIUS_BASE;
import static dev.loraport.samples.Place.TOGETHER_BASE;
import static dev.loraport.samples.Place.fireworks;
import static dev.loraport.samples.Place.nebius;
import static dev.loraport.samples.Place.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterState;
import dev.loraport.adapter.Adapters;
import dev.loraport.adapter.CopiedAdapter;
import dev.loraport.adapter.CopyOptions;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.error.UploadException;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.junit.LoopbackHost;
import dev.loraport.tuning.TuningResult;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Adapters that were trained at one fake are taken to another. */
class CopyAdaptersTest {
  @TempDir private Path work;

  @AfterEach
  void nothingIsLeft() {
    assertThat(work).isEmptyDirectory();
  }

  private CopyOptions options(String base) {
    CopyOptions usual = CopyOptions.of("support", base);
    return new CopyOptions(
        usual.name(),
        usual.baseModel(),
        Optional.of("a copy"),
        usual.timeout(),
        usual.maxBytes(),
        Optional.of(work.toString()));
  }

  private static void ready(CopiedAdapter copy, Place from, Place to) {
    assertThat(copy.adapter().state()).isEqualTo(AdapterState.READY);
    assertThat(copy.local().pairs()).isEqualTo(2);
    assertThat(copy.fit().fits()).isTrue();
    assertThat(to.client().adapters().get(copy.adapter().id()).state())
        .isEqualTo(AdapterState.READY);
    from.fake().assertNoViolations();
    to.fake().assertNoViolations();
  }

  @Test
  void fromFireworksToNebius() {
    try (Place from = fireworks();
        Place to = nebius("2025-12-15")) {
      TuningResult result = from.trained(FIREWORKS_BASE, 16);

      ready(Adapters.copy(from.client(), result, to.client(), options(NEBIUS_BASE)), from, to);
    }
  }

  @Test
  void fromTogetherToFireworks() {
    try (Place from = together("2026-08-20", config -> {});
        Place to = fireworks()) {
      TuningResult result = from.trained(TOGETHER_BASE, 16);

      ready(Adapters.copy(from.client(), result, to.client(), options(FIREWORKS_BASE)), from, to);
    }
  }

  @Test
  void fromTogetherToNebius() {
    try (Place from = together("2026-02-13", config -> {});
        Place to = nebius("2025-12-15")) {
      TuningResult result = from.trained(TOGETHER_BASE, 16);

      ready(Adapters.copy(from.client(), result, to.client(), options(NEBIUS_BASE)), from, to);
    }
  }

  @Test
  void fromFireworksToTogetherByAHost() {
    try (LoopbackHost host = new LoopbackHost();
        Place from = fireworks();
        Place to = together("2026-02-13", config -> config.artifactHost(host))) {
      TuningResult result = from.trained(FIREWORKS_BASE, 16);

      ready(Adapters.copy(from.client(), result, to.client(), options(TOGETHER_BASE)), from, to);
      assertThat(host.fetched()).containsExactly("support.zip");
      assertThat(host.names()).isEmpty();
    }
  }

  @Test
  void aPublishedAdapterGoesOn() {
    try (LoopbackHost host = new LoopbackHost();
        Place from = fireworks();
        Place to = together("2026-02-13", config -> config.artifactHost(host))) {
      TuningResult result = from.trained(FIREWORKS_BASE, 16);
      AdapterId id = AdapterId.of(result.artifacts().get(0).id());

      ready(Adapters.copy(from.client(), id, to.client(), options(TOGETHER_BASE)), from, to);
    }
  }

  private void refused(
      Class<? extends Throwable> type, Runnable copy, Place untouched, String... words) {
    int calls = untouched.fake().journal().calls().size();
    assertThatExceptionOfType(type)
        .isThrownBy(copy::run)
        .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words));
    assertThat(untouched.fake().journal().calls()).hasSize(calls);
  }

  @Test
  void anotherBaseIsRefusedBeforeItIsPublished() {
    try (Place from = together("2026-08-20", config -> {});
        Place to = fireworks()) {
      TuningResult result = from.trained("Qwen/Qwen3-8B", 16);

      refused(
          UploadException.class,
          () -> Adapters.copy(from.client(), result, to.client(), options(FIREWORKS_BASE)),
          to,
          "the adapter from together stays there",
          "trained on Qwen/Qwen3-8B, which is not " + FIREWORKS_BASE);
    }
  }

  @Test
  void aRankThatTheOtherDoesNotTakeIsRefused() {
    try (Place from = nebius("2025-12-15");
        Place to = fireworks()) {
      TuningResult result = from.trained("meta-llama/Llama-3.1-8B-Instruct", 128);

      refused(
          UploadException.class,
          () -> Adapters.copy(from.client(), result, to.client(), options(FIREWORKS_BASE)),
          to,
          "the rank is 128, and fireworks takes 64 at the most");
    }
  }

  @Test
  void whoTakesNoneOrGivesNoneIsNotAskedAtAll() {
    try (Place from = together("2026-08-20", config -> {});
        Place later = nebius("2026-10-15");
        Place to = fireworks()) {
      TuningResult result = from.trained(TOGETHER_BASE, 16);

      refused(
          UnsupportedCapabilityException.class,
          () -> Adapters.copy(from.client(), result, later.client(), options(NEBIUS_BASE)),
          from,
          "nebius has no adapter_upload");
      refused(
          UnsupportedCapabilityException.class,
          () ->
              Adapters.copy(
                  from.client(), AdapterId.of("ml_1"), to.client(), options(FIREWORKS_BASE)),
          from,
          "together has no adapter_download");
      refused(
          UnsupportedCapabilityException.class,
          () -> Adapters.copy(to.client(), AdapterId.of("x"), from.client(), options("b")),
          to,
          "ClientConfig.artifactHost");
    }
  }

  @Test
  void aFormatThatIsNotReadIsNamed() {
    try (Place from = together("2026-08-20", config -> {});
        Place to = fireworks()) {
      TuningResult result = from.trained(TOGETHER_BASE, 16);
      from.fake()
          .faults()
          .on("GET /v1/finetune/download")
          .next(
              Fault.status(200)
                  .body("application/octet-stream", "(\u00b5/\u00fd of some other kind"));

      refused(
          UploadException.class,
          () -> Adapters.copy(from.client(), result, to.client(), options(FIREWORKS_BASE)),
          to,
          "what together gave out can't be used");
    }
  }
}
