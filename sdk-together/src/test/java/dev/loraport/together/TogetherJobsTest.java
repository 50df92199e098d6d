package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Money;
import dev.loraport.error.ApiException;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.JobFailedException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.ServerErrorException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.json.Json;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.JobScript;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.EventLevel;
import dev.loraport.tuning.JobFailure;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.MetricPoint;
import dev.loraport.tuning.PriceEstimate;
import dev.loraport.tuning.TuningEvent;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.Wandb;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TogetherJobsTest {
  private static final String CREATE = "POST /v1/fine-tunes";
  private static final String GET = "GET /v1/fine-tunes/{id}";
  private static final JobId JOB = JobId.of("ft-1");

  private final Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aFileThatIsNotThereIsNamedAndNoJobIsCreated() {
    TuningSpec spec =
        TuningSpec.builder().model(Rig.BASE).trainingFile(FileId.of("file-typo")).build();

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .withMessageContaining("the training file file-typo is not there")
        .withMessageContaining("files().list()");
    assertThat(rig.changes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Qwen/Qwen3-8b, no source names Qwen/Qwen3-8b; did you mean Qwen/Qwen3-8B?",
    "gpt-4o, no source names gpt-4o ("
  })
  void aBaseThatIsRefusedIsToldWithTheNearestKnownOne(String model, String hint) {
    FileId training = rig.client.files().upload(Rig.chatFile("train.jsonl")).id();
    TuningSpec spec = TuningSpec.builder().model(model).trainingFile(training).build();

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .withMessageContaining("is not available for fine-tuning\"; " + hint);
  }

  @Test
  void aJobCanBeCreatedRightAfterTheUploads() {
    FileId training = rig.client.files().upload(Rig.chatFile("train.jsonl")).id();
    FileId validation =
        rig.client
            .files()
            .upload(
                FileUpload.builder()
                    .source(
                        FileSource.of(
                            "validation.jsonl",
                            "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
                                .concat("{\"role\":\"assistant\",\"content\":\"b\"}]}\n")
                                .getBytes(StandardCharsets.UTF_8)))
                    .build())
            .id();

    TuningJob job =
        rig.client
            .jobs()
            .create(
                TuningSpec.builder()
                    .model(Rig.BASE)
                    .trainingFile(training)
                    .validationFile(validation)
                    .evaluations(1)
                    .build());

    assertThat(job.state()).isEqualTo(JobState.QUEUED);
    assertThat(rig.fake.journal().count("POST /v1/fine-tunes")).isEqualTo(1);
  }

  @Test
  void aRequestSaysAllThatTheProvidersClientsDisagreeOn() {
    FileId file = rig.trainingFile();
    rig.client.jobs().create(TuningSpec.builder().model(Rig.BASE).trainingFile(file).build());

    Json body = rig.lastBody(CREATE);
    assertThat(body.get("suffix").string())
        .hasValueSatisfying(s -> assertThat(s).matches("[a-z2-7]{6}"));
    assertThat(without(body, "suffix"))
        .isEqualTo(
            Json.parse(
                ("{'model':'Qwen/Qwen3-8B','training_file':'FILE','n_epochs':1,"
                        + "'training_method':{'method':'sft','train_on_inputs':'auto'},"
                        + "'training_type':{'type':'Lora','lora_r':16,'lora_alpha':32,"
                        + "'lora_dropout':0.0,'lora_trainable_modules':'all-linear'},"
                        + "'batch_size':'max','learning_rate':0.00010,"
                        + "'lr_scheduler':{'lr_scheduler_type':'cosine',"
                        + "'lr_scheduler_args':{'min_lr_ratio':0.0,'num_cycles':0.5}},"
                        + "'warmup_ratio':0.0,'weight_decay':0.0}")
                    .replace('\'', '"')
                    .replace("FILE", file.value())));
    rig.fake.assertNoViolations();
  }

  @Test
  void everyFieldOfASpecIsSent() {
    FileId file = rig.trainingFile();
    rig.client
        .jobs()
        .create(
            TuningSpec.builder()
                .model(Rig.BASE)
                .trainingFile(file)
                .validationFile(file)
                .lora(
                    Lora.builder()
                        .rank(8)
                        .alpha(8)
                        .dropout(0.05)
                        .addTargetModules("q_proj", "k_proj")
                        .build())
                .epochs(3)
                .learningRate(0.0002)
                .batchSize(8)
                .maxSequenceLength(4096)
                .warmupRatio(0.03)
                .weightDecay(0.1)
                .maxGradientNorm(0.5)
                .packing(false)
                .trainOnInputs(true)
                .seed(7)
                .checkpoints(2)
                .evaluations(2)
                .suffix("support-v1")
                .wandb(
                    Wandb.builder()
                        .apiKey("wk")
                        .project("p")
                        .entity("e")
                        .name("n")
                        .baseUrl(java.net.URI.create("https://wandb.example.com"))
                        .build())
                .putExtra("early_stopping_enabled", Json.of(false))
                .build());

    Json body = rig.lastBody(CREATE);
    assertThat(without(body, "wandb_api_key").toString())
        .contains("\"validation_file\":\"" + file)
        .contains("\"lora_r\":8,\"lora_alpha\":8,\"lora_dropout\":0.05")
        .contains("\"lora_trainable_modules\":\"q_proj,k_proj\"")
        .contains("\"n_epochs\":3,\"n_evals\":2")
        .contains("\"learning_rate\":0.00020")
        .contains("\"batch_size\":8")
        .contains("\"max_seq_length\":4096")
        .contains("\"warmup_ratio\":0.03,\"weight_decay\":0.1,\"max_grad_norm\":0.5")
        .contains("\"packing\":false")
        .contains("\"train_on_inputs\":true")
        .contains("\"random_seed\":7")
        .contains("\"n_checkpoints\":2")
        .containsPattern("\"suffix\":\"support-v1-[a-z2-7]{6}\"")
        .contains("\"wandb_project_name\":\"p\",\"wandb_entity\":\"e\",\"wandb_name\":\"n\"")
        .contains("\"wandb_base_url\":\"https://wandb.example.com\"")
        .contains("\"early_stopping_enabled\":false");
    assertThat(body.get("wandb_api_key").isAbsent()).isFalse();
    rig.fake.assertNoViolations();
  }

  @Test
  void aRefusedJobDoesNotRepeatTheKeysOfOtherServices() {
    TuningSpec spec =
        rig.spec()
            .wandb(Wandb.builder().apiKey("wandb-geheim").build())
            .putAllExtra(TogetherTuning.fields().huggingFaceToken("hf_geheim").extra())
            .build();
    rig.answer(CREATE, 422, "{'error':{'message':'neither wandb-geheim nor hf_geheim is good'}}");

    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .withMessageContaining("neither *** nor *** is good")
        .satisfies(e -> assertThat(e.rawBody()).doesNotContain("geheim"));
  }

  @Test
  void fullTuningAndPreferencesHaveTheirOwnForm() {
    rig.answer(CREATE, 200, "{'id':'ft-1','status':'pending'}");
    TuningSpec spec =
        TuningSpec.builder()
            .model(Rig.BASE)
            .trainingFile(rig.upload("pairs.jsonl", Rig.PAIR.repeat(20)))
            .fullParameters(true)
            .method(TuningMethod.DPO)
            .build();
    rig.client.jobs().create(spec);
    assertThat(rig.lastBody(CREATE).get("training_type")).hasToString("{\"type\":\"Full\"}");
    assertThat(rig.lastBody(CREATE).get("training_method")).hasToString("{\"method\":\"dpo\"}");
  }

  @ParameterizedTest
  @CsvSource({"orpo", "rft", "ppo"})
  void aMethodThatIsLackingIsRefusedBeforeAnythingIsSent(String method) {
    TuningSpec spec =
        TuningSpec.builder()
            .model(Rig.BASE)
            .trainingFile(FileId.of("file-1"))
            .method(TuningMethod.of(method))
            .build();
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .withMessageContaining("sft or dpo");
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  @Test
  void trainOnInputsIsForSftAlone() {
    TuningSpec spec =
        TuningSpec.builder()
            .model(Rig.BASE)
            .trainingFile(FileId.of("file-1"))
            .method(TuningMethod.DPO)
            .trainOnInputs(true)
            .build();
    assertThatIllegalArgumentException().isThrownBy(() -> rig.client.jobs().create(spec));
  }

  @Test
  void aLongSuffixIsCutBeforeTheMark() {
    rig.client.jobs().create(rig.spec().suffix("x".repeat(64)).build());
    assertThat(rig.lastBody(CREATE).get("suffix").string().orElseThrow())
        .hasSize(64)
        .matches("x{57}-[a-z2-7]{6}");
  }

  @Test
  void aContinuedJobNamesItsModelOnlyWhereTheServerAsksForIt() {
    rig.answer(CREATE, 200, "{'id':'ft-2','status':'pending'}");
    TuningSpec spec = rig.spec().fromCheckpoint("ft-1:45").build();
    rig.client.jobs().create(spec);
    assertThat(rig.lastBody(CREATE).get("model").isAbsent()).isTrue();
    assertThat(rig.lastBody(CREATE).get("from_checkpoint").string()).contains("ft-1:45");

    rig.answer(CREATE, 400, "{'error':{'message':'model is required'}}");
    rig.answer(CREATE, 200, "{'id':'ft-3','status':'pending'}");
    assertThat(rig.client.jobs().create(spec).id()).isEqualTo(JobId.of("ft-3"));
    assertThat(rig.lastBody(CREATE).get("model").string()).contains(Rig.BASE);

    rig.answer(CREATE, 400, "{'error':{'message':'no such checkpoint'}}");
    rig.answer(CREATE, 400, "{'error':{'message':'both given'}}");
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .withMessageContaining("no such checkpoint");
  }

  @Test
  void aLostAnswerLeadsToTheOneJob() {
    TuningSpec spec = rig.spec().suffix("mine").build();
    rig.client.jobs().create(spec);
    rig.fake.faults().on(CREATE).next(Fault.lostAnswer());

    TuningJob found = rig.client.jobs().create(spec);

    assertThat(found.suffix()).contains(rig.lastBody(CREATE).get("suffix").string().orElseThrow());
    assertThat(rig.client.jobs().list().toList()).hasSize(2);
    assertThat(rig.fake.journal().count(CREATE)).isEqualTo(2);
  }

  @Test
  void aJobThatIsNotFoundIsNeverCreatedAgain() {
    rig.fake.faults().on(CREATE).next(Fault.reset());
    assertThatExceptionOfType(LoraportException.class)
        .isThrownBy(() -> rig.client.jobs().create(rig.spec().build()))
        .withMessageContaining("suffix");
    assertThat(rig.client.jobs().list().toList()).isEmpty();
    assertThat(rig.fake.journal().count(CREATE)).isEqualTo(1);
  }

  @Test
  void aServerErrorIsRepeatedForAQuestionAndNotForACreation() {
    rig.fake.faults().on("GET /v1/fine-tunes").next(Fault.status(500));
    assertThat(rig.client.jobs().list().toList()).isEmpty();
    assertThat(rig.fake.journal().count("GET /v1/fine-tunes")).isEqualTo(2);

    rig.fake.faults().on(CREATE).next(Fault.status(500));
    assertThatExceptionOfType(ServerErrorException.class)
        .isThrownBy(() -> rig.client.jobs().create(rig.spec().build()));
    assertThat(rig.fake.journal().count(CREATE)).isEqualTo(1);
  }

  @Test
  void aFinishedJobHasItsArtefactsAndPrice() {
    TuningJob job = rig.finishedJob(Rig.BASE);

    assertThat(job.state()).isEqualTo(JobState.SUCCEEDED);
    assertThat(job.lora()).contains(Lora.builder().rank(16).alpha(32).build());
    assertThat(job.cost())
        .hasValueSatisfying(cost -> assertThat(cost.isMoreThan(Money.ZERO)).isTrue());
    assertThat(job.result().baseModel()).isEqualTo(Rig.BASE);
    assertThat(job.result().adapter()).isTrue();
    assertThat(job.result().trainedAt()).isEqualTo(job.createdAt());
    assertThat(job.result().artifact(ArtifactKind.ADAPTER))
        .hasValueSatisfying(found -> assertThat(found.id()).startsWith("ml_"));
  }

  @Test
  void aJobIsReadInBothSpellingsAndKeepsTheRest() {
    rig.answer(
        GET,
        200,
        "{'id':'ft-1','status':'running','created_at':'2026-03-01T10:20:00Z',"
            + "'total_price':486000000,'steps_completed':45,'total_steps':90,'epochs_completed':1,"
            + "'progress':{'estimate_available':true,'seconds_remaining':640.5},"
            + "'training_type':{'type':''},'validation_file':'','batch_size':'max','novel':[1]}");
    TuningJob job = rig.client.jobs().get(JOB);
    assertThat(job.cost()).contains(Money.usd("0.486"));
    assertThat(job.progress())
        .hasValueSatisfying(
            progress -> {
              assertThat(progress.percent()).hasValue(50);
              assertThat(progress.epoch()).hasValue(1);
              assertThat(progress.secondsRemaining()).hasValue(640);
            });
    assertThat(job.createdAt()).contains(Instant.parse("2026-03-01T10:20:00Z"));
    assertThat(job.validationFile()).isEmpty();
    assertThat(job.lora()).isEmpty();
    assertThat(job.extra()).containsKeys("novel", "batch_size");
    assertThat(job.finishedAt()).isEmpty();
  }

  @Test
  void noPriceYetIsNotAPriceOfNothing() {
    rig.answer(GET, 200, "{'id':'ft-1','status':'pending','total_price':0}");
    assertThat(rig.client.jobs().get(JOB).cost()).isEmpty();
    rig.answer(GET, 200, "{'id':'ft-1','status':'cancelled','total_price':0}");
    assertThat(rig.client.jobs().get(JOB).cost()).contains(Money.ZERO);
  }

  @Test
  void aFailedJobSaysWhyAndWhoIsToBlame() {
    rig.fake.jobs().next(JobScript.userErrorAt("running", "row 17 is too long"));
    JobId user = rig.client.jobs().create(rig.spec().build()).id();
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> rig.client.jobs().await(user, Rig.HOURS))
        .withMessageContaining("user_error")
        .withMessageContaining("row 17 is too long")
        .satisfies(
            e -> assertThat(e.job().failure().map(JobFailure::causedByInput)).contains(true));

    rig.fake.jobs().next(JobScript.failsAt("running", "a machine broke"));
    JobId platform = rig.client.jobs().create(rig.spec().build()).id();
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> rig.client.jobs().await(platform, Rig.HOURS))
        .withMessageContaining("a machine broke")
        .satisfies(
            e -> assertThat(e.job().failure().map(JobFailure::causedByInput)).contains(false));
  }

  @Test
  void anUnknownWordIsNotAnEnd() {
    rig.fake.jobs().next(JobScript.passes("pending", "defragmenting", "completed"));
    JobId id = rig.client.jobs().create(rig.spec().build()).id();
    assertThat(rig.client.jobs().await(id, Rig.HOURS).state()).isEqualTo(JobState.SUCCEEDED);
  }

  @Test
  void eventsAreSortedAndReadWithoutRegardToCase() {
    rig.answer(
        "GET /v1/fine-tunes/{id}/events",
        200,
        "{'data':[{'created_at':'2026-03-01T10:21:00Z','level':'legacy_ierror',"
            + "'type':'COMPRESSING_MODEL','message':'b','hash':'h'},"
            + "{'created_at':'2026-03-01T10:20:00.5Z','level':'Info','type':'JOB_PENDING',"
            + "'message':'a','step':3},{'level':null,'type':'odd'}]}");
    List<TuningEvent> events = rig.client.jobs().events(JOB).toList();
    assertThat(events)
        .extracting(e -> e.type().orElse(""))
        .containsExactly("odd", "job_pending", "model_compressing");
    assertThat(events.get(1).level()).contains(EventLevel.INFO);
    assertThat(events.get(1).step()).hasValue(3);
    assertThat(events.get(2).level()).contains(EventLevel.ERROR);
    assertThat(events.get(2).extra()).containsKey("hash");
  }

  @Test
  void checkpointsSayHowToGoOn() {
    rig.answer(
        "GET /v1/fine-tunes/{id}/checkpoints",
        200,
        "{'data':[{'step':90,'checkpoint_type':'Final Merged','checkpoint':'model','object_id':'ml_1'},"
            + "{'step':90,'checkpoint_type':'Final Adapter','object_id':'ml_2','object_revision_id':'rv_1'},"
            + "{'step':45,'checkpoint_type':'Intermediate at 45','path':'s3://x'}]}");
    List<Checkpoint> points = rig.client.jobs().checkpoints(JOB).toList();
    assertThat(points)
        .extracting(Checkpoint::resumeFrom)
        .containsExactly("ft-1:45", "ft-1", "ft-1");
    assertThat(points).extracting(Checkpoint::last).containsExactly(false, true, true);
    assertThat(points.get(1).kind()).contains(ArtifactKind.MERGED_MODEL);
    assertThat(points.get(2).kind()).contains(ArtifactKind.ADAPTER);
    assertThat(points.get(2).artifact())
        .hasValueSatisfying(found -> assertThat(found.revision()).contains("rv_1"));
    assertThat(points.get(0).artifact()).isEmpty();
  }

  @Test
  void metricsKeepTheirNanoseconds() {
    rig.answer(
        "GET /v1/fine-tunes/{id}/metrics",
        200,
        "{'metrics':[{'train/global_step':7,'train/epoch':0.23,'train/loss':1.31,"
            + "'timestamp':1772361901000000123},{'eval/loss':1.12}]}");
    List<MetricPoint> points = rig.client.jobs().metrics(JOB).toList();
    assertThat(points.get(0).time()).contains(Instant.ofEpochSecond(1772361901L, 123));
    assertThat(points.get(0).trainLoss()).hasValue(1.31);
    assertThat(points.get(0).step()).hasValue(7);
    assertThat(points.get(0).values()).doesNotContainKey("timestamp");
    assertThat(points.get(1).evalLoss()).hasValue(1.12);
  }

  @Test
  void anEstimateIsInDollarsOrSaysWhyNot() {
    String route = "POST /v1/fine-tunes/estimate-price";
    rig.answer(
        route,
        200,
        "{'estimated_total_price':0.49,'allowed_to_proceed':true,'user_limit':25.0,"
            + "'estimated_train_token_count':1012500}");
    TuningSpec spec = rig.spec().build();
    PriceEstimate price = rig.client.jobs().estimate(spec);
    assertThat(price.total()).contains(Money.usd("0.49"));
    assertThat(price.limit()).contains(Money.usd("25"));
    assertThat(price.trainingTokens()).hasValue(1012500);
    assertThat(rig.lastBody(route).members().keySet())
        .containsExactly("model", "training_file", "n_epochs", "training_method", "training_type");

    rig.answer(
        route, 200, "{'estimation_available':false,'unavailable_reason':'multimodal_dataset'}");
    price = rig.client.jobs().estimate(spec);
    assertThat(price.total()).isEmpty();
    assertThat(price.reason()).contains("multimodal_dataset");
  }

  private static Json without(Json object, String name) {
    var members = new java.util.LinkedHashMap<>(object.members());
    members.remove(name);
    return Json.object(members);
  }

  @Test
  void evaluationsNeedAFileToBeMadeOn() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.spec().evaluations(3).build())
        .withMessage("evaluations are made on a validationFile; give one or leave evaluations out");
    assertThat(rig.spec().evaluations(0).build().evaluations()).hasValue(0);
  }

  @Test
  void theBetaOfAPreferenceIsSent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.spec().beta(0.2).build())
        .withMessageContaining("not for sft");
    TuningSpec spec = rig.spec().method(TuningMethod.DPO).beta(0.2).build();

    rig.client.jobs().estimate(spec);

    assertThat(rig.lastBody("POST /v1/fine-tunes/estimate-price").get("training_method"))
        .isEqualTo(Json.parse("{\"method\":\"dpo\",\"dpo_beta\":0.2}"));
    rig.fake.assertNoViolations();
  }
}
