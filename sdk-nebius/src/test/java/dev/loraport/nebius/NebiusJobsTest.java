package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Capability;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.JobFailedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.EventLevel;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.MetricPoint;
import dev.loraport.tuning.TuningArtifact;
import dev.loraport.tuning.TuningEvent;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.Wandb;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NebiusJobsTest {
  private static final String JOBS = "/v1/fine_tuning/jobs";
  private static final JobId ID = JobId.of("ftjob-1");

  private final Stub stub = new Stub();
  private final NebiusClient client = stub.client("2026-10-01", b -> b.project("project-7"));

  @AfterEach
  void close() {
    client.close();
    stub.close();
  }

  @Test
  void aJobIsAskedForWithAllThatDiffersFromTheDefaultsOfTheService() {
    stub.on("POST " + JOBS, job("running"));

    TuningJob job =
        client
            .jobs()
            .create(
                spec(
                    s ->
                        s.validationFile(FileId.of("file-2"))
                            .lora(Lora.builder().rank(16).dropout(0.1).build())
                            .epochs(5)
                            .learningRate(0.00002)
                            .batchSize(16)
                            .maxSequenceLength(16384)
                            .warmupRatio(0.03)
                            .packing(false)
                            .maxGradientNorm(0.5)
                            .seed(42)
                            .suffix("support")
                            .fromCheckpoint("hf:someone/weights@main")
                            .wandb(
                                Wandb.builder()
                                    .apiKey("wandb-key")
                                    .project("p")
                                    .name("n")
                                    .build())));

    assertThat(job.id()).isEqualTo(ID);
    assertThat(job.state()).isEqualTo(JobState.RUNNING);
    Stub.Seen seen = stub.last("POST " + JOBS);
    assertThat(seen.uri().getQuery()).isEqualTo("ai_project_id=project-7");
    Json body = seen.json();
    String suffix = body.get("suffix").string().orElseThrow();
    assertThat(suffix).matches("support-[a-z2-7]{6}");
    assertThat(body)
        .isEqualTo(
            json(
                "{'model':'Qwen/Qwen3-8B','training_file':'file-1','validation_file':'file-2',"
                    + "'hyperparameters':{'batch_size':16,'learning_rate':0.00002,'n_epochs':5,"
                    + "'warmup_ratio':0.03,'weight_decay':0.0,'packing':false,'max_grad_norm':0.5,"
                    + "'context_length':16384,'lora':true,'lora_r':16,'lora_alpha':32,"
                    + "'lora_dropout':0.1},'seed':42,'suffix':'"
                    + suffix
                    + "','from_checkpoint':{'type':'hf','repo':'someone/weights','revision':'main'},"
                    + "'integrations':[{'type':'wandb','wandb':{'project':'p',"
                    + "'api_key':'wandb-key','name':'n'}}]}"));
  }

  @Test
  void loraIsSentWhatEverIsLeftOut() {
    stub.on("POST " + JOBS, job("running"));

    client.jobs().create(spec(s -> {}));
    Json adapter = stub.last("POST " + JOBS).json().get("hyperparameters");
    client.jobs().create(spec(s -> s.fullParameters(true)));
    Json whole = stub.last("POST " + JOBS).json().get("hyperparameters");

    assertThat(adapter.get("lora").bool()).contains(true);
    assertThat(adapter.get("lora_r").integer()).contains(16L);
    assertThat(adapter.get("lora_alpha").integer()).contains(32L);
    assertThat(adapter.get("lora_dropout").number()).isPresent();
    assertThat(whole.get("lora").bool()).contains(false);
    assertThat(whole.members()).doesNotContainKeys("lora_r", "lora_alpha", "lora_dropout");
  }

  @Test
  void whatAUserAddsIsMergedAndPasses() {
    stub.on("POST " + JOBS, job("running"));

    client
        .jobs()
        .create(
            spec(
                s ->
                    s.putExtra("hyperparameters", json("{'lora_rank':4,'n_epochs':7}"))
                        .putExtra("tags", Json.strings(List.of("nightly")))));

    Json body = stub.last("POST " + JOBS).json();
    assertThat(body.get("tags")).isEqualTo(Json.strings(List.of("nightly")));
    Json parameters = body.get("hyperparameters");
    assertThat(parameters.get("lora_rank").integer()).contains(4L);
    assertThat(parameters.get("n_epochs").integer()).contains(7L);
    assertThat(parameters.get("lora").bool()).contains(true);
  }

  @Test
  void integrationsGoTogetherAndTheirSecretsAreNotShown() {
    stub.on("POST " + JOBS, job("running"));
    TuningSpec spec =
        spec(
            s ->
                s.wandb(Wandb.builder().apiKey("wandb-key").project("p").build())
                    .putAllExtra(
                        NebiusTuning.fields()
                            .tags(List.of("nightly"))
                            .exportToHuggingFace("me/support", "hf-token")
                            .mlflow("https://mlflow.example.com", "cert", "user", "pass", "")
                            .extra()));

    client.jobs().create(spec);

    Json integrations = stub.last("POST " + JOBS).json().get("integrations");
    assertThat(integrations.elements())
        .extracting(integration -> integration.get("type").string().orElseThrow())
        .containsExactly("wandb", "hf", "mlflow");
    assertThat(integrations.at(1).get("hf"))
        .isEqualTo(json("{'output_repo_name':'me/support','api_token':'hf-token'}"));
    assertThat(spec.toString()).doesNotContain("hf-token").doesNotContain("wandb-key");
  }

  @Test
  void parametersAreSentWithinAMethodOfOnesOwn() {
    stub.on("POST " + JOBS, job("running"));
    Json method =
        json("{'type':'supervised','supervised':{'hyperparameters':{'n_epochs':7},'more':1}}");

    client.jobs().create(spec(s -> s.putExtra("method", method)));

    Json body = stub.last("POST " + JOBS).json();
    assertThat(body.members()).doesNotContainKey("hyperparameters");
    assertThat(body.get("method").get("supervised").get("more").integer()).contains(1L);
    Json parameters = body.get("method").get("supervised").get("hyperparameters");
    assertThat(parameters.get("n_epochs").integer()).contains(7L);
    assertThat(parameters.get("lora").bool()).contains(true);
    assertThat(parameters.get("lora_r").integer()).contains(16L);
  }

  @Test
  void whatNebiusKnowsBeyondTheSpecIsMergedIntoIt() {
    stub.on("POST " + JOBS, job("running"));

    client
        .jobs()
        .create(
            spec(
                s ->
                    s.wandb(Wandb.builder().apiKey("wandb-key").project("p").build())
                        .fromCheckpoint("hf:someone/weights")
                        .putAllExtra(
                            NebiusTuning.fields()
                                .wandbTags(List.of("nightly"))
                                .fromCheckpointToken("hf-token")
                                .extra())));

    Json body = stub.last("POST " + JOBS).json();
    assertThat(body.get("from_checkpoint"))
        .isEqualTo(json("{'type':'hf','repo':'someone/weights','token':'hf-token'}"));
    assertThat(body.get("integrations"))
        .isEqualTo(
            json(
                "[{'type':'wandb','wandb':{'project':'p','api_key':'wandb-key',"
                    + "'tags':['nightly']}}]"));
  }

  @Test
  void aJobThatTellsNoParametersCountsAsOneForAnAdapter() {
    stub.on("GET " + JOBS + "/ftjob-1", "{'id':'ftjob-1','status':'succeeded','model':'m'}");

    assertThat(client.jobs().get(ID).result().adapter()).isTrue();
  }

  @Test
  void misspeltNamesAndDoubtfulSizesAreLogged() {
    stub.on("POST " + JOBS, job("running"));
    try (Logged log = Logged.of("dev.loraport.nebius")) {
      client
          .jobs()
          .create(
              spec(
                  s ->
                      s.batchSize(8)
                          .maxSequenceLength(9000)
                          .putExtra("hyperparameters", json("{'lora_rank':4}"))
                          .putExtra("tagz", Json.of("x"))));
      assertThat(log.lines())
          .anySatisfy(line -> assertThat(line).contains("hyper-parameter \"lora_rank\""))
          .anySatisfy(line -> assertThat(line).contains("field \"tagz\""))
          .anySatisfy(line -> assertThat(line).contains("context lengths", "9000"))
          .anySatisfy(line -> assertThat(line).contains("131072 tokens a step"));
    }
    try (Logged log = Logged.of("dev.loraport.nebius")) {
      client.jobs().create(spec(s -> s.batchSize(65)));
      assertThat(log.lines()).singleElement().asString().contains("64, not 65");
    }
    try (Logged log = Logged.of("dev.loraport.nebius")) {
      client.jobs().create(spec(s -> s.batchSize(16)));
      assertThat(log.lines()).isEmpty();
    }
  }

  static Stream<Consumer<TuningSpec.Builder>> outOfRange() {
    Json supervised = json("{'supervised':{}}");
    return Stream.of(
        s -> s.putExtra("hyperparameters", Json.of("lora")),
        s -> s.putExtra("method", Json.of("supervised")),
        s -> s.putExtra("method", json("{'supervised':[]}")),
        s -> s.putExtra("method", supervised).putExtra("hyperparameters", json("{'a':1}")),
        s -> s.putExtra("integrations", json("{'type':'hf'}")),
        s -> s.putExtra("from_checkpoint", Json.of("someone/weights")),
        s -> s.putAllExtra(NebiusTuning.fields().fromCheckpointToken("t").extra()),
        s -> s.putAllExtra(NebiusTuning.fields().wandbTags(List.of("t")).extra()),
        s -> s.epochs(21),
        s -> s.lora(Lora.rank(4)),
        s -> s.lora(Lora.rank(129)),
        s -> s.lora(Lora.builder().rank(8).alpha(7).build()),
        s -> s.maxSequenceLength(4096),
        s -> s.maxSequenceLength(131_073),
        s -> s.maxGradientNorm(0),
        s -> s.wandb(Wandb.builder().apiKey("k").build()));
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void aValueOutsideOfItsRangeIsRefusedBeforeAnythingIsSent(Consumer<TuningSpec.Builder> change) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.jobs().create(spec(change)))
        .withMessageContaining("Nebius");
    assertThat(stub.seen()).isEmpty();
  }

  static Stream<Consumer<TuningSpec.Builder>> lacking() {
    return Stream.of(
        s -> s.method(TuningMethod.DPO),
        s -> s.method(TuningMethod.RFT),
        s -> s.trainOnInputs(true),
        s -> s.checkpoints(2),
        s -> s.evaluations(2),
        s -> s.lora(Lora.builder().addTargetModules("q_proj").build()),
        s -> s.fromCheckpoint("ftjob-1:ftckpt_1"));
  }

  @ParameterizedTest
  @MethodSource("lacking")
  void whatItCanNotDoIsRefusedBeforeAnythingIsSent(Consumer<TuningSpec.Builder> change) {
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> client.jobs().create(spec(change)));
    assertThat(stub.seen()).isEmpty();
  }

  @Test
  void aRefusalOfTheBatchSizeSaysWhatToDo() {
    stub.on(
        "POST " + JOBS,
        422,
        "{'detail':[{'type':'value_error','loc':['body','hyperparameters','batch_size'],"
            + "'msg':'batch_size is too small','input':8}]}");

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> client.jobs().create(spec(s -> {})))
        .withMessageContaining("batch_size is too small")
        .withMessageContaining("raise batchSize")
        .satisfies(e -> assertThat(e.answer().param()).contains("hyperparameters.batch_size"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'less_than_equal','loc':['body','hyperparameters','batch_size'],'msg':'too big'}",
        "{'type':'missing','loc':['body','batch'],'msg':'Field required'}"
      })
  void otherRefusalsGetNoAdviceOnTheBatchSize(String finding) {
    stub.on("POST " + JOBS, 422, "{'detail':[" + finding + "]}");

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> client.jobs().create(spec(s -> {})))
        .withMessageNotContaining("raise batchSize");
  }

  @Test
  void aLostAnswerLeadsToTheJobThatWasCreated() {
    stub.on("POST " + JOBS, 502, "<html>bad gateway</html>");
    stub.on("GET " + JOBS, "{'object':'list','data':[],'has_more':false}");

    assertThatExceptionOfType(dev.loraport.error.ServerErrorException.class)
        .isThrownBy(() -> client.jobs().create(spec(s -> {})))
        .withMessageContaining("look for suffix");
    assertThat(stub.lines()).filteredOn(("POST " + JOBS)::equals).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "validating_files, QUEUED",
    "queued, QUEUED",
    "running, RUNNING",
    "succeeded, SUCCEEDED",
    "failed, FAILED",
    "cancelled, CANCELLED",
    "SUCCEEDED, SUCCEEDED",
    "paused_by_moon, UNKNOWN"
  })
  void eachWordIsAState(String word, JobState state) {
    stub.on("GET " + JOBS + "/ftjob-1", job(word));

    assertThat(client.jobs().get(ID).state()).isEqualTo(state);
    assertThat(client.jobs().get(ID).status()).isEqualTo(word);
  }

  @Test
  void aJobTellsWhatItHasDone() {
    stub.on(
        "GET " + JOBS + "/ftjob-1",
        job("running").replace("'trained_steps':0", "'trained_steps':9"));

    TuningJob job = client.jobs().get(ID);

    assertThat(job.trainedTokens()).hasValue(763_650);
    assertThat(job.progress().orElseThrow().percent()).hasValue(50.0);
    assertThat(job.lora().orElseThrow().rank()).isEqualTo(16);
    assertThat(job.suffix()).isEmpty();
    assertThat(job.extra()).containsKey("result_files");
  }

  @Test
  void aSucceededJobIsAwaitedWithItsCheckpointsNewestFirst() {
    stub.on("GET " + JOBS + "/ftjob-1", 404, "{'detail':'not yet'}");
    stub.on("GET " + JOBS + "/ftjob-1", job("running"));
    stub.on("GET " + JOBS + "/ftjob-1", job("succeeded"));
    checkpoints();

    TuningJob job = client.jobs().await(ID, Duration.ofHours(1));

    assertThat(job.result().adapter()).isTrue();
    assertThat(job.result().modelName()).isEmpty();
    assertThat(job.result().artifacts())
        .extracting(TuningArtifact::id)
        .containsExactly("ftjob-1:ftckpt_b", "ftjob-1:ftckpt_a");
  }

  @Test
  void aFailedJobSaysWhichFieldIsToBlame() {
    stub.on(
        "GET " + JOBS + "/ftjob-1",
        job("failed")
            .replace(
                "'error':null",
                "'error':{'code':'invalid_training_file','message':'Line 17: no messages',"
                    + "'param':'training_file'}"));

    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> client.jobs().await(ID, Duration.ofHours(1)))
        .withMessageContaining("training_file: Line 17")
        .satisfies(e -> assertThat(e.job().failure().orElseThrow().causedByInput()).isTrue());
  }

  @Test
  void listsAreGoneThroughByTheLastId() {
    String one = job("running");
    stub.on("GET " + JOBS, "{'object':'list','data':[" + one + "],'has_more':true}");
    stub.on(
        "GET " + JOBS,
        "{'object':'list','data':[" + one.replace("ftjob-1", "ftjob-2") + "],'has_more':false}");

    assertThat(client.jobs().list())
        .extracting(TuningJob::id)
        .containsExactly(ID, JobId.of("ftjob-2"));
    assertThat(stub.seen().get(1).uri().getQuery()).contains("after=ftjob-1");
  }

  @Test
  void eventsComeOldestFirstWhateverTheOrderOfTheService() {
    stub.on(
        "GET " + JOBS + "/ftjob-1/events",
        "{'data':[{'id':'e2','created_at':20,'level':'warn','message':'b','type':'message'}],"
            + "'has_more':true}");
    stub.on(
        "GET " + JOBS + "/ftjob-1/events",
        "{'data':[{'id':'e1','created_at':10,'level':'info','message':'a'}],'has_more':false}");

    List<TuningEvent> events = client.jobs().events(ID).toList();

    assertThat(events).extracting(TuningEvent::message).containsExactly("a", "b");
    assertThat(events.get(1).level()).contains(EventLevel.WARNING);
  }

  @Test
  void checkpointsHoldTheMetrics() {
    checkpoints();

    List<Checkpoint> checkpoints = client.jobs().checkpoints(ID).toList();
    List<MetricPoint> metrics = client.jobs().metrics(ID).toList();

    assertThat(checkpoints)
        .extracting(Checkpoint::resumeFrom)
        .containsExactly("ftjob-1:ftckpt_a", "ftjob-1:ftckpt_b");
    assertThat(metrics.get(1).trainLoss()).hasValue(3.147);
    assertThat(metrics.get(1).evalLoss()).hasValue(2.252);
    assertThat(metrics.get(1).value("train_loss")).hasValue(3.147);
    assertThat(metrics.get(1).step()).hasValue(45);
  }

  @Test
  void theWeightsOfTheLastCheckpointAreDownloadedUnderSafeNames(@TempDir Path folder) {
    stub.on("GET " + JOBS + "/ftjob-1", job("succeeded"));
    checkpoints();
    file("file-c", "ftckpt_b/adapter_config.json", "{}");
    file("file-w", "ftckpt_b/../../../adapter_model.safetensors", "weights");

    TuningJob job = client.jobs().get(ID);
    List<Path> files = client.jobs().download(job.result(), folder);

    assertThat(files)
        .containsExactly(
            folder.resolve("adapter_config.json"), folder.resolve("adapter_model.safetensors"));
    assertThat(folder.resolve("adapter_model.safetensors")).hasContent("weights");
  }

  @Test
  void theWeightsOfAnEarlierCheckpointAreDownloadedToo(@TempDir Path folder) {
    stub.on("GET " + JOBS + "/ftjob-1", job("succeeded"));
    checkpoints();
    file("file-a", "ftckpt_a/adapter_config.json", "early");

    Checkpoint first = client.jobs().checkpoints(ID).toList().get(0);
    client.jobs().download(client.jobs().get(ID).result(), first, folder);

    assertThat(folder.resolve("adapter_config.json")).hasContent("early");
  }

  @Test
  void jobsCanNotBeDeletedNorEstimated() {
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> client.jobs().delete(ID))
        .satisfies(e -> assertThat(e.capability()).isEqualTo(Capability.JOB_DELETION));
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> client.jobs().estimate(spec(s -> {})))
        .satisfies(e -> assertThat(e.capability()).isEqualTo(Capability.PRICE_ESTIMATE));
    assertThat(stub.seen()).isEmpty();
  }

  private void file(String id, String name, String content) {
    stub.on(
        "GET /v1/files/" + id,
        "{'id':'" + id + "','bytes':1,'created_at':1,'filename':'" + name + "','purpose':'x'}");
    stub.text("GET /v1/files/" + id + "/content", content);
  }

  private void checkpoints() {
    stub.on(
        "GET " + JOBS + "/ftjob-1/checkpoints",
        "{'object':'list','data':["
            + "{'id':'ftckpt_b','created_at':30,'fine_tuning_job_id':'ftjob-1','step_number':45,"
            + "'fine_tuned_model_checkpoint':'ft:x','metrics':{'step':45,'train_loss':3.147,"
            + "'valid_loss':2.252,'full_valid_loss':null},'result_files':['file-c','file-w']},"
            + "{'id':'ftckpt_a','created_at':20,'fine_tuning_job_id':'ftjob-1','step_number':9,"
            + "'metrics':{'step':9,'train_loss':4.0},'result_files':['file-a']}],"
            + "'first_id':'ftckpt_b','last_id':'ftckpt_a','has_more':false}");
  }

  private static TuningSpec spec(Consumer<TuningSpec.Builder> more) {
    TuningSpec.Builder spec =
        TuningSpec.builder().model("Qwen/Qwen3-8B").trainingFile(FileId.of("file-1"));
    more.accept(spec);
    return spec.build();
  }

  private static Json json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  private static String job(String status) {
    return "{'id':'ftjob-1','object':'fine_tuning.job','created_at':1765431035,"
        + "'finished_at':null,'model':'Qwen/Qwen3-8B','status':'"
        + status
        + "','training_file':'file-1','validation_file':null,'hyperparameters':{'n_epochs':5,"
        + "'lora':true,'lora_r':16,'lora_alpha':16,'lora_dropout':0.0},'method':null,"
        + "'error':null,'organization_id':'','result_files':[],'seed':0,'suffix':'',"
        + "'trained_tokens':'763650','trained_steps':0,'total_steps':18,'estimated_finish':null}";
  }
}
