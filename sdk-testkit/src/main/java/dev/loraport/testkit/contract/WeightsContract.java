package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.error.ApiException;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights that are taken home. */
interface WeightsContract extends ContractPart {
  @Test
  default void theWeightsOfAJobCanBeDownloaded(@TempDir Path folder) throws IOException {
    run().needs(Capability.LORA_TUNING, Capability.WEIGHTS_DOWNLOAD);
    TuningResult result = run().finishedJob().result();
    Path weights = folder.resolve("weights");
    areWhole(weights, run().client().jobs().download(result, weights));
  }

  @Test
  default void theWeightsOfACheckpointCanBeDownloaded(@TempDir Path folder) throws IOException {
    run().needs(Capability.LORA_TUNING, Capability.WEIGHTS_DOWNLOAD, Capability.CHECKPOINTS);
    TuningJob job = run().finishedJob();
    List<Checkpoint> checkpoints = run().client().jobs().checkpoints(job.id()).toList();
    Checkpoint last = checkpoints.get(checkpoints.size() - 1);
    areWhole(folder, run().client().jobs().async().download(job.result(), last, folder).join());
  }

  @Test
  default void weightsOfAnUnknownJobLeaveNoFile(@TempDir Path folder) {
    run().needs(Capability.LORA_TUNING, Capability.WEIGHTS_DOWNLOAD);
    TuningResult known = run().finishedJob().result();
    TuningResult unknown =
        new TuningResult(
            known.provider(),
            JobId.of("ft-00000000-0000"),
            known.baseModel(),
            known.modelName().map(name -> name + "-never-was"),
            known.trainedAt(),
            known.adapter(),
            List.of());
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> run().client().jobs().download(unknown, folder))
        .satisfies(e -> assertThat(e.status()).isBetween(400, 499));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  default void anAdapterCanBeDownloaded(@TempDir Path folder) throws IOException {
    run().needs(Capability.LORA_TUNING, Capability.ADAPTER_UPLOAD, Capability.ADAPTER_DOWNLOAD);
    TuningResult result = run().finishedJob().result();
    Assumptions.assumeTrue(
        result.artifact(ArtifactKind.ADAPTER).isPresent(), "jobs leave no adapter on this day");
    AdapterSpec spec =
        AdapterSpec.builder().source(AdapterSource.job(result)).name("contract-adapter").build();
    AdapterId id = run().client().adapters().publish(spec).id();
    Adapter ready = run().client().adapters().awaitReady(id, ContractRun.HOURS);
    areWhole(folder, run().client().adapters().download(ready.id(), folder));
  }

  private static void areWhole(Path folder, List<Path> files) throws IOException {
    assertThat(files)
        .isNotEmpty()
        .allSatisfy(file -> assertThat(file.getParent()).isEqualTo(folder))
        .allSatisfy(file -> assertThat(file).isNotEmptyFile());
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).as("nothing unfinished is left").containsExactlyInAnyOrderElementsOf(files);
    }
  }
}
