package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.adapter.AdapterState;
import dev.loraport.file.FileId;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileState;
import dev.loraport.file.RemoteFile;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningJob;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers in the spellings of older and newer sources, and with no more than they all have. */
class TogetherSpellingsTest {
  private final Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'LineCount':7,'FileType':'jsonl','Processed':false              | FileType",
        "'line_count':7,'type':'jsonl'                                   | type",
        "'LineCount':0,'validation_report':{'nlines':7,'dataset_format':'CONVERSATION'}"
            + " | validation_report"
      })
  void aFileIsReadInEachSpelling(String members, String kept) {
    rig.answer(
        "GET /v1/files/{id}", 200, "{'id':'file-1','purpose':'eval-summary'," + members + "}");

    RemoteFile file = rig.client.files().get(FileId.of("file-1"));

    assertThat(file.lines()).hasValue(7);
    assertThat(file.purpose()).contains(FilePurpose.of("eval-summary"));
    assertThat(file.state()).as("without a status nothing is checked").isEqualTo(FileState.READY);
    assertThat(file.extra()).containsKey(kept);
  }

  @ParameterizedTest
  @CsvSource({"model_output_name, trainingfile_numlines", "output_name, TrainingFileNumLines"})
  void theResultOfAJobIsReadUnderBothNames(String name, String lines) {
    rig.answer(
        "GET /v1/fine-tunes/{id}",
        200,
        "{'id':'ft-1','status':'completed','model':'m','"
            + name
            + "':'acme/m-support','"
            + lines
            + "':240,'training_type':{'type':'Lora','lora_r':8}}");

    TuningJob job = rig.client.jobs().get(JobId.of("ft-1"));

    assertThat(job.result().modelName()).contains("acme/m-support");
    assertThat(job.extra()).containsKey(lines);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'data':{'job_id':'job-1','model_name':'acme/x','model_source':'remote_archive'}}",
        "{'job_id':'job-1','model_name':'acme/x'}"
      })
  void aPublishedAdapterNeedsNoMoreThanItsJob(String answer) {
    rig.answer("POST /v1/models", 200, answer);
    AdapterSpec spec =
        AdapterSpec.builder()
            .name("x")
            .baseModel("m")
            .source(AdapterSource.huggingFace("acme/lora"))
            .build();

    Adapter adapter = rig.client.adapters().publish(spec);

    assertThat(adapter.id()).isEqualTo(AdapterId.of("job-1"));
    assertThat(adapter.name()).contains("acme/x");
    assertThat(adapter.modelId()).isEmpty();
  }

  @Test
  void anImportNeedsNeitherArgumentsNorDates() {
    rig.answer(
        "GET /v1/jobs/{id}",
        200,
        "{'type':'adapter_upload','job_id':'job-1','status':'Processing','status_updates':[]}");

    Adapter adapter = rig.client.adapters().get(AdapterId.of("job-1"));

    assertThat(adapter.state()).isEqualTo(AdapterState.IMPORTING);
    assertThat(adapter.status()).isEqualTo("Processing");
    assertThat(adapter.createdAt()).isEmpty();
  }
}
