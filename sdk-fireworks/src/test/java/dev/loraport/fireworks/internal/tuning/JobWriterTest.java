package dev.loraport.fireworks.internal.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.file.FileId;
import dev.loraport.fireworks.FireworksTuning;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.json.Json;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.Wandb;
import org.junit.jupiter.api.Test;

class JobWriterTest {
  private static final Account ACCOUNT = Account.of("my-team");

  private static TuningSpec.Builder spec() {
    return TuningSpec.builder()
        .model("accounts/fireworks/models/qwen3-8b")
        .trainingFile(FileId.of("train"));
  }

  private static Json written(TuningSpec spec) {
    return new JobWriter(ACCOUNT, spec).write("run-1");
  }

  private static Json json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  @Test
  void aSupervisedJobIsFlatWithFullNamesAndItsRank() {
    assertThat(written(spec().build()))
        .isEqualTo(
            json(
                "{'dataset':'accounts/my-team/datasets/train',"
                    + "'baseModel':'accounts/fireworks/models/qwen3-8b',"
                    + "'outputModel':'accounts/my-team/models/run-1',"
                    + "'epochs':1,'learningRate':0.0001,'loraRank':16}"));
  }

  @Test
  void everyFieldOfASupervisedJobIsSent() {
    TuningSpec spec =
        spec()
            .validationFile(FileId.of("eval"))
            .lora(Lora.rank(8))
            .epochs(2)
            .learningRate(0.00015)
            .batchSize(4)
            .maxSequenceLength(8192)
            .weightDecay(0.01)
            .suffix("Support bot v1")
            .trainOnInputs(false)
            .wandb(Wandb.builder().apiKey("wk").project("p").entity("e").build())
            .putAllExtra(
                FireworksTuning.fields()
                    .jobId("mine")
                    .outputModel("support-bot")
                    .earlyStop(true)
                    .evaluationCarveOut(false)
                    .turbo(true)
                    .region("EU_FRANKFURT_1")
                    .jinjaTemplate("{{ messages }}")
                    .batchTokens(65536)
                    .warmupSteps(10)
                    .awsS3("arn:aws:iam::1:role/r")
                    .put("wandbConfig", json("{'runId':'r1'}"))
                    .extra())
            .build();

    assertThat(written(spec))
        .isEqualTo(
            json(
                "{'dataset':'accounts/my-team/datasets/train',"
                    + "'evaluationDataset':'accounts/my-team/datasets/eval',"
                    + "'displayName':'Support bot v1',"
                    + "'baseModel':'accounts/fireworks/models/qwen3-8b',"
                    + "'outputModel':'accounts/my-team/models/support-bot',"
                    + "'epochs':2,'learningRate':0.00015,'loraRank':8,'batchSizeSamples':4,"
                    + "'maxContextLength':8192,'optimizerWeightDecay':0.01,"
                    + "'wandbConfig':{'enabled':true,'apiKey':'wk','project':'p','entity':'e',"
                    + "'runId':'r1'},"
                    + "'earlyStop':true,'evalAutoCarveout':false,'isTurbo':true,"
                    + "'region':'EU_FRANKFURT_1','jinjaTemplate':'{{ messages }}',"
                    + "'batchSize':65536,'learningRateWarmupSteps':10,"
                    + "'awsS3Config':{'iamRoleArn':'arn:aws:iam::1:role/r'}}"));
  }

  @Test
  void tuningTheWholeModelIsRankZero() {
    assertThat(written(spec().fullParameters(true).build()).get("loraRank")).isEqualTo(Json.of(0));
  }

  @Test
  void aJobThatGoesOnNamesItsAdapterInPlaceOfTheBase() {
    Json body = written(spec().fromCheckpoint("support-v1").build());
    assertThat(body.get("warmStartFrom")).isEqualTo(Json.of("accounts/my-team/models/support-v1"));
    assertThat(body.get("baseModel").isAbsent()).isTrue();
  }

  @Test
  void aBareModelIsOneOfTheAccount() {
    assertThat(written(spec().model("my-base").build()).get("baseModel"))
        .isEqualTo(Json.of("accounts/my-team/models/my-base"));
  }

  @Test
  void aPreferenceJobIsNestedAndSaysItsLoss() {
    TuningSpec spec =
        spec()
            .method(TuningMethod.DPO)
            .beta(0.1)
            .lora(Lora.builder().rank(8).alpha(16).dropout(0.05).addTargetModules("q_proj").build())
            .maxSequenceLength(4096)
            .putAllExtra(FireworksTuning.fields().warmupSteps(5).turbo(false).extra())
            .putExtra("lossConfig", json("{'klBeta':0.2}"))
            .build();

    assertThat(written(spec))
        .isEqualTo(
            json(
                "{'dataset':'accounts/my-team/datasets/train','trainingConfig':{"
                    + "'baseModel':'accounts/fireworks/models/qwen3-8b',"
                    + "'outputModel':'accounts/my-team/models/run-1','epochs':1,"
                    + "'learningRate':0.0001,'loraRank':8,'maxContextLength':4096,"
                    + "'loraAlpha':16,'loraDropout':0.05,'loraTargetModules':['q_proj'],"
                    + "'learningRateWarmupSteps':5},"
                    + "'lossConfig':{'method':'DPO','dpo':{'beta':0.1},'klBeta':0.2},"
                    + "'isTurbo':false}"));
  }

  @Test
  void theBetaOfOrpoIsItsLambda() {
    assertThat(written(spec().method(TuningMethod.ORPO).beta(0.7).build()).get("lossConfig"))
        .isEqualTo(json("{'method':'ORPO','orpo':{'lambda':0.7}}"));
  }

  @Test
  void aReinforcementJobNamesItsEvaluator() {
    TuningSpec spec =
        spec()
            .method(TuningMethod.RFT)
            .validationFile(FileId.of("eval"))
            .putAllExtra(
                FireworksTuning.fields()
                    .evaluator("maths")
                    .rollouts(1024, 4)
                    .chunkSize(100)
                    .maxConcurrentRollouts(8)
                    .extra())
            .build();

    assertThat(written(spec))
        .isEqualTo(
            json(
                "{'dataset':'accounts/my-team/datasets/train',"
                    + "'evaluationDataset':'accounts/my-team/datasets/eval','trainingConfig':{"
                    + "'baseModel':'accounts/fireworks/models/qwen3-8b',"
                    + "'outputModel':'accounts/my-team/models/run-1','epochs':1,"
                    + "'learningRate':0.0001,'loraRank':16},"
                    + "'evaluator':'accounts/my-team/evaluators/maths',"
                    + "'inferenceParameters':{'maxOutputTokens':1024,"
                    + "'responseCandidatesCount':4},"
                    + "'chunkSize':100,'maxConcurrentRollouts':8}"));
  }
}
