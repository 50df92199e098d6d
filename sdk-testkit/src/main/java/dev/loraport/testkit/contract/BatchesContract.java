package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.batch.BatchRequests;
import dev.loraport.batch.BatchResult;
import dev.loraport.batch.BatchResults;
import dev.loraport.batch.BatchSpec;
import dev.loraport.chat.ChatRequest;
import dev.loraport.error.NotFoundException;
import dev.loraport.file.FileId;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.json.Json;
import dev.loraport.tuning.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batch inference. */
interface BatchesContract extends ContractPart {
  @Test
  default void aBatchEndsWithAFileOfAnswers() {
    run().needs(Capability.FILES, Capability.BATCHES);
    BatchJob created = run().client().batches().create(spec());
    BatchJob done = run().client().batches().await(created.id(), ContractRun.HOURS);
    assertThat(done.id()).isEqualTo(created.id());
    assertThat(done.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(done.outputFile()).isPresent();
    assertThat(Json.read(Json.write(done), BatchJob.class)).isEqualTo(done);
  }

  @Test
  default void theFileOfAnswersTellsWhichRequestEachAnswers(@TempDir Path folder)
      throws IOException {
    run().needs(Capability.FILES, Capability.BATCHES, Capability.FILE_DOWNLOAD);
    FileUpload upload =
        FileUpload.builder()
            .source(FileSource.of(requests(folder.resolve("requests.jsonl"))))
            .purpose(FilePurpose.BATCH)
            .build();
    FileId input = run().client().files().upload(upload).id();
    run().client().files().awaitReady(input, ContractRun.HOURS);
    BatchId id =
        run()
            .client()
            .batches()
            .create(BatchSpec.builder().from(spec()).inputFile(input).build())
            .id();
    FileId output =
        run().client().batches().await(id, ContractRun.HOURS).outputFile().orElseThrow();
    Path answers = Files.createDirectory(folder.resolve("answers"));
    run().client().files().download(output, answers);
    Map<String, BatchResult> found = new HashMap<>();
    try (Stream<Path> files = Files.list(answers)) {
      for (Path file : files.toList()) {
        try (BatchResults results = BatchResults.open(file)) {
          found.putAll(results.byCustomId());
        }
      }
    }
    assertThat(found)
        .containsOnlyKeys("request-0", "request-1", "request-2")
        .allSatisfy((request, result) -> assertThat(result.completion().text()).isNotBlank());
  }

  private Path requests(Path file) throws IOException {
    try (BatchRequests requests = run().client().batches().requests(file)) {
      for (int i = 0; i < 3; i++) {
        ChatRequest request = ChatRequest.of(run().setup().chatModel(), "Count to " + i);
        requests.add("request-" + i, request);
      }
      return requests.finish();
    }
  }

  @Test
  default void batchesAreListed() {
    run().needs(Capability.FILES, Capability.BATCHES);
    assertThat(run().client().batches().list()).isEmpty();
    BatchId id = run().client().batches().create(spec()).id();
    assertThat(run().client().batches().list()).extracting(BatchJob::id).containsExactly(id);
  }

  @Test
  default void aBatchCanBeCancelled() {
    run().needs(Capability.FILES, Capability.BATCHES, Capability.BATCH_CANCELLATION);
    BatchId id = run().client().batches().create(spec()).id();
    BatchJob asked = run().client().batches().cancel(id);
    assertThat(asked.id()).isEqualTo(id);
    assertThat(asked.state()).isIn(JobState.CANCELLING, JobState.CANCELLED);
    BatchJob ended = run().client().batches().await(id, ContractRun.HOURS);
    assertThat(ended.state()).isEqualTo(JobState.CANCELLED);
  }

  @Test
  default void anUnknownBatchIsNotFound() {
    run().needs(Capability.BATCHES);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> run().client().batches().get(BatchId.of("batch-that-never-was")));
  }

  private BatchSpec spec() {
    return BatchSpec.builder()
        .inputFile(run().batchFile())
        .model(run().setup().chatModel())
        .build();
  }
}
