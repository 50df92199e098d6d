package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TogetherTuningTest {
  private static final String CREATE = "POST /v1/fine-tunes";

  private final Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  private Json sent(TuningSpec spec) {
    rig.client.jobs().create(spec);
    rig.fake.assertNoViolations();
    return rig.lastBody(CREATE);
  }

  private static Json json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  @Test
  void fieldsOfTogetherAreSentByTheirNames() {
    Map<String, Json> own =
        TogetherTuning.fields()
            .linearSchedule(0.1)
            .gradientAccumulationSteps(2)
            .fromHuggingFace("acme/weights")
            .huggingFaceRevision("v2")
            .huggingFaceToken("hf_secret")
            .huggingFaceOutput("acme/result")
            .earlyStopping(2, 0.01, 1)
            .extra();

    Json body =
        sent(
            rig.spec()
                .validationFile(rig.trainingFile())
                .evaluations(4)
                .packing(false)
                .putAllExtra(own)
                .build());

    assertThat(body.get("lr_scheduler"))
        .isEqualTo(json("{'lr_scheduler_type':'linear','lr_scheduler_args':{'min_lr_ratio':0.1}}"));
    assertThat(body.get("hf_api_token").string()).as("masked by the journal").contains("***");
    own.forEach(
        (name, value) -> {
          if (!name.equals("hf_api_token")) {
            assertThat(body.get(name)).as(name).isEqualTo(value);
          }
        });
    assertThat(own)
        .containsOnlyKeys(
            "lr_scheduler",
            "gradient_accumulation_steps",
            "from_hf_model",
            "hf_model_revision",
            "hf_api_token",
            "hf_output_repo_name",
            "early_stopping_enabled",
            "early_stopping_patience",
            "early_stopping_min_delta",
            "early_stopping_warmup_evals");
    assertThat(body.get("packing").bool()).contains(false);
  }

  @Test
  void detailsOfDpoStandBesideItsBeta() {
    FileId file = rig.upload("pairs.jsonl", Rig.PAIR.repeat(20));
    TuningSpec spec =
        TuningSpec.builder()
            .model(Rig.BASE)
            .trainingFile(file)
            .method(TuningMethod.DPO)
            .beta(0.2)
            .putAllExtra(TogetherTuning.fields().rpoAlpha(0.5).simpoGamma(1.0).extra())
            .build();

    Json method =
        json(
            "{'method':'dpo','dpo_beta':0.2,'rpo_alpha':0.5,'simpo_gamma':1.0,"
                + "'dpo_reference_free':true,'dpo_normalize_logratios_by_length':true}");
    assertThat(sent(spec).get("training_method")).isEqualTo(method);
    rig.client.jobs().estimate(spec);
    assertThat(rig.lastBody("POST /v1/fine-tunes/estimate-price").get("training_method"))
        .isEqualTo(method);
  }

  @Test
  void aTrainingMethodThatNamesItselfIsSentAsItIs() {
    Json method = json("{'method':'sft','train_on_inputs':true}");
    assertThat(sent(rig.spec().putExtra("training_method", method).build()).get("training_method"))
        .isEqualTo(method);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theVisionPartOfAModelCanLearn(boolean train) {
    FileId file = rig.upload("pictures.jsonl", Rig.PICTURE.repeat(4));
    TuningSpec spec =
        TuningSpec.builder()
            .model("Qwen/Qwen3-VL-8B-Instruct")
            .trainingFile(file)
            .lora(Lora.rank(8))
            .putAllExtra(TogetherTuning.fields().trainVision(train).extra())
            .build();

    TuningJob job = rig.client.jobs().create(spec);

    Json body = rig.lastBody(CREATE);
    assertThat(body)
        .isEqualTo(
            json(
                "{'model':'Qwen/Qwen3-VL-8B-Instruct','training_file':'"
                    + file
                    + "','n_epochs':1,"
                    + "'training_method':{'method':'sft','train_on_inputs':'auto'},"
                    + "'training_type':{'type':'Lora','lora_r':8,'lora_alpha':16,'lora_dropout':0.0,"
                    + "'lora_trainable_modules':'all-linear'},'batch_size':'max',"
                    + "'learning_rate':0.0001,'lr_scheduler':{'lr_scheduler_type':'cosine',"
                    + "'lr_scheduler_args':{'min_lr_ratio':0.0,'num_cycles':0.5}},"
                    + "'warmup_ratio':0.0,'weight_decay':0.0,'suffix':'"
                    + body.get("suffix").string().orElseThrow()
                    + "','multimodal_params':{'train_vision':"
                    + train
                    + "}}"));
    TuningJob done = rig.client.jobs().await(job.id(), Rig.HOURS);
    assertThat(done.extra()).containsEntry("multimodal_params", body.get("multimodal_params"));
    rig.fake.assertNoViolations();
  }

  @Test
  void aCosineCanHaveItsEndAndItsPeriods() {
    assertThat(TogetherTuning.fields().cosineSchedule(0.2, 1.5).extra())
        .containsExactly(
            Map.entry(
                "lr_scheduler",
                json(
                    "{'lr_scheduler_type':'cosine',"
                        + "'lr_scheduler_args':{'min_lr_ratio':0.2,'num_cycles':1.5}}")));
  }

  @Test
  void secretsAreNotShown() {
    TogetherTuning own = TogetherTuning.fields().huggingFaceToken("hf_secret");
    assertThat(own.toString()).contains("hf_api_token").doesNotContain("hf_secret");
  }

  @Test
  void whatContradictsItselfIsRefusedBeforeAnythingIsSent() {
    TuningSpec.Builder spec = rig.spec();
    int before = rig.fake.journal().calls().size();
    refused(spec, TogetherTuning.fields().rpoAlpha(1), "rpo_alpha is for dpo alone");
    refused(spec, TogetherTuning.fields().earlyStopping(2, 0, 1), "evaluations of 4 or more");
    TuningSpec.Builder goingOn = TuningSpec.builder().from(spec.build()).fromCheckpoint("ft-1");
    refused(goingOn, TogetherTuning.fields().fromHuggingFace("a/b"), "leave one of them out");
    assertThat(rig.fake.journal().calls()).hasSize(before);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TogetherTuning.fields().earlyStopping(0, 0, 1))
        .withMessageContaining("patience must be 1 or more");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TogetherTuning.fields().cosineSchedule(1.1, 0.5))
        .withMessageContaining("minRatio");
  }

  private void refused(TuningSpec.Builder spec, TogetherTuning own, String why) {
    TuningSpec whole = TuningSpec.builder().from(spec.build()).putAllExtra(own.extra()).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.client.jobs().create(whole))
        .withMessageContaining(why);
  }
}
