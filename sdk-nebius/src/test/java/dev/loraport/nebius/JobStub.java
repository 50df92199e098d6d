package dev.loraport.nebius;

import dev.loraport.file.FileId;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningSpec;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** What tests of jobs have in common. */
abstract class JobStub {
  static final String JOBS = "/v1/fine_tuning/jobs";
  static final JobId ID = JobId.of("ftjob-1");
  final Stub stub = new Stub();
  final NebiusClient client = stub.client("2026-10-01", b -> b.project("project-7"));

  @AfterEach
  void close() {
    client.close();
    stub.close();
  }

  static TuningSpec spec(Consumer<TuningSpec.Builder> more) {
    TuningSpec.Builder spec =
        TuningSpec.builder().model("Qwen/Qwen3-8B").trainingFile(FileId.of("file-1"));
    more.accept(spec);
    return spec.build();
  }

  static String job(String status) {
    return "{'id':'ftjob-1','object':'fine_tuning.job','created_at':1765431035,"
        + "'finished_at':null,'model':'Qwen/Qwen3-8B','status':'"
        + status
        + "','training_file':'file-1','validation_file':null,'hyperparameters':{'n_epochs':5,"
        + "'lora':true,'lora_r':16,'lora_alpha':16,'lora_dropout':0.0},'method':null,"
        + "'error':null,'organization_id':'','result_files':[],'seed':0,'suffix':'',"
        + "'trained_tokens':'763650','trained_steps':0,'total_steps':18,'estimated_finish':null}";
  }
}
