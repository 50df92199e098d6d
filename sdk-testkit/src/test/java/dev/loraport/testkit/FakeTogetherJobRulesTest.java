package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Which fine-tuning jobs are refused, and which end over their data. */
class FakeTogetherJobRulesTest {
  private static final String JOBS = "/v1/fine-tunes";
  private static final String KIMI = "moonshotai/Kimi-K2-Instruct";
  private static final String VISION = "Qwen/Qwen3-VL-8B-Instruct";
  private static final String PAIR =
      "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]},"
          + "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"Hello\"}],"
          + "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"No\"}]}\n";
  private static final String PICTURE =
      "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What?\"},"
          + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}]},"
          + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"A square.\"}]}]}\n";
  private static final String THOUGHT =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"17 + 25?\"},"
          + "{\"role\":\"assistant\",\"reasoning\":\"17 plus 25.\",\"content\":\"42\"}]}\n";

  private final FakeTogether fake = FakeTogether.builder().asOf(LocalDate.of(2026, 8, 18)).build();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  private String file(String kind) throws Exception {
    String rows =
        switch (kind) {
          case "preference" -> PAIR;
          case "pictures" -> PICTURE;
          case "reasoning" -> THOUGHT;
          case "text" -> "{\"text\":\"a\"}\n";
          case "instruction" -> "{\"prompt\":\"a\",\"completion\":\"b\"}\n";
          default -> Samples.chat(1);
        };
    String id = http.upload("fine-tune", rows.repeat(4));
    http.await("/v1/files/" + id, "processing_status", "COMPLETED");
    return id;
  }

  private static String message(Http.Reply reply) {
    return reply.json().at("/error/message").asString();
  }

  @ParameterizedTest
  @CsvSource({
    "n_epochs,n_epoch,unknown field `n_epoch`; nearest: `n_epochs`",
    "\"n_epochs\":3,\"n_epochs\":\"3\",`n_epochs` must be an integer",
    "lora_dropout,lora_dropot,unknown field `training_type.lora_dropot`; nearest: `training_type.lora_dropout`",
    "training_file,training_fil,`training_file` is required",
    "\"sft\",\"dpo\",unknown field `training_method.train_on_inputs`; nearest: `training_method.rpo_alpha`",
    "\"train_on_inputs\":\"auto\",\"dpo_beta\":0.1,unknown field `training_method.dpo_beta`; nearest: `training_method.method`",
    "\"Lora\",\"Full\",unknown field `training_type.lora_r`; nearest: `training_type.type`"
  })
  void refusesARequestOfTheWrongFormAndReportsIt(String from, String to, String problem)
      throws Exception {
    String request = Samples.job(Samples.QWEN_8B, http.readyFile()).replace(from, to);

    assertThat(http.post(JOBS, request).status()).isEqualTo(400);
    assertThatThrownBy(fake::assertNoViolations).hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"n_epochs\":3 | \"n_epochs\":99 | n_epochs must be between 1 and 20",
        "\"n_epochs\":3 | \"n_evals\":101 | n_evals must be between 0 and 100",
        "\"n_epochs\":3 | \"max_seq_length\":32769 | max_seq_length must be between 512 and 32768",
        "\"n_epochs\":3 | \"gradient_accumulation_steps\":-1"
            + " | gradient_accumulation_steps must be 0 or more",
        "\"n_epochs\":3 | \"train_on_inputs\":\"no\" | train_on_inputs must be true, false or",
        "\"n_checkpoints\":1 | \"n_checkpoints\":11 | n_checkpoints must be between 1 and 10",
        "\"lora_r\":16 | \"lora_r\":65 | lora_r must be between 1 and 64",
        "\"lora_r\":16 | \"lora_r\":0 | lora_r must be between 1 and 64",
        "0.05 | 1.0 | lora_dropout must be at least 0 and below 1",
        "\"learning_rate\":0.0001 | \"learning_rate\":2 | learning_rate must be between",
        "\"max\" | \"most\" | batch_size must be an integer or",
        "\"max\" | 7 | batch_size must be between 8 and 8",
        "all-linear | odd_proj | lora_trainable_modules names 'odd_proj'",
        "\"sft\" | \"rlhf\" | training_method.method must be sft or dpo, not 'rlhf'",
        "\"Lora\" | \"QLoRA\" | training_type.type must be Lora or Full, not 'QLoRA'",
        "support-v1 | support-v1-of-which-the-name-has-more-than-the-sixty-four-characters"
            + " | suffix must have at most 64 characters",
        "Qwen/Qwen3-8B | acme/none | Model acme/none is not available for fine-tuning",
        "\"n_epochs\":3 | \"multimodal_params\":{\"train_vision\":true}"
            + " | multimodal_params is only for models that support vision",
        "\"n_epochs\":3 | \"lr_scheduler\":{\"lr_scheduler_type\":\"step\"}"
            + " | lr_scheduler_type must be linear or cosine",
        "\"n_epochs\":3 | \"lr_scheduler\":{\"lr_scheduler_type\":\"cosine\"}"
            + " | a cosine scheduler needs min_lr_ratio and num_cycles",
        "\"n_epochs\":3 | \"lr_scheduler\":{\"lr_scheduler_type\":\"linear\","
            + "\"lr_scheduler_args\":{\"min_lr_ratio\":0.1,\"num_cycles\":0.5}}"
            + " | num_cycles is not for a linear scheduler",
        "{\"method\":\"sft\",\"train_on_inputs\":\"auto\"} | {\"method\":\"dpo\",\"rpo_alpha\":-1}"
            + " | rpo_alpha must be 0 or more",
        "{\"method\":\"sft\",\"train_on_inputs\":\"auto\"}"
            + " | {\"method\":\"dpo\"},\"train_on_inputs\":true | train_on_inputs is only for sft",
        "\"n_epochs\":3 | \"early_stopping_enabled\":true | n_evals of at least 4"
      })
  void refusesAValueThatIsNotAllowed(String from, String to, String message) throws Exception {
    String request = Samples.job(Samples.QWEN_8B, http.readyFile());
    assertThat(request).contains(from);
    Http.Reply reply = http.post(JOBS, request.replace(from, to));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(message(reply)).contains(message);
    assertThat(http.get(JOBS).json().path("data").size()).isZero();
    fake.assertNoViolations();
  }

  @ParameterizedTest
  @CsvSource({
    Samples.QWEN_8B + ",64",
    KIMI + ",16",
    "zai-org/GLM-5,16",
    "deepseek-ai/DeepSeek-R1,16",
    "deepseek-ai/DeepSeek-R1-Distill-Qwen-14B,64"
  })
  void takesTheRankThatTheLimitsNameAndNoHigherOne(String model, int most) throws Exception {
    JsonNode limits = http.get("/v1/fine-tunes/models/limits?model_name=" + model).json();
    assertThat(limits.at("/lora_training/max_rank").asInt()).isEqualTo(most);
    String request = Samples.job(model, http.readyFile()).replace("\"lora_r\":16", "\"lora_r\":%d");

    assertThat(http.post(JOBS, request.formatted(most)).status()).isEqualTo(200);
    assertThat(message(http.post(JOBS, request.formatted(most + 1))))
        .contains("lora_r must be between 1 and " + most + ", not " + (most + 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chat        | sft | " + Samples.QWEN_8B + " | ''",
        "text        | sft | " + Samples.QWEN_8B + " | ''",
        "instruction | sft | " + Samples.QWEN_8B + " | ''",
        "preference  | dpo | " + Samples.QWEN_8B + " | ''",
        "reasoning   | sft | " + Samples.QWEN_8B + " | ''",
        "pictures    | sft | " + VISION + " | ''",
        "chat        | sft | " + VISION + " | ''",
        "chat        | dpo | "
            + Samples.QWEN_8B
            + " | has no preference rows, which dpo learns from",
        "text        | dpo | "
            + Samples.QWEN_8B
            + " | has no preference rows, which dpo learns from",
        "preference  | sft | "
            + Samples.QWEN_8B
            + " | has preference rows, which only dpo learns from",
        "pictures    | sft | " + Samples.QWEN_8B + " | needs vision, which Qwen/Qwen3-8B does not",
        "reasoning   | sft | " + Samples.LLAMA_8B + " | needs reasoning, which"
      })
  void endsAJobAsAnErrorOfTheUserWhoseDataDoNotFit(
      String kind, String method, String model, String why) throws Exception {
    String file = file(kind);
    String id = created(file, method, model, "");

    http.await(JOBS + "/" + id, "status", why.isEmpty() ? "completed" : "user_error");
    JsonNode job = http.get(JOBS + "/" + id).json();
    assertThat(job.path("status").asString()).isEqualTo(why.isEmpty() ? "completed" : "user_error");
    if (!why.isEmpty()) {
      assertThat(http.get(JOBS + "/" + id + "/events").text())
          .contains("job_error", "training_file " + file + " " + why);
      assertThat(job.path("total_price").asLong()).as("it has learnt nothing").isZero();
    }
    fake.assertNoViolations();
  }

  @Test
  void looksAtTheValidationFileToo() throws Exception {
    String pairs = file("preference");
    String id =
        created(file("chat"), "sft", Samples.QWEN_8B, "\"validation_file\":\"" + pairs + "\",");

    assertThat(http.await(JOBS + "/" + id, "status", "user_error")).contains("user_error");
    assertThat(http.get(JOBS + "/" + id + "/events").text()).contains("validation_file " + pairs);
  }

  private String created(String file, String method, String model, String more) throws Exception {
    String inputs = method.equals("sft") ? ",\"train_on_inputs\":\"auto\"" : "";
    Http.Reply reply =
        http.post(
            JOBS,
            "{\"model\":\"%s\",\"training_file\":\"%s\",%s\"training_method\":{\"method\":\"%s\"%s}}"
                .formatted(model, file, more, method, inputs));
    assertThat(reply.status()).isEqualTo(200);
    return reply.json().path("id").asString();
  }

  @Test
  void wantsAFileThatExistsAndIsProcessed() throws Exception {
    String fresh = http.upload("fine-tune", Samples.chat(2));
    String eval = http.upload("eval", "x");

    assertThat(http.post(JOBS, Samples.job(Samples.QWEN_8B, "file-none")).status()).isEqualTo(404);
    assertThat(http.post(JOBS, Samples.job(Samples.QWEN_8B, fresh)).text()).contains("not ready");
    assertThat(http.post(JOBS, Samples.job(Samples.QWEN_8B, eval)).text()).contains("purpose eval");
  }

  @Test
  void refusesAJobThatTheBalanceDoesNotCover() throws Exception {
    fake.balance(0);
    Http.Reply reply = http.post(JOBS, Samples.job(Samples.QWEN_8B, http.readyFile()));

    assertThat(reply.status()).isEqualTo(402);
    assertThat(reply.json().at("/error/code").asString()).isEqualTo("insufficient_balance");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%s      | ''                                  | 200 | ''",
        "%s:9    | ''                                  | 200 | ''",
        "%s:4    | ''                                  | 200 | ''",
        "%s      | ,\"model\":\"Qwen/Qwen3-8B\"        | 200 | ''",
        "%s:5    | ''                                  | 404 | Checkpoint",
        "ft-none | ''                                  | 404 | Checkpoint ft-none not found",
        "%s      | ,\"from_hf_model\":\"acme/weights\" | 400 | can't both be given",
        "%s      | ,\"model\":\"Qwen/Qwen3-14B\"       | 400 | continues Qwen/Qwen3-8B"
      })
  void continuesFromWhatAParentHasLeft(String from, String more, int status, String message)
      throws Exception {
    String file = http.readyFile();
    String request =
        Samples.job(Samples.QWEN_8B, file).replace("\"n_checkpoints\":1", "\"n_checkpoints\":2");
    String parent = http.post(JOBS, request).json().path("id").asString();
    http.await(JOBS + "/" + parent, "status", "completed");

    Http.Reply reply =
        http.post(
            JOBS,
            "{\"training_file\":\"%s\",\"from_checkpoint\":\"%s\"%s}"
                .formatted(file, from.formatted(parent), more));

    assertThat(reply.status()).isEqualTo(status);
    if (status == 200) {
      assertThat(reply.json().path("model").asString()).isEqualTo(Samples.QWEN_8B);
      assertThat(reply.json().at("/training_type/lora_r").asInt()).isEqualTo(16);
    } else {
      assertThat(message(reply)).contains(message);
    }
  }

  @Test
  void continuesFromNoJobThatIsNotDone() throws Exception {
    String file = http.readyFile();
    String parent =
        http.post(JOBS, Samples.job(Samples.QWEN_8B, file)).json().path("id").asString();

    Http.Reply reply =
        http.post(
            JOBS, "{\"training_file\":\"%s\",\"from_checkpoint\":\"%s\"}".formatted(file, parent));
    assertThat(reply.status()).isEqualTo(404);
  }

  @Test
  void wantsATemplateForWeightsFromElsewhere() throws Exception {
    String file = http.readyFile();
    String weights = "{\"training_file\":\"" + file + "\",\"from_hf_model\":\"acme/weights\"%s}";

    assertThat(message(http.post(JOBS, weights.formatted("")))).isEqualTo("model is required");
    assertThat(http.post(JOBS, weights.formatted(",\"model\":\"Qwen/Qwen3-8B\"")).status())
        .isEqualTo(200);
  }
}
