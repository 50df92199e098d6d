package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.error.DecodeException;
import dev.loraport.error.NotFoundException;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.together.TogetherLimits.Batch;
import dev.loraport.tuning.JobId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TogetherFineTuningTest {
  private static final String LIMITS = "GET /v1/fine-tunes/models/limits";
  private final Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void modelsAndTheirLimitsAreTold() {
    assertThat(rig.client.fineTuning().models()).contains(Rig.BASE);

    TogetherLimits limits = rig.client.fineTuning().limits(Rig.BASE);

    assertThat(limits.model()).isEqualTo(Rig.BASE);
    assertThat(limits.lora()).isPresent();
    assertThat(limits.maxRank()).hasValue(64);
    assertThat(limits.targetModules()).contains("q_proj");
    assertThat(limits.maxLearningRate()).hasValue(1.0);
    assertThat(limits.extra()).containsKey("supports_tools");
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> rig.client.fineTuning().limits("no/such"));
    rig.fake.assertNoViolations();
  }

  @Test
  void theFirstRowsAreShownAsTokens() {
    FileId file = rig.trainingFile();

    TogetherPreview preview =
        rig.client.fineTuning().preview(TogetherPreviewQuery.of(Rig.BASE, file).rows(2));

    assertThat(rig.lastBody("POST /v1/fine-tunes/preview").members())
        .containsOnlyKeys("model", "training_file", "training_method", "top_k")
        .containsEntry("training_method", Json.of("sft"));
    assertThat(preview.format()).contains("conversation");
    assertThat(preview.trainOnInputs()).contains(false);
    assertThat(preview.rows()).hasSize(2);
    TogetherPreview.Row row = preview.rows().get(0);
    assertThat(row.tokens())
        .containsExactly(
            "<user>", "Where", "is", "order", "0?", "<assistant>", "On", "its", "way.");
    assertThat(row.trainedSpans()).containsExactly(new TogetherPreview.Span(6, 9));
    assertThat(row.labels().subList(0, 6)).containsOnly(TogetherPreview.MASKED);
    assertThat(row.labels().subList(6, 9)).isEqualTo(row.inputIds().subList(6, 9));
    assertThat(row.tokenCount()).isEqualTo(9);
    assertThat(row.trainedTokenCount()).isEqualTo(3);
    assertThat(row.truncated()).isFalse();

    TogetherPreview all =
        rig.client
            .fineTuning()
            .preview(TogetherPreviewQuery.of(Rig.BASE, file).trainOnInputs(true));
    assertThat(all.rows().get(0).trainedTokenCount()).isEqualTo(9);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(
            () -> rig.client.fineTuning().preview(TogetherPreviewQuery.of("no/such", file)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TogetherPreviewQuery.of(Rig.BASE, file).rows(0));
    rig.fake.assertNoViolations();
  }

  @Test
  void tokensThatAreNoNumbersAreUnreadable() {
    rig.answer("POST /v1/fine-tunes/preview", 200, "{'rows':[{'input_ids':[1,'x']}]}");
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(
            () ->
                rig.client
                    .fineTuning()
                    .preview(TogetherPreviewQuery.of(Rig.BASE, FileId.of("file-1"))))
        .withMessageContaining("a token is no number");
  }

  @Test
  void batchesThatAreMissingOrZeroMeanNo() {
    rig.answer(
        LIMITS,
        200,
        "{'model_name':'m','lora_training':{'max_batch_size':40,'min_batch_size':8},"
            + "'full_training':{'max_batch_size':0,'max_batch_size_dpo':0,'min_batch_size':0}}");
    TogetherLimits limits = rig.client.fineTuning().limits("m");

    assertThat(limits.full()).isEmpty();
    assertThat(limits.lora()).contains(new Batch(8, 40, 16));
  }

  @Test
  void metricsCanBeChosenByStepTimeAndNumber() {
    JobId job = rig.finishedJob(Rig.BASE).id();

    assertThat(rig.client.fineTuning().metrics(job, TogetherMetricsQuery.all().steps(1, 3)))
        .isNotEmpty()
        .allSatisfy(point -> assertThat(point.step().orElseThrow()).isBetween(1L, 3L));
    rig.client
        .fineTuning()
        .metrics(
            job,
            TogetherMetricsQuery.all()
                .logged(Instant.EPOCH, Instant.parse("2030-01-01T00:00:00Z"))
                .resolution(5));

    RecordedCall last =
        rig.fake.journal().lastCall("GET /v1/fine-tunes/{id}/metrics").orElseThrow();
    assertThat(last.query())
        .containsExactly(
            Map.entry("logged_at_from", "1970-01-01T00:00:00Z"),
            Map.entry("logged_at_to", "2030-01-01T00:00:00Z"),
            Map.entry("resolution", "5"));
    assertThat(
            rig.client
                .fineTuning()
                .metrics(
                    job,
                    TogetherMetricsQuery.all()
                        .logged(Instant.EPOCH, Instant.parse("1971-01-01T00:00:00Z"))))
        .isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TogetherMetricsQuery.all().steps(3, 1))
        .withMessageContaining("in order");
    rig.fake.assertNoViolations();
  }

  @Test
  void theTokensOfAJobAreDownloadedWithoutTheKey(@TempDir Path folder) {
    JobId job = rig.finishedJob(Rig.BASE).id();

    Path archive = rig.client.fineTuning().downloadTokenizedDataset(job, folder);

    assertThat(archive).isEqualTo(folder.resolve("tokenized-dataset.tar.gz"));
    assertThat(archive).satisfies(path -> assertThat(Files.size(path)).isPositive());
    assertThat(rig.fake.journal().lastCall("GET /storage/**").orElseThrow().header("Authorization"))
        .isEmpty();
    rig.fake.assertNoViolations();
  }
}
