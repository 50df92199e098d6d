package dev.loraport.fireworks;

import static dev.loraport.fireworks.Script.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.batch.BatchSpec;
import dev.loraport.error.ConflictException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.json.Json;
import dev.loraport.tuning.JobState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Batch inference, call by call. */
class FireworksBatchesTest {
  private static final String JOBS = A + "/batchInferenceJobs";
  private static final String CREATE = "POST " + JOBS;
  private static final BatchSpec SPEC =
      BatchSpec.builder()
          .inputFile(FileId.of("batch-in"))
          .model("accounts/fireworks/models/gpt-oss-120b")
          .build();

  private final Script script = new Script();

  private static String job(String state, String more) {
    return "{'name':'accounts/my-team/batchInferenceJobs/{id}','displayName':'','state':'"
        + state
        + "','status':{'code':'OK','message':''},'model':'accounts/fireworks/models/gpt-oss-120b',"
        + "'inputDatasetId':'accounts/my-team/datasets/batch-in',"
        + "'outputDatasetId':'accounts/my-team/datasets/batch-out',"
        + "'createTime':'2026-07-21T20:00:00Z','updateTime':'2026-07-21T21:00:00Z',"
        + "'jobProgress':{'percent':40,'totalInputRequests':1000}"
        + more
        + "}";
  }

