package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.error.LoraportException;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.testkit.FakeAnswer;
import dev.loraport.testkit.FakeOptions;
import dev.loraport.testkit.FakeServer;
import dev.loraport.tuning.Lora;
import dev.loraport.tuning.TuningSpec;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which job is taken for the one whose answer was lost, where its modules are spelled otherwise.
 */
class TogetherReconcileTest {
  private static final String MODEL = "Qwen/Qwen3-8B";

  private String suffix = "";

  /** A provider that creates a job, fails, and lists that job with these modules. */
  private FakeServer server(String modules, int rank, boolean limits) {
    return FakeServer.builder("together")
        .path("/v1")
        .route("GET /v1/files/{id}", call -> FakeAnswer.json("{\"id\":\"file-1\"}"))
        .route(
            "POST /v1/fine-tunes",
            call -> {
              suffix = Json.parse(call.text()).get("suffix").string().orElseThrow();
              return FakeAnswer.json(500, "{\"message\":\"lost\"}");
            })
        .route("GET /v1/fine-tunes", call -> FakeAnswer.json(list(modules, rank).toString()))
        .route(
            "GET /v1/fine-tunes/models/limits",
            call -> limits ? FakeAnswer.json(limits().toString()) : FakeAnswer.json(404, "{}"),
            "model_name")
        .start(FakeOptions.defaults());
  }

  private Json list(String modules, int rank) {
    Json type =
        Json.object()
            .put("type", "Lora")
            .put("lora_r", rank)
            .put("lora_alpha", 16)
            .put("lora_trainable_modules", modules)
            .build();
    Json job =
        Json.object()
            .put("id", "ft-lost")
            .put("status", "pending")
            .put("model", MODEL)
            .put("training_file", "file-1")
            .put("suffix", suffix)
            .put("created_at", Instant.now().toString())
            .put("training_type", type)
            .build();
    return Json.object().put("data", Json.array(List.of(job))).build();
  }

  private static Json limits() {
    Json names = Json.strings(List.of("k_proj", "o_proj", "q_proj", "v_proj"));
    return Json.object()
        .put("lora_training", Json.object().put("target_modules", names).build())
        .build();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // asked for | listed | rank | limits known | ours
        "''                          | all-linear                  | 8 | true  | true",
        "''                          | q_proj,k_proj,v_proj,o_proj | 8 | true  | true",
        "''                          | q_proj,k_proj               | 8 | true  | false",
        "''                          | q_proj,k_proj               | 8 | false | true",
        "v_proj,q_proj               | 'Q_proj, v_proj'            | 8 | true  | true",
        "v_proj,q_proj               | q_proj                      | 8 | true  | false",
        "v_proj,q_proj               | q_proj                      | 8 | false | false",
        "v_proj,q_proj               | all-linear                  | 8 | true  | false",
        "q_proj,k_proj,v_proj,o_proj | All-Linear                  | 8 | true  | true",
        "''                          | all-linear                  | 9 | true  | false"
      })
  void aJobIsTakenOnlyIfItTrainsWhatWasAskedFor(
      String wanted, String listed, int rank, boolean limits, boolean ours) {
    Lora.Builder lora = Lora.builder().rank(8);
    if (!wanted.isEmpty()) {
      lora.addTargetModules(wanted.split(","));
    }
    TuningSpec spec =
        TuningSpec.builder()
            .model(MODEL)
            .trainingFile(FileId.of("file-1"))
            .lora(lora.build())
            .build();
    try (FakeServer server = server(listed, rank, limits);
        TogetherClient client =
            TogetherClient.builder()
                .baseUrl(server.baseUrl())
                .apiKey(server.apiKey())
                .config(more -> more.delayer(pause -> CompletableFuture.completedFuture(null)))
                .build()) {
      if (ours) {
        assertThat(client.jobs().create(spec).id()).hasToString("ft-lost");
      } else {
        assertThatExceptionOfType(LoraportException.class)
            .isThrownBy(() -> client.jobs().create(spec))
            .withMessageContaining("suffix");
      }
      assertThat(server.journal().count("POST /v1/fine-tunes")).isEqualTo(1);
    }
  }
}
