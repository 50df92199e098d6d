package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.chat.ModelRef;
import dev.loraport.error.LoraportException;
import dev.loraport.file.FileId;
import dev.loraport.http.RetryPolicy;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.TuningSpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code x-should-retry}, which Together's own clients of 2026 obey over the status: but for what
 * would be there twice, and for a conflict, which is an answer.
 */
class TogetherShouldRetryTest {
  private static final String MODEL = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

  private final Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  private static Fault fault(int status, String wish) {
    Fault fault = Fault.status(status);
    return wish.isEmpty() ? fault : fault.header("x-should-retry", wish);
  }

  @ParameterizedTest
  @CsvSource({
    "GET /v1/files/{id}, 404, '', 1",
    "GET /v1/files/{id}, 404, true, 3",
    "GET /v1/files/{id}, 400, true, 3",
    "GET /v1/files/{id}, 409, true, 1",
    "GET /v1/files/{id}, 503, '', 3",
    "GET /v1/files/{id}, 503, false, 1",
    "GET /v1/files/{id}, 500, '', 3",
    "GET /v1/files/{id}, 500, false, 1",
    "GET /v1/files/{id}, 429, false, 1",
    "POST /v1/chat/completions, 400, '', 1",
    "POST /v1/chat/completions, 400, true, 3",
    "POST /v1/chat/completions, 500, '', 3",
    "POST /v1/chat/completions, 500, false, 1",
    "POST /v1/chat/completions, 503, false, 1",
    "POST /v1/fine-tunes, 503, '', 3",
    "POST /v1/fine-tunes, 503, false, 1",
    "POST /v1/fine-tunes, 400, true, 1",
    "POST /v1/fine-tunes, 500, true, 1",
    "POST /v1/files, 409, true, 1"
  })
  void theWishOfTheServerIsHeard(String route, int status, String wish, int attempts) {
    TuningSpec job = rig.spec().build();
    int before = rig.fake.journal().count(route);
    rig.fake.faults().on(route).always(fault(status, wish));

    assertThatExceptionOfType(LoraportException.class)
        .isThrownBy(
            () -> {
              switch (route) {
                case "POST /v1/chat/completions" ->
                    rig.client.chat().complete(ModelRef.of(MODEL), "Hello");
                case "POST /v1/fine-tunes" -> rig.client.jobs().create(job);
                case "POST /v1/files" -> rig.client.files().upload(Rig.chatFile("other.jsonl"));
                default -> rig.client.files().get(FileId.of("file-1"));
              }
            });
    assertThat(rig.fake.journal().count(route) - before).isEqualTo(attempts);
  }

  @ParameterizedTest
  @CsvSource({"500, '', 1", "500, true, 1", "503, '', 3"})
  void aChatThatIsNotToBeDoneTwiceIsRepeatedOnlyWhereItWasRefused(
      int status, String wish, int attempts) {
    String route = "POST /v1/chat/completions";
    try (Rig once =
        new Rig(
            Rig.TODAY,
            config -> config.retryPolicy(RetryPolicy.builder().retryInference(false).build()))) {
      once.fake.faults().on(route).always(fault(status, wish));

      assertThatExceptionOfType(LoraportException.class)
          .isThrownBy(() -> once.client.chat().complete(ModelRef.of(MODEL), "Hello"));
      assertThat(once.fake.journal().count(route)).isEqualTo(attempts);
    }
  }

  @Test
  void whatIsRepeatedAtTheServersWishCanSucceed() {
    FileId file = rig.trainingFile();
    rig.fake.faults().on("GET /v1/files/{id}").next(fault(404, "true"));

    assertThat(rig.client.files().get(file).id()).isEqualTo(file);
  }
}
