package dev.loraport.fireworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.adapter.AdapterId;
import dev.loraport.batch.BatchJob;
import dev.loraport.batch.BatchSpec;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.ServingFailedException;
import dev.loraport.file.FileId;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.json.Json;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.TuningResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a data set to an answer, and to answers of a batch, against the fake. */
class FireworksRoadTest {
  private final TuningRig rig = new TuningRig();

  @AfterEach
  void close() {
    rig.close();
  }

  private TuningResult tuned() {
    return rig.finished(rig.spec().build()).result();
  }

  private static <T> List<T> all(Iterable<T> pages) {
    return StreamSupport.stream(pages.spliterator(), false).toList();
  }

  @Test
  void aTunedModelAnswersAndNothingIsLeftOfIt() {
    ModelRef model;
    try (ServedModel served = rig.client.serving().serve(tuned(), ServingOptions.dedicated())) {
      model = served.model();
      assertThat(served.hourlyCost()).isPresent();
      assertThat(rig.client.chat().complete(model, "Hello").text()).isNotEmpty();
      ChatRequest longAnswer =
          ChatRequest.builder()
              .model(model)
              .addMessages(ChatMessage.user("Tell me all."))
              .maxTokens(8000)
              .build();
      assertThat(rig.client.chat().complete(longAnswer).text()).isNotEmpty();
      assertThat(all(rig.client.serving().deployments()))
          .extracting(Deployment::id)
          .containsExactly(served.deployment().orElseThrow().id());
    }
    assertThat(all(rig.client.serving().deployments())).isEmpty();
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> rig.client.chat().complete(model, "Hello"));
    rig.fake.assertNoViolations();
  }

  @Test
  void anAdapterIsLoadedServedAndTakenOff() {
    ServingOptions loaded = ServingOptions.builder().hotLoad(true).build();
    try (ServedModel served = rig.client.serving().serve(tuned(), loaded)) {
      Deployment deployment = served.deployment().orElseThrow();
      assertThat(served.model().name()).contains("#accounts/");
      assertThat(rig.client.chat().complete(served.model(), "Hello").text()).isNotEmpty();
      List<AdapterId> adapters =
          all(rig.client.serving().loaded(deployment.id())).stream()
              .map(LoadedAdapter::adapter)
              .toList();
      assertThat(adapters).hasSize(1);
      rig.client.serving().unload(deployment.id(), adapters.get(0));
      assertThat(all(rig.client.serving().loaded(deployment.id()))).isEmpty();
    }
    rig.fake.assertNoViolations();
  }

  @Test
  void aContinuedJobIsPlannedAndServedOnTheBaseModelOfBoth() {
    TuningResult first = tuned();
    TuningResult continued =
        rig.finished(rig.spec().fromCheckpoint(first.modelName().orElseThrow()).build()).result();
    assertThat(continued.baseModel()).isEqualTo(TuningRig.BASE);
    TuningResult stored =
        new TuningResult(
            continued.provider(),
            continued.job(),
            first.modelName().orElseThrow(),
            continued.modelName(),
            continued.trainedAt(),
            continued.adapter(),
            continued.artifacts());
    ServingOptions merged = ServingOptions.dedicated();
    ServingOptions loaded = ServingOptions.builder().hotLoad(true).build();
    for (TuningResult result : List.of(continued, stored)) {
      for (ServingOptions way : List.of(merged, loaded)) {
        assertThat(rig.client.serving().plan(result, way).certain()).isTrue();
        try (ServedModel served = rig.client.serving().serve(result, way)) {
          assertThat(rig.client.chat().complete(served.model(), "Hello").text()).isNotEmpty();
        }
      }
    }
    rig.fake.assertNoViolations();
  }

  @Test
  void anAdapterIsReplacedOnADeploymentThatReloads() {
    ServingOptions reloads =
        ServingOptions.builder()
            .hotLoad(true)
            .putExtra("enableHotReloadLatestAddon", Json.of(true))
            .build();
    TuningResult first = tuned();
    TuningResult second = tuned();
    try (ServedModel served = rig.client.serving().serve(first, reloads)) {
      Deployment deployment = served.deployment().orElseThrow();
      AdapterId next = AdapterId.of(second.modelName().orElseThrow());
      rig.client.serving().load(deployment.id(), next);
      assertThat(all(rig.client.serving().loaded(deployment.id())))
          .extracting(load -> load.adapter().value())
          .singleElement()
          .asString()
          .satisfies(id -> assertThat(second.modelName().orElseThrow()).endsWith(id));
      assertThat(rig.client.chat().complete(served.model(), "Hello").text()).isNotEmpty();
    }
    rig.fake.assertNoViolations();
  }

  @Test
  void aSleepingDeploymentIsWokenByTheFirstRequest() {
    try (ServedModel served = rig.client.serving().serve(tuned(), ServingOptions.dedicated())) {
      rig.fake.serving().sleep(served.deployment().orElseThrow().name().orElseThrow());
      assertThat(rig.client.chat().complete(served.model(), "Hello").text()).isNotEmpty();
    }
    rig.fake.assertNoViolations();
  }

  @Test
  void withoutGpusAndWithABrokenAdapterNothingIsLeft() {
    TuningResult result = tuned();
    rig.fake.serving().capacity(false);
    assertThatExceptionOfType(ServingFailedException.class)
        .isThrownBy(() -> rig.client.serving().serve(result, ServingOptions.dedicated()))
        .withMessageContaining("still wait for GPUs");
    rig.fake.serving().capacity(true).breakAdapter(result.modelName().orElseThrow());
    assertThatExceptionOfType(ServingFailedException.class)
        .isThrownBy(() -> rig.client.serving().serve(result, ServingOptions.dedicated()))
        .withMessageContaining("could not be loaded");
    assertThat(all(rig.client.serving().deployments())).isEmpty();
    rig.fake.assertNoViolations();
  }

  @Test
  void anExpiredBatchIsGoneOnWith() {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      rows.append("{\"custom_id\":\"r-")
          .append(i)
          .append("\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}}\n");
    }
    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
    FileId input =
        rig.file(
            FileUpload.builder()
                .source(FileSource.of("batch.jsonl", bytes))
                .purpose(FilePurpose.BATCH)
                .build());
    rig.fake.serving().expireNextBatchAfter(2);
    BatchSpec spec =
        BatchSpec.builder()
            .inputFile(input)
            .model("accounts/fireworks/models/gpt-oss-120b")
            .build();
    Duration day = Duration.ofDays(1);
    BatchJob expired = rig.client.batches().await(rig.client.batches().create(spec).id(), day);
    assertThat(expired.status()).isEqualTo("JOB_STATE_EXPIRED");

    BatchJob done = rig.client.batches().await(rig.client.resumeBatch(expired.id()).id(), day);

    assertThat(done.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(rig.client.files().get(done.outputFile().orElseThrow()).id())
        .isEqualTo(done.outputFile().orElseThrow());
    rig.fake.assertNoViolations();
  }
}