  @Test
  void aBatchIsCreatedUnderAnIdOfOurs() {
    script.on(CREATE, job("JOB_STATE_VALIDATING", ""));
    BatchSpec spec =
        BatchSpec.builder()
            .from(SPEC)
            .completionWindow(Duration.ofHours(24))
            .putExtra("inferenceParameters", Json.object().put("maxTokens", 256).build())
            .build();
    try (FireworksClient client = script.client()) {
      BatchJob batch = client.batches().create(spec);

      String id = batch.id().value();
      assertThat(id).matches("batch-[a-z0-9]{6}");
      assertThat(script.changes()).containsExactly(CREATE + "?batchInferenceJobId={b}");
      assertThat(script.last("POST", JOBS).json())
          .isEqualTo(
              Json.object()
                  .put("model", "accounts/fireworks/models/gpt-oss-120b")
                  .put("inputDatasetId", "accounts/my-team/datasets/batch-in")
                  .put("outputDatasetId", "accounts/my-team/datasets/" + id + "-out")
                  .put(
                      "inferenceParameters",
                      Json.object()
                          .put("maxTokens", 256)
                          .put("extraBody", "{\"context_length_exceeded_behavior\":\"error\"}")
                          .build())
                  .build());
      assertThat(batch.state()).isEqualTo(JobState.QUEUED);
      assertThat(batch.inputFile()).contains(FileId.of("batch-in"));
      assertThat(batch.percent()).hasValue(40);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'stop':['x']} | {'stop':['x'],'context_length_exceeded_behavior':'error'}",
        "{'context_length_exceeded_behavior':'truncate'}"
            + " | {'context_length_exceeded_behavior':'truncate'}",
        "no json | no json"
      })
  void whatTheUserSaysOfLongPromptsIsKept(String given, String sent) {
    script.on(CREATE, job("JOB_STATE_VALIDATING", ""));
    Json parameters = Json.object().put("extraBody", given.replace('\'', '"')).build();
    try (FireworksClient client = script.client()) {
      client
          .batches()
          .create(
              BatchSpec.builder().from(SPEC).putExtra("inferenceParameters", parameters).build());
      assertThat(script.last("POST", JOBS).json().get("inferenceParameters").get("extraBody"))
          .isEqualTo(Json.of(sent.replace('\'', '"')));
    }
  }

  @Test
  void aPromptThatIsTooLongIsAnErrorAndNotCut(@TempDir Path folder) throws IOException {
    String row =
        "{\"custom_id\":\"%s\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}}\n";
    String rows =
        String.format(Locale.ROOT, row, "short", "Hello")
            + String.format(Locale.ROOT, row, "long", "word ".repeat(200_000));
    FileUpload upload =
        FileUpload.builder()
            .source(FileSource.of("in.jsonl", rows.getBytes(StandardCharsets.UTF_8)))
            .purpose(FilePurpose.BATCH)
            .build();
    try (TuningRig rig = new TuningRig()) {
      BatchSpec spec = BatchSpec.builder().from(SPEC).inputFile(rig.file(upload)).build();
      BatchId id = rig.client.batches().create(spec).id();
      BatchJob done = rig.client.batches().await(id, TuningRig.HOURS);
      rig.client.files().download(done.outputFile().orElseThrow(), folder);

      assertThat(Files.readString(folder.resolve("BIJOutputSet.jsonl")))
          .contains("\"short\"")
          .doesNotContain("\"long\"");
      assertThat(Files.readString(folder.resolve("error-data")))
          .contains("\"long\"", "The prompt is too long");
    }
  }

  @Test
  void anOddNameOfADataSetBreaksNoBatch() {
    script.on(
        "GET " + JOBS + "/b1",
        "{'name':'accounts/my-team/batchInferenceJobs/b1','state':'JOB_STATE_COMPLETED',"
            + "'inputDatasetId':'a b?','outputDatasetId':'accounts/my-team/datasets/ '}");
    try (FireworksClient client = script.client()) {
      BatchJob batch = client.batches().get(BatchId.of("b1"));
      assertThat(batch.state()).isEqualTo(JobState.SUCCEEDED);
      assertThat(batch.inputFile()).isEmpty();
      assertThat(batch.outputFile()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "JOB_STATE_PENDING,QUEUED,false",
    "JOB_STATE_RUNNING,RUNNING,false",
    "JOB_STATE_COMPLETED,SUCCEEDED,true",
    "JOB_STATE_EXPIRED,FAILED,true",
    "JOB_STATE_FAILED,FAILED,false",
    "JOB_STATE_NEW,UNKNOWN,false"
  })
  void answersAreThereAtTheEndAndWhatAnExpiredBatchHas(
      String word, JobState state, boolean answers) {
    script.on("GET " + JOBS + "/b1", job(word, ""));
    try (FireworksClient client = script.client()) {
      BatchJob batch = client.batches().get(BatchId.of("b1"));

      assertThat(batch.status()).isEqualTo(word);
      assertThat(batch.state()).isEqualTo(state);
      assertThat(batch.outputFile().isPresent()).isEqualTo(answers);
      assertThat(batch.errorFile()).isEqualTo(batch.outputFile());
      assertThat(batch.finishedAt().isPresent()).isEqualTo(state.isTerminal());
    }
  }

  @Test
  void theReasonOfAFailureIsTold() {
    script.on(
        "GET " + JOBS + "/b1",
        "{'name':'accounts/my-team/batchInferenceJobs/b1','state':'JOB_STATE_FAILED',"
            + "'status':{'code':'INVALID_ARGUMENT','message':'line 3 is no JSON'}}");
    try (FireworksClient client = script.client()) {
      assertThat(client.batches().await(BatchId.of("b1"), Duration.ofHours(1)).failure())
          .contains("line 3 is no JSON");
    }
  }

  @Test
  void aLostAnswerEndsWithTheOneBatch() {
    script
        .on(CREATE, 500, "{'code':13,'message':'internal'}")
        .on("GET " + JOBS + "/{b}", 404, "{'code':5,'message':'not yet'}")
        .on("GET " + JOBS + "/{b}", job("JOB_STATE_PENDING", ""));
    try (FireworksClient client = script.client()) {
      assertThat(client.batches().create(SPEC).state()).isEqualTo(JobState.QUEUED);
      assertThat(script.changes()).hasSize(1);
    }
  }

  @Test
  void anExpiredBatchIsGoneOnWithAndDeleted() {
    script.on(CREATE, job("JOB_STATE_VALIDATING", "")).on("DELETE " + JOBS + "/old", "{}");
    try (FireworksClient client = script.client()) {
      BatchJob batch = client.resumeBatch(BatchId.of("old"));
      assertThat(script.last("POST", JOBS).json())
          .isEqualTo(
              Json.object()
                  .put("continuedFromJobName", "accounts/my-team/batchInferenceJobs/old")
                  .put("outputDatasetId", "accounts/my-team/datasets/" + batch.id() + "-out")
                  .build());
      client.deleteBatch(BatchId.of("old"));
      assertThat(script.changes()).endsWith("DELETE " + JOBS + "/old");
    }
  }

  @Test
  void whatABatchCanNotBeIsRefusedBeforeAnythingIsSent() {
    try (FireworksClient client = script.client()) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  client
                      .batches()
                      .create(BatchSpec.builder().inputFile(FileId.of("batch-in")).build()))
          .withMessageContaining("set model");
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(
              () ->
                  client
                      .batches()
                      .create(BatchSpec.builder().from(SPEC).endpoint("/v1/completions").build()));
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(
              () ->
                  client
                      .batches()
                      .create(
                          BatchSpec.builder()
                              .from(SPEC)
                              .completionWindow(Duration.ofDays(2))
                              .build()));
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> client.batches().cancel(BatchId.of("b1")))
          .withMessageContaining("no call that ends a batch");
      assertThat(script.sent()).isEmpty();
    }
  }

  @Test
  void aConflictThatIsNoBatchOfOursStays() {
    script.on(CREATE, 409, "{'code':6,'message':'dataset exists'}");
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(ConflictException.class)
          .isThrownBy(() -> client.batches().create(SPEC));
    }
  }
}
