package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.Money;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.batch.BatchSpec;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ModelRef;
import dev.loraport.chat.ResponseFormat;
import dev.loraport.chat.TextRequest;
import dev.loraport.error.LoraportException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.StreamException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.json.Json;
import dev.loraport.model.ModelInfo;
import dev.loraport.tuning.JobState;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NebiusChatTest {
  private static final String CHAT = "POST /v1/chat/completions";
  private static final String MODEL = "openai/gpt-oss-120b";

  private final Stub stub = new Stub();
  private final List<RateLimits> limits = new ArrayList<>();
  private final NebiusClient client =
      stub.client("2025-12-15", b -> b.project("project-7").onRateLimits(limits::add));

  @AfterEach
  void close() {
    client.close();
    stub.close();
  }

  @Test
  void aRequestIsWrittenWithTheExtrasOfTheEngineBesideTheOtherFields() {
    stub.on(CHAT, answer("'content':'Hello'"));

    client
        .chat()
        .complete(
            ChatRequest.builder()
                .from(ChatRequest.of(MODEL, "Hi"))
                .topK(40)
                .logprobs(2)
                .reasoning(false)
                .reasoningEffort("low")
                .responseFormat(ResponseFormat.regex("[a-z]+"))
                .putExtra("service_tier", Json.of("flex"))
                .build());

    Stub.Seen seen = stub.last(CHAT);
    assertThat(seen.uri().getQuery()).isEqualTo("ai_project_id=project-7");
    Json body = seen.json();
    assertThat(body.get("max_tokens").integer()).contains(4096L);
    assertThat(body.get("top_k").integer()).contains(40L);
    assertThat(body.get("logprobs").bool()).contains(true);
    assertThat(body.get("top_logprobs").integer()).contains(2L);
    assertThat(body.get("guided_regex").string()).contains("[a-z]+");
    assertThat(body.get("chat_template_kwargs").get("enable_thinking").bool()).contains(false);
    assertThat(body.get("reasoning_effort").string()).contains("low");
    assertThat(body.get("service_tier").string()).contains("flex");
    assertThat(body.members()).doesNotContainKeys("extra_body", "response_format");
  }

  @Test
  void aSchemaIsWrapped() {
    stub.on(CHAT, answer("'content':'{}'"));

    client
        .chat()
        .complete(
            ChatRequest.builder()
                .from(ChatRequest.of(MODEL, "Hi"))
                .responseFormat(
                    ResponseFormat.jsonSchema(
                        "person", Json.object().put("type", "object").build()))
                .build());

    Json format = stub.last(CHAT).json().get("response_format");
    assertThat(format.get("json_schema").get("name").string()).contains("person");
    assertThat(format.get("json_schema").get("schema").get("type").string()).contains("object");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'content':'Hello','reasoning':'Hm'",
        "'content':'Hello','reasoning_content':'Hm'",
        "'content':'Hello','reasoning_content':'Hm','reasoning':'Hm'",
        "'content':'Hello','reasoning':'short','reasoning_content':'Hm'",
        "'content':'Hello','reasoning':'Hm','reasoning_content':''"
      })
  void thinkingIsReadUnderEitherNameAndOnce(String message) {
    stub.on(CHAT, answer(message));

    ChatCompletion answer = client.chat().complete(ChatRequest.of(MODEL, "Hi"));

    assertThat(answer.text()).isEqualTo("Hello");
    assertThat(answer.message().reasoning()).contains("Hm");
    assertThat(answer.usage()).isEmpty();
    stub.events(CHAT, "{'choices':[{'delta':{" + message + "},'finish_reason':'stop'}]}", "[DONE]");
    try (var stream = client.chat().stream(ChatRequest.of(MODEL, "Hi"))) {
      assertThat(stream.result().message().reasoning()).contains("Hm");
    }
  }

  @Test
  void aStreamAsksForItsUsageAndEndsAtDone() {
    stub.events(
        CHAT,
        "{'id':'c','choices':[{'index':0,'delta':{'content':'Hel'}}]}",
        "{'id':'c','choices':[{'index':0,'delta':{'content':'lo'},'finish_reason':'stop'}]}",
        "{'id':'c','choices':[],'usage':{'prompt_tokens':7,'completion_tokens':2,'total_tokens':9}}",
        "[DONE]");

    ChatCompletion answer;
    try (var stream = client.chat().stream(ChatRequest.of(MODEL, "Hi"))) {
      answer = stream.result();
    }

    assertThat(answer.text()).isEqualTo("Hello");
    assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(9);
    assertThat(stub.last(CHAT).json().get("stream_options").get("include_usage").bool())
        .contains(true);
  }

  @Test
  void aStreamThatEndsBeforeDoneIsAFailure() {
    stub.events(CHAT, "{'id':'c','choices':[{'index':0,'delta':{'content':'Hel'}}]}");

    assertThatExceptionOfType(StreamException.class)
        .isThrownBy(
            () -> {
              try (var stream = client.chat().stream(ChatRequest.of(MODEL, "Hi"))) {
                stream.result();
              }
            });
  }

  @Test
  void anAnswerAboveTheLimitIsASuccessThatSaysSo() {
    stub.on(
        CHAT,
        200,
        answer("'content':'Hello'"),
        Map.of(
            "x-ratelimit-over-limit", "yes",
            "x-ratelimit-limit-requests", "60",
            "x-ratelimit-remaining-tokens", "nonsense",
            "x-ratelimit-reset-requests", "1.5",
            "x-ratelimit-dynamic-period-usage-requests", "81.5",
            "x-ratelimit-dynamic-period-usage-tokens", "12"));

    assertThat(client.chat().complete(ChatRequest.of(MODEL, "Hi")).text()).isEqualTo("Hello");
    assertThat(limits).hasSize(1);
    assertThat(limits.get(0).overLimit()).isTrue();
    assertThat(limits.get(0).limitRequests()).contains(new BigDecimal("60"));
    assertThat(limits.get(0).remainingTokens()).isEmpty();
    assertThat(limits.get(0).resetRequests()).contains(Duration.ofMillis(1500));
    assertThat(limits.get(0).periodUsageRequests()).contains(new BigDecimal("81.5"));
    assertThat(limits.get(0).periodUsageTokens()).contains(new BigDecimal("12"));
  }

  @Test
  void aListenerToLimitsThatThrowsIsLoggedAndTheAnswerComes() {
    stub.on(CHAT, 200, answer("'content':'Hello'"), Map.of("x-ratelimit-over-limit", "yes"));
    try (Logged log = Logged.of("dev.loraport.nebius");
        NebiusClient told =
            stub.client(
                "2025-12-15",
                b ->
                    b.onRateLimits(
                        limits -> {
                          throw new IllegalStateException("no room");
                        }))) {
      assertThat(told.chat().complete(ChatRequest.of(MODEL, "Hi")).text()).isEqualTo("Hello");
      assertThat(log.lines()).singleElement().asString().contains("listener to rate limits");
    }
  }

  @Test
  void aModelThatIsNotServedHereIsNotFoundWithAHint() {
    stub.on(CHAT, 404, "{'detail':'The model `x` does not exist.'}");

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.chat().complete(ChatRequest.of("x", "Hi")))
        .withMessageContaining("host of its region");
    assertThat(limits).isEmpty();
  }

  @Test
  void aModelThatIsNotServedIsToldWithTheNearestKnownOne() {
    stub.on(CHAT, 404, "{'detail':'The model does not exist.'}");

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.chat().stream(ChatRequest.of("openai/gpt-oss-20", "Hi")))
        .withMessageContaining("of its region; did you mean openai/gpt-oss-20b?");
  }

  @Test
  void whatIsOutsideOfItsRangeIsRefusedBeforeAnythingIsSent() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                client
                    .chat()
                    .complete(
                        ChatRequest.builder()
                            .from(ChatRequest.of(MODEL, "Hi"))
                            .putLogitBias("7", 101.0)
                            .build()))
        .withMessageContaining("logitBias of token 7 must be from -100 to 100");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                client
                    .chat()
                    .complete(
                        ChatRequest.builder()
                            .from(ChatRequest.of(MODEL, "Hi"))
                            .addStop("a", "b", "c", "d", "e")
                            .build()))
        .withMessageContaining("stop");
    TextRequest text =
        TextRequest.builder()
            .from(TextRequest.of(MODEL, "Hi"))
            .addStop("a", "b", "c", "d", "e")
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> client.chat().completeText(text))
        .withMessageContaining("stop");
    assertThat(stub.seen()).isEmpty();
  }

  @Test
  void aModelOfAnotherHostIsRefused() {
    ModelRef elsewhere = ModelRef.of("x", URI.create("https://example.com/v1"));

    assertThatExceptionOfType(LoraportException.class)
        .isThrownBy(() -> client.chat().complete(ChatRequest.of(elsewhere, "Hi")));
    assertThat(stub.seen()).isEmpty();
  }

  @Test
  void plainTextIsCompleted() {
    stub.on(
        "POST /v1/completions",
        "{'id':'t','object':'text_completion','choices':[{'index':0,'text':'"
            + " time','finish_reason':'stop'}]}");

    assertThat(client.chat().completeText(TextRequest.of(MODEL, "Once upon a")).text())
        .isEqualTo(" time");
    assertThat(stub.last("POST /v1/completions").uri().getQuery())
        .isEqualTo("ai_project_id=project-7");
  }

  @Test
  void modelsAreListedWithPricesByTheMillion() {
    stub.on(
        "GET /v1/models",
        "{'data':[{'id':'meta-llama/Llama','name':'Llama','context_length':131072,"
            + "'architecture':{'modality':'text->text'},"
            + "'pricing':{'prompt':'0.00000003','completion':'0.00000009','image':'0'}},"
            + "{'id':'plain'}]}");

    List<ModelInfo> models = client.models().list().toList();

    assertThat(models.get(0).inputPrice()).contains(Money.usd("0.03"));
    assertThat(models.get(0).outputPrice()).contains(Money.usd("0.09"));
    assertThat(models.get(0).contextLength()).hasValue(131_072);
    assertThat(models.get(1).inputPrice()).isEmpty();
    assertThat(stub.last("GET /v1/models").uri().getQuery())
        .isEqualTo("verbose=true&ai_project_id=project-7");
  }

  @ParameterizedTest
  @CsvSource({
    "validating, QUEUED",
    "validated, QUEUED",
    "running, RUNNING",
    "in_progress, RUNNING",
    "finalizing, FINISHING",
    "done, SUCCEEDED",
    "completed, SUCCEEDED",
    "failed, FAILED",
    "expired, FAILED",
    "cancelling, CANCELLING",
    "cancelled, CANCELLED",
    "resting, UNKNOWN"
  })
  void eachWordIsAStateOfABatch(String word, JobState state) {
    stub.on("GET /v1/batches/batch_1", batch(word));

    assertThat(client.batches().get(BatchId.of("batch_1")).state()).isEqualTo(state);
  }

  @Test
  void aBatchIsCreatedOnceAndAwaited() {
    stub.on(
        "POST /v1/batches", batch("validating").replace("'total':4,'completed':3,'failed':1", ""));
    stub.on("GET /v1/batches/batch_1", batch("running"));
    stub.on("GET /v1/batches/batch_1", batch("done"));

    BatchJob created =
        client.batches().create(BatchSpec.builder().inputFile(FileId.of("file-1")).build());
    BatchJob done = client.batches().await(created.id(), Duration.ofDays(1));

    assertThat(created.percent()).isEmpty();
    assertThat(done.percent()).hasValue(100.0);
    assertThat(done.outputFile()).contains(FileId.of("file-2"));
    assertThat(stub.last("POST /v1/batches").text())
        .isEqualTo(
            "{\"input_file_id\":\"file-1\",\"endpoint\":\"/v1/chat/completions\","
                + "\"completion_window\":\"24h\"}");
  }

  @Test
  void batchesOfFilesAreRefusedSinceTheyAreGone() {
    try (NebiusClient today = stub.client("2026-10-01")) {
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(
              () ->
                  today
                      .batches()
                      .create(BatchSpec.builder().inputFile(FileId.of("file-1")).build()))
          .withMessageContaining("2026-09-29");
    }
    assertThat(stub.seen()).isEmpty();
  }

  private static String batch(String status) {
    return "{'id':'batch_1','object':'batch','status':'"
        + status
        + "','created_at':1,'input_file_id':'file-1','output_file_id':'file-2',"
        + "'error_file_id':null,'request_counts':{'total':4,'completed':3,'failed':1}}";
  }

  private static String answer(String message) {
    return "{'id':'c','object':'chat.completion','created':1,'model':'m','choices':[{'index':0,"
        + "'finish_reason':'stop','message':{'role':'assistant',"
        + message
        + "}}]}";
  }
}
