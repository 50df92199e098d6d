package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.error.AuthenticationException;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A job that Together would refuse by the limits that it tells is never sent. */
class TogetherLimitsTest {
  private static final String CREATE = "POST /v1/fine-tunes";
  private static final String LIMITS = "GET /v1/fine-tunes/models/limits";
  private static final String KIMI = "moonshotai/Kimi-K2-Instruct";

  private final Rig rig = new Rig(Rig.TODAY);
  private TuningSpec plain;

  @BeforeEach
  void upload() {
    plain = rig.spec().build();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private TuningSpec.Builder change(TuningSpec.Builder spec, String change) {
    String[] parts = change.split("=", 2);
    String value = parts.length > 1 ? parts[1] : "";
    return switch (parts[0]) {
      case "rank" -> spec.lora(Lora.rank(Integer.parseInt(value)));
      case "modules" -> spec.lora(Lora.builder().addTargetModules(value.split(",", -1)).build());
      case "batch" -> spec.batchSize(Integer.parseInt(value));
      case "epochs" -> spec.epochs(Integer.parseInt(value));
      case "evaluations" ->
          spec.evaluations(Integer.parseInt(value)).validationFile(plain.trainingFile());
      case "checkpoints" -> spec.checkpoints(Integer.parseInt(value));
      case "length" -> spec.maxSequenceLength(Integer.parseInt(value));
      case "rate" -> spec.learningRate(Double.parseDouble(value));
      case "dpo" -> spec.method(TuningMethod.DPO).trainingFile(file("pairs"));
      case "full" -> spec.fullParameters(true);
      case "vision" -> spec.putAllExtra(TogetherTuning.fields().trainVision(true).extra());
      default -> spec.putExtra(parts[0], Json.parse(value));
    };
  }

  private TuningSpec spec(String model, String changes) {
    TuningSpec.Builder spec = TuningSpec.builder().from(plain).model(model);
    for (String change : changes.isEmpty() ? new String[0] : changes.split(" ", -1)) {
      change(spec, change);
    }
    return spec.build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Qwen/Qwen3-8B | rank=65             | takes rank (lora_r) up to 64 at Together, not 65",
        KIMI + "       | rank=17             | takes rank (lora_r) up to 16 at Together, not 17",
        "Qwen/Qwen3-8B | modules=q_proj,qkv  | has no module qkv to train at Together; choose among [k_proj,",
        "Qwen/Qwen3-8B | batch=16            | batchSize (batch_size) must be 8 for Qwen/Qwen3-8B at Together, not 16",
        "Qwen/Qwen3-8B | batch=4             | batchSize (batch_size) must be 8 for Qwen/Qwen3-8B at Together, not 4",
        "google/gemma-3-1b-it | batch=33     | takes batchSize (batch_size) from 8 up to 32 at Together",
        "google/gemma-3-1b-it | full batch=65 | takes batchSize (batch_size) from 8 up to 64 at Together",
        "Qwen/Qwen3-8B | epochs=21           | takes epochs (n_epochs) up to 20 at Together, not 21",
        "Qwen/Qwen3-8B | evaluations=101     | takes evaluations (n_evals) up to 100 at Together",
        "Qwen/Qwen3-8B | checkpoints=11      | takes checkpoints (n_checkpoints) up to 10 at Together",
        "Qwen/Qwen3-8B | length=32769        | takes maxSequenceLength (max_seq_length) from 512 up to 32768",
        "Qwen/Qwen3-8B | length=511          | takes maxSequenceLength (max_seq_length) from 512 up to 32768",
        "Qwen/Qwen3-8B | dpo length=40961    | takes maxSequenceLength (max_seq_length) from 512 up to 40960",
        "Qwen/Qwen3-8B | learning_rate=1.5   | takes learningRate (learning_rate) from 0.00000001 up to 1 at",
        "Qwen/Qwen3-8B | rate=1e-9           | takes learningRate (learning_rate) from 0.00000001 up to 1 at",
        "Qwen/Qwen3-8B | vision              | does not see at Together; leave multimodal_params",
        KIMI
            + "       | full                | is tuned by adapters alone at Together; leave fullParameters out",
        "Qwen/Qwen3-8B | n_epochs=50         | takes epochs (n_epochs) up to 20 at Together, not 50"
      })
  void whatIsOverALimitIsRefusedBeforeItIsSent(String model, String changes, String why) {
    TuningSpec spec = spec(model, changes);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.client.jobs().create(spec))
        .withMessageContainingAll(model, why);
    assertThat(rig.fake.journal().count(CREATE)).isZero();
    rig.fake.assertNoViolations();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Qwen/Qwen3-8B        | rank=64",
        "Qwen/Qwen3-8B        | modules=q_proj,w_up",
        "Qwen/Qwen3-8B        | dpo length=40960",
        "Qwen/Qwen3-8B        | epochs=20 evaluations=100 checkpoints=10 length=512 rate=1",
        "google/gemma-3-1b-it | full batch=64",
        "Qwen/Qwen3-VL-8B-Instruct | vision",
        KIMI + "              | rank=16"
      })
  void whatIsAtALimitIsSent(String model, String changes) {
    rig.client.jobs().create(spec(model, changes));

    assertThat(rig.fake.journal().count(CREATE)).isEqualTo(1);
    rig.fake.assertNoViolations();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chat      | sft | Qwen/Qwen3-8B | ''",
        "pairs     | dpo | Qwen/Qwen3-8B | ''",
        "reasoning | sft | Qwen/Qwen3-8B | ''",
        "pictures  | sft | Qwen/Qwen3-VL-8B-Instruct | ''",
        "chat      | dpo | Qwen/Qwen3-8B | rows of format conversation, and dpo learns from preferences",
        "text      | dpo | Qwen/Qwen3-8B | rows of format general, and dpo learns from preferences alone",
        "pairs     | sft | Qwen/Qwen3-8B | preferences, which dpo alone learns from; choose another file",
        "pictures  | sft | Qwen/Qwen3-8B | contents that are lists of parts, or pictures, which Qwen",
        "parts     | sft | Qwen/Qwen3-8B | contents that are lists of parts, or pictures, which"
            + " Qwen/Qwen3-8B does not support at Together; write plain texts or take a vision model",
        "reasoning | sft | google/gemma-3-1b-it | reasoning, which google/gemma-3-1b-it does not"
      })
  void aFileThatTheJobCanNotLearnFromIsRefusedBeforeItIsSent(
      String kind, String method, String model, String why) {
    FileId file = file(kind);
    for (boolean training : new boolean[] {true, false}) {
      // a file for validation that does not fit is refused beside one for training that does
      TuningSpec.Builder builder =
          TuningSpec.builder().model(model).method(TuningMethod.of(method));
      FileId fitting = method.equals("dpo") ? file("pairs") : file("chat");
      builder.trainingFile(training ? file : fitting);
      TuningSpec spec = training ? builder.build() : builder.validationFile(file).build();
      if (why.isEmpty()) {
        rig.client.jobs().create(spec);
      } else {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> rig.client.jobs().create(spec))
            .withMessageStartingWith("file " + file + " has " + why);
      }
    }
    assertThat(rig.fake.journal().count(CREATE)).isEqualTo(why.isEmpty() ? 2 : 0);
    rig.fake.assertNoViolations();
  }

  private FileId file(String kind) {
    String row =
        switch (kind) {
          case "pairs" -> Rig.PAIR;
          case "pictures" -> Rig.PICTURE;
          case "parts" ->
              "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Hi\"}]},"
                  + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"Hello\"}]}]}\n";
          case "text" -> "{\"text\":\"a\"}\n";
          case "reasoning" ->
              "{\"messages\":[{\"role\":\"user\",\"content\":\"17 + 25?\"},{\"role\":"
                  + "\"assistant\",\"reasoning\":\"17 plus 25\",\"content\":\"42\"}]}\n";
          default ->
              "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":"
                  + "\"assistant\",\"content\":\"Hello\"}]}\n";
        };
    return rig.upload(kind + ".jsonl", row.repeat(4));
  }

  @Test
  void aReportInOtherWordsRefusesNothing() {
    rig.fake
        .faults()
        .on("GET /v1/files/{id}")
        .always(
            Rig.body(
                200,
                "{'id':'file-1','processing_status':'COMPLETED','validation_report':"
                    + "{'dataset_format':'NOVEL','dataset_has_tools':'perhaps'}}"));

    rig.client.jobs().create(spec(Rig.BASE, ""));
    assertThat(rig.fake.journal().count(CREATE)).isEqualTo(1);
  }

  @Test
  void toolsNeedAModelThatTakesThem() {
    rig.answer(LIMITS, 200, "{'supports_tools':false}");
    rig.answer(
        "GET /v1/files/{id}",
        200,
        "{'id':'file-1','processing_status':'COMPLETED','validation_report':"
            + "{'dataset_format':'CONVERSATION','dataset_has_tools':true}}");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.client.jobs().create(spec(Rig.BASE, "")))
        .withMessageContaining("has tools, which Qwen/Qwen3-8B does not support");
  }

  @Test
  void whatTogetherTellsTodayCounts() {
    rig.answer(LIMITS, 200, "{'model_name':'x','lora_training':{'max_batch_size':8,'max_rank':8}}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.client.jobs().create(spec(Rig.BASE, "rank=9")))
        .withMessageContaining("up to 8 at Together, not 9");

    rig.answer(LIMITS, 200, "{'full_training':{'max_batch_size':8}}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.client.jobs().create(spec(Rig.BASE, "")))
        .withMessageContaining("tuned as a whole alone at Together; set fullParameters");
    assertThat(rig.fake.journal().count(CREATE)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{'lora_training':{}}", "[]", "nothing"})
  void whatIsNotToldLimitsNothing(String answer) {
    rig.answer(LIMITS, 200, answer);

    rig.client.jobs().create(spec(Rig.BASE, ""));
    assertThat(rig.fake.journal().count(CREATE)).isEqualTo(1);
  }

  @Test
  void aQuestionWithoutAnAnswerIsNoRefusalUnlessTheKeyIsWrong() {
    rig.fake.faults().on(LIMITS).next(Fault.status(404));
    rig.client.jobs().create(spec(Rig.BASE, ""));

    rig.fake.faults().on(LIMITS).next(Fault.status(401));
    assertThatExceptionOfType(AuthenticationException.class)
        .isThrownBy(() -> rig.client.jobs().create(spec(Rig.BASE, "")));
    assertThat(rig.fake.journal().count(CREATE)).isEqualTo(1);
  }
}
