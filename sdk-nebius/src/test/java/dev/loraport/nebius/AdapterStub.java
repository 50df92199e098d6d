package dev.loraport.nebius;

import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningResult;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** What tests of adapters and of serving them have in common. */
abstract class AdapterStub {
  static final String THEN = "2025-12-15";
  static final String TRAINED = "meta-llama/Llama-3.1-8B-Instruct";
  static final String SERVED = "meta-llama/Meta-Llama-3.1-8B-Instruct";
  static final String FULL = SERVED + "-LoRa:support-QxTd";
  static final String MODEL = "/v0/models/" + FULL;
  final Stub stub = new Stub();

  @AfterEach
  void close() {
    stub.close();
  }

  static AdapterSpec fromHuggingFace() {
    return AdapterSpec.builder()
        .source(AdapterSource.huggingFace("someone/adapter"))
        .name("support")
        .baseModel(SERVED)
        .build();
  }

  void checkpoints() {
    stub.on(
        "GET /v1/fine_tuning/jobs/ftjob-1/checkpoints",
        "{'data':[{'id':'ftckpt_1','step_number':3},{'id':'ftckpt_2','step_number':6}]}");
  }

  static TuningResult result() {
    return new TuningResult(
        "nebius",
        JobId.of("ftjob-1"),
        TRAINED,
        Optional.empty(),
        Optional.empty(),
        true,
        List.of());
  }

  static String created(String status) {
    return "{'name':'"
        + FULL
        + "','base_model':'"
        + SERVED
        + "','source':'ftjob-1:ftckpt_2','created_at':1765431401,'status':'"
        + status
        + "'}";
  }
}
