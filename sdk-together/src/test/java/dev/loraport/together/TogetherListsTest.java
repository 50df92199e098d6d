package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Money;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.batch.BatchSpec;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.DecodeException;
import dev.loraport.file.FileId;
import dev.loraport.model.ModelInfo;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.JobState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models and batches, and the shapes in which lists come. */
class TogetherListsTest {
  private static final String BATCHES = "POST /v1/batches";

  private final Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[%s]", "{'data':[%s]}"})
  void modelsAreABareArrayOrWrapped(String shape) {
    String model =
        "{'id':'m','type':'chat','display_name':'M','context_length':131072,"
            + "'pricing':{'input':0.88,'output':1.1,'hourly':0},'link':'x'}";
    rig.answer("GET /v1/models", 200, String.format(shape, model));
    ModelInfo read = rig.client.models().list().toList().get(0);
    assertThat(read.id()).isEqualTo("m");
    assertThat(read.inputPrice()).contains(Money.usd("0.88"));
    assertThat(read.outputPrice()).contains(Money.usd("1.1"));
    assertThat(read.contextLength()).hasValue(131072);
    assertThat(read.extra()).containsKeys("link", "pricing");
  }

  @Test
  void aListThatIsNoneIsAnErrorWithItsBody() {
    rig.answer("GET /v1/files", 200, "{'data':'many'}");
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> rig.client.files().list().toList())
        .withMessageContaining("data")
        .satisfies(e -> assertThat(e.rawBody()).contains("many"));
    rig.answer("GET /v1/files", 200, "{'data':[{'filename':'x'}]}");
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(() -> rig.client.files().list().toList())
        .withMessageContaining("\"id\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "{}", "{'data':null}"})
  void noBatchIsAnEmptyList(String none) {
    rig.answer("GET /v1/batches", 200, none);
    assertThat(rig.client.batches().list()).isEmpty();
  }

  @Test
  void aBatchIsReadWithAndWithoutItsWrapper() {
    String batch =
        "{'id':'b-1','status':'IN_PROGRESS','input_file_id':'file-1','progress':12.5,"
            + "'output_file_id':'','model_id':'m'}";
    rig.answer(BATCHES, 201, "{'job':" + batch + ",'warning':'slow today'}");
    BatchJob created =
        rig.client.batches().create(BatchSpec.builder().inputFile(FileId.of("file-1")).build());
    assertThat(created.warning()).contains("slow today");
    assertThat(created.state()).isEqualTo(JobState.RUNNING);
    assertThat(created.percent()).hasValue(12.5);
    assertThat(created.outputFile()).isEmpty();
    assertThat(rig.lastBody(BATCHES))
        .hasToString(
            "{\"endpoint\":\"/v1/chat/completions\",\"input_file_id\":\"file-1\","
                + "\"completion_window\":\"24h\"}");

    rig.answer("GET /v1/batches/{id}", 200, batch);
    assertThat(rig.client.batches().get(BatchId.of("b-1")).warning()).isEmpty();
  }

  @Test
  void aTextAsErrorIsTheMessage() {
    rig.answer(BATCHES, 400, "{'error':'the file is not for batches'}");
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(
            () ->
                rig.client
                    .batches()
                    .create(BatchSpec.builder().inputFile(FileId.of("file-1")).build()))
        .withMessageContaining("the file is not for batches");
  }

  @Test
  void aLostAnswerLeadsToTheOneBatch() {
    dev.loraport.file.FileUpload upload =
        dev.loraport.file.FileUpload.builder()
            .from(Rig.chatFile("b.jsonl"))
            .source(
                dev.loraport.file.FileSource.of(
                    "b.jsonl",
                    ("{\"custom_id\":\"1\",\"body\":{\"model\":"
                            + "\"meta-llama/Llama-3.3-70B-Instruct-Turbo\",\"messages\":"
                            + "[{\"role\":\"user\",\"content\":\"Hi\"}]}}\n")
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
            .purpose(dev.loraport.file.FilePurpose.BATCH)
            .build();
    FileId file = rig.client.files().upload(upload).id();
    rig.fake.faults().on(BATCHES).next(Fault.lostAnswer());
    BatchJob batch = rig.client.batches().create(BatchSpec.builder().inputFile(file).build());
    assertThat(batch.inputFile()).contains(file);
    assertThat(rig.fake.journal().count(BATCHES)).isEqualTo(1);
  }
}
