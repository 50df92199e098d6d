package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.error.BadRequestException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.tuning.JobState;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.Wandb;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for when a job is created, and what is refused. */
class NebiusJobSpecTest extends JobStub {
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
  void aRefusedJobDoesNotRepeatTheKeysOfOtherServices() {
    stub.on("POST " + JOBS, 422, "{'detail':'neither wandb-geheim nor hf_geheim is good'}");
    TuningSpec spec =
        spec(
            s ->
                s.wandb(Wandb.builder().apiKey("wandb-geheim").project("p").build())
                    .putAllExtra(
                        NebiusTuning.fields()
                            .exportToHuggingFace("me/support", "hf_geheim")
                            .extra()));

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> client.jobs().create(spec))
        .withMessageContaining("neither *** nor *** is good")
        .satisfies(e -> assertThat(e.rawBody()).doesNotContain("geheim"));
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
        s -> s.evaluations(2).validationFile(FileId.of("file-2")),
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
  void anUnknownBaseIsAnsweredWithTheNearestKnownOne() {
    stub.on("POST " + JOBS, 400, "{'detail':'Model Qwen/Qwen3-8b is not available'}");

    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> client.jobs().create(spec(s -> s.model("Qwen/Qwen3-8b"))))
        .withMessageContaining("no source names Qwen/Qwen3-8b; did you mean Qwen/Qwen3-8B?");
  }

  private static Json json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }
}
