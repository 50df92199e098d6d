package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.adapter.AdapterId;
import dev.loraport.error.ApiException;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TogetherWeightsTest {
  private static final String DOWNLOAD = "GET /v1/finetune/download";

  private final Rig rig = new Rig(Rig.TODAY);

  @TempDir Path folder;

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void theAdapterOfAJobComesAsAnArchiveWithTheNameOfTheModel() throws IOException {
    TuningResult result = rig.result();

    List<Path> files = rig.client.jobs().download(result, folder.resolve("weights"));

    assertThat(files).hasSize(1);
    assertThat(files.get(0).getParent()).isEqualTo(folder.resolve("weights"));
    assertThat(files.get(0).getFileName().toString())
        .matches("[a-z0-9]+--qwen3-8b-[a-z0-9-]+-adapter\\.tar\\.gz");
    assertThat(firstNameIn(files.get(0))).isEqualTo("adapter_config.json");
    RecordedCall call = rig.fake.journal().lastCall(DOWNLOAD).orElseThrow();
    assertThat(call.query())
        .containsExactly(
            Map.entry("ft_id", result.job().value()), Map.entry("checkpoint", "adapter"));
    rig.fake.assertNoViolations();
  }

  @Test
  void eachCheckpointHasAnArchiveOfItsOwn() throws IOException {
    TuningJob job =
        rig.client
            .jobs()
            .await(
                rig.client.jobs().create(rig.spec().epochs(4).checkpoints(3).build()).id(),
                Rig.HOURS);
    List<Checkpoint> checkpoints = rig.client.jobs().checkpoints(job.id()).toList();

    for (Checkpoint checkpoint : checkpoints) {
      Path file = rig.client.jobs().download(job.result(), checkpoint, folder).get(0);
      boolean merged = checkpoint.kind().orElseThrow().equals(ArtifactKind.MERGED_MODEL);
      assertThat(firstNameIn(file)).isEqualTo(merged ? "config.json" : "adapter_config.json");
    }

    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSameSizeAs(checkpoints).hasSizeGreaterThan(2);
    }
    rig.fake.assertNoViolations();
  }

  @Test
  void anArchiveOfAnotherTypeHasAnotherEnding() {
    TuningResult result = rig.result();
    rig.fake
        .faults()
        .on(DOWNLOAD)
        .next(Fault.status(200).body("application/octet-stream", "(bytes)"));

    assertThat(rig.client.jobs().download(result, folder).get(0).getFileName().toString())
        .endsWith("-adapter.tar.zst");
  }

  private static Checkpoint checkpoint(OptionalLong step, String label) {
    return new Checkpoint(
        "ft-1",
        step,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.of(label),
        Optional.empty(),
        Map.of());
  }

  @Test
  void aCheckpointWithoutAStepIsRefused() {
    TuningResult result = rig.result();
    Checkpoint odd = checkpoint(OptionalLong.empty(), "Odd");
    rig.fake.journal().clear();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.client.jobs().download(result, odd, folder))
        .withMessageContaining("has no step");
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  @Test
  void weightsThatAreNotThereLeaveNoFile() {
    TuningResult result = rig.result();
    Checkpoint never = checkpoint(OptionalLong.of(77_777), "");

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> rig.client.jobs().download(result, never, folder))
        .withMessageContaining("jobs.download");
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404})
  void mergedWeightsThatAreRefusedLeadToTheAdapter(int status) {
    TuningResult result = rig.result();
    Checkpoint merged =
        rig.client.jobs().checkpoints(result.job()).stream()
            .filter(found -> found.kind().equals(Optional.of(ArtifactKind.MERGED_MODEL)))
            .findFirst()
            .orElseThrow();
    rig.fake
        .faults()
        .on(DOWNLOAD)
        .next(Rig.body(status, "{'error':{'message':'no merged weights'}}"))
        .then(Fault.status(403))
        .then(Rig.body(status, "{'error':{'message':'not ready'}}"));

    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> rig.client.jobs().download(result, merged, folder))
        .withMessageContaining("no merged weights")
        .withMessageContaining("jobs().download(result, folder) gets the adapter")
        .satisfies(e -> assertThat(e.status()).isEqualTo(status));
    assertThatExceptionOfType(PermissionDeniedException.class)
        .isThrownBy(() -> rig.client.jobs().download(result, merged, folder))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("gets the adapter"));
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> rig.client.jobs().download(result, folder))
        .withMessageContaining("not ready")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("gets the adapter"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aPublishedAdapterCanNotBeDownloaded() {
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.adapters().download(AdapterId.of("ml_1"), folder))
        .withMessageContaining("jobs().download");
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  private static String firstNameIn(Path archive) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(archive))) {
      byte[] header = in.readNBytes(100);
      return new String(header, StandardCharsets.US_ASCII).replace("\0", "");
    }
  }
}
