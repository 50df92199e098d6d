package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.testkit.Http.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chat and text completions of the fake of Fireworks. */
class FakeFireworksInferenceTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String MODEL = "accounts/fireworks/models/gpt-oss-20b";
  private static final String CHAT = "/inference/v1/chat/completions";

  private final FakeFireworks fake = FakeFireworks.start();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  private Reply ask(String model, String more) throws IOException, InterruptedException {
    return http.post(
        CHAT,
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"say it again\"}]%s}"
            .formatted(model, more.isEmpty() ? "" : "," + more));
  }

  private Reply ask(String more) throws IOException, InterruptedException {
    return ask(MODEL, more);
  }

  private static List<JsonNode> chunks(Reply reply) {
    List<JsonNode> chunks = new ArrayList<>();
    for (String event : reply.text().split("\n\n", -1)) {
      if (event.startsWith("data: {")) {
        chunks.add(JSON.readTree(event.substring(6)));
      }
    }
    return chunks;
  }

  @Test
  void answersWithUsageAndMetricsInHeaders() throws Exception {
    Reply reply = ask("\"max_tokens\":64");

    assertThat(reply.json().at("/choices/0/message/content").asString())
        .isEqualTo("This is a fake answer to: say it again");
    assertThat(reply.json().at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    assertThat(reply.json().at("/usage/prompt_tokens_details/cached_tokens").asInt(-1)).isZero();
    assertThat(reply.header("fireworks-prompt-tokens"))
        .isEqualTo(reply.json().at("/usage/prompt_tokens").asString());
    assertThat(reply.header("X-Ratelimit-Limit-Tokens-Generated")).isNotEmpty();
    assertThat(reply.json().path("perf_metrics").isMissingNode()).isTrue();
    fake.assertNoViolations();
  }

  @Test
  void streamsWithUsageOnTheChunkThatFinishes() throws Exception {
    Reply whole = ask("");
    Reply streamed = ask("\"stream\":true,\"perf_metrics_in_response\":true");
    List<JsonNode> chunks = chunks(streamed);
    JsonNode last = chunks.get(chunks.size() - 1);
    StringBuilder text = new StringBuilder();
    chunks.forEach(chunk -> text.append(chunk.at("/choices/0/delta/content").asString("")));

    assertThat(streamed.header("Content-Type")).startsWith("text/event-stream");
    assertThat(streamed.text()).endsWith("data: [DONE]\n\n");
    assertThat(chunks.get(0).at("/choices/0/delta/role").asString()).isEqualTo("assistant");
    assertThat(text.toString()).isEqualTo(whole.json().at("/choices/0/message/content").asString());
    assertThat(chunks.stream().filter(chunk -> chunk.has("usage"))).containsExactly(last);
    assertThat(last.path("usage")).isEqualTo(whole.json().path("usage"));
    assertThat(last.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    assertThat(last.at("/perf_metrics/prompt-tokens").asString()).isNotEmpty();
    fake.assertNoViolations();
  }

  @Test
  void endsAStreamWithoutAnEnd() throws Exception {
    fake.chat().reply("one", " two", " three");
    fake.serving().endNextStreamAfter(2);
    Reply ended = ask("\"stream\":true");

    assertThat(chunks(ended)).hasSize(2);
    assertThat(ended.text()).doesNotContain("[DONE]").doesNotContain("\"stop\"");
    assertThat(ask("\"stream\":true").text()).contains("[DONE]");
    fake.faults().on("POST " + CHAT).next(Fault.cutStream().afterChunks(2));
    assertThatThrownBy(() -> ask("\"stream\":true")).isInstanceOf(IOException.class);
  }

  @Test
  void streamsEveryChoice() throws Exception {
    fake.chat().reply("a", " b");
    List<JsonNode> chunks = chunks(ask("\"stream\":true,\"n\":2"));

    assertThat(chunks.stream().filter(c -> c.at("/choices/0/index").asInt() == 1)).hasSize(4);
    assertThat(chunks.get(chunks.size() - 1).at("/usage/completion_tokens").asInt()).isEqualTo(4);
  }

  @Test
  void thinksUnlessToldNotTo() throws Exception {
    fake.chat().when(call -> true).reasoning("let me see").reply("yes");

    assertThat(ask("").json().at("/choices/0/message/reasoning_content").asString())
        .isEqualTo("let me see");
    JsonNode second = chunks(ask("\"stream\":true")).get(1);
    assertThat(second.at("/choices/0/delta/reasoning_content").asString()).isEqualTo("let");
    for (String off :
        List.of(
            "\"reasoning_effort\":\"none\"",
            "\"reasoning_effort\":false",
            "\"thinking\":{\"type\":\"disabled\"}")) {
      assertThat(ask(off).json().at("/choices/0/message").has("reasoning_content")).isFalse();
    }
    fake.assertNoViolations();
  }

  @Test
  void callsTools() throws Exception {
    String tools =
        "\"tool_choice\":\"any\",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\","
            + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}]";
    JsonNode message = ask(tools).json().at("/choices/0");
    StringBuilder arguments = new StringBuilder();
    for (JsonNode chunk : chunks(ask(tools + ",\"stream\":true"))) {
      arguments.append(chunk.at("/choices/0/delta/tool_calls/0/function/arguments").asString(""));
    }

    assertThat(message.path("finish_reason").asString()).isEqualTo("tool_calls");
    assertThat(message.at("/message/tool_calls/0/function/name").asString()).isEqualTo("weather");
    assertThat(arguments.toString()).isEqualTo("{\"city\":\"fake\"}");
    fake.assertNoViolations();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"json_schema\",\"json_schema\":{\"schema\":%s}}",
        "{\"type\":\"json_schema\",\"json_schema\":%s}",
        "{\"type\":\"json_object\",\"schema\":%s}"
      })
  void answersInTheSchemaWhereverItStands(String form) throws Exception {
    String schema = "{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":\"boolean\"}}}";
    Reply reply = ask("\"response_format\":" + form.formatted(schema));

    assertThat(reply.json().at("/choices/0/message/content").asString()).isEqualTo("{\"ok\":true}");
  }

  @Test
  void givesLogProbabilitiesInBothForms() throws Exception {
    fake.chat().reply("hello", " you");
    JsonNode modern = ask("\"logprobs\":true,\"top_logprobs\":1").json().at("/choices/0/logprobs");
    JsonNode legacy = ask("\"logprobs\":1").json().at("/choices/0/logprobs");

    assertThat(modern.at("/content/1/token").asString()).isEqualTo(" you");
    assertThat(modern.at("/content/1/text_offset").asInt()).isEqualTo(5);
    assertThat(modern.at("/content/1/top_logprobs/0/token").asString()).isEqualTo(" you");
    assertThat(legacy.at("/tokens/0").asString()).isEqualTo("hello");
    assertThat(legacy.at("/token_ids/0").asInt())
        .isEqualTo(modern.at("/content/0/token_id").asInt());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"frobnicate\":1|Extra inputs are not permitted, field: 'frobnicate', value: 1",
        "\"frobnicate\":1,\"x\":\"y\"|2 request validation errors: Extra inputs are not permitted,"
            + " field: 'frobnicate', value: 1; Extra inputs are not permitted, field: 'x'",
        "\"stream_options\":{\"include_usage\":true}"
            + "|Extra inputs are not permitted, field: 'stream_options'",
        "\"temperature\":3|Input should be between 0 and 2, field: 'temperature', value: 3",
        "\"top_logprobs\":6|Input should be between 0 and 5",
        "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]|At most 4 stop sequences",
        "\"max_tokens\":1,\"max_completion_tokens\":1|cannot be used together",
        "\"thinking\":{\"type\":\"enabled\"},\"reasoning_effort\":\"low\"|cannot be used together",
        "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":10}|at least 1024",
        "\"reasoning_effort\":\"extreme\"|Input should be one of",
        "\"tool_choice\":{\"type\":\"function\"}|field: 'tool_choice.function.name'",
        "\"response_format\":{\"type\":\"grammar\"}|response_format.grammar",
        "\"max_tokens\":4097|Requests with max_tokens > 4096 must have stream=true",
      })
  void refusesWhatTheSchemaDoesNotKnow(String field, String message) throws Exception {
    Reply refused = ask(field);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/error/message").asString()).contains(message);
  }

  @Test
  void refusesPicturesThatAreTooLargeTogether() throws Exception {
    String picture =
        "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,%s\"}}"
            .formatted("A".repeat(5 << 20));
    Reply refused =
        http.post(
            CHAT,
            "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":[%s,%s]}]}"
                .formatted(MODEL, picture, picture));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/error/message").asString()).contains("less than 10 MB");
  }

  @Test
  void letsNullsPassAndLongAnswersStream() throws Exception {
    assertThat(ask("\"temperature\":null,\"stop\":null,\"max_tokens\":null").status())
        .isEqualTo(200);
    assertThat(ask("\"max_tokens\":5000,\"stream\":true").status()).isEqualTo(200);
    fake.assertNoViolations();
  }

  @Test
  void refusesANameOnAMessageAndAToolTurnWithoutItsCall() throws Exception {
    String form = "{\"model\":\"" + MODEL + "\",\"messages\":[%s]}";
    Reply name =
        http.post(CHAT, form.formatted("{\"role\":\"user\",\"content\":\"a\",\"name\":\"bob\"}"));
    Reply tool = http.post(CHAT, form.formatted("{\"role\":\"tool\",\"content\":\"4\"}"));
    Reply none = http.post(CHAT, form.formatted(""));

    assertThat(name.json().at("/error/message").asString()).contains("field: 'messages.0.name'");
    assertThat(tool.json().at("/error/message").asString()).contains("tool_call_id");
    assertThat(none.json().at("/error/message").asString()).contains("at least 1 item");
  }

  @Test
  void ignoresStreamOptionsWhenTheTestSaysSo() throws Exception {
    fake.serving().ignoreStreamOptions(true);

    assertThat(ask("\"stream\":true,\"stream_options\":{\"include_usage\":true}").status())
        .isEqualTo(200);
    fake.assertNoViolations();
  }

  @Test
  void shortensALongPromptOrRefusesItAsAsked() throws Exception {
    String prompt = "word ".repeat(140_000).strip();
    String form = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}";
    Reply shortened = http.post(CHAT, form.formatted(MODEL, prompt, ""));
    Reply refused =
        http.post(
            CHAT, form.formatted(MODEL, prompt, ",\"context_length_exceeded_behavior\":\"error\""));

    assertThat(shortened.status()).isEqualTo(200);
    assertThat(shortened.json().at("/usage/total_tokens").asInt()).isEqualTo(131_072);
    assertThat(shortened.json().at("/choices/0/finish_reason").asString()).isEqualTo("length");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/error/message").asString()).contains("too long");
    String most = "\"context_length_exceeded_behavior\":\"error\",\"stream\":true,\"max_tokens\":";
    assertThat(ask(most + 131_065).status()).isEqualTo(200); // the prompt has 7
    assertThat(ask(most + 131_066).status()).isEqualTo(400);
  }

  @Test
  void limitsWithATextUnderError() throws Exception {
    fake.faults().on("POST " + CHAT).next(Fault.rateLimit(Duration.ofSeconds(7)));
    Reply limited = ask("");

    assertThat(limited.status()).isEqualTo(429);
    assertThat(limited.header("retry-after")).isEqualTo("7");
    assertThat(limited.json().path("error").asString()).isEqualTo("Too Many Requests");
    assertThat(ask("").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "accounts/fireworks/models/gpt-oss-20b,200",
    "accounts/fireworks/routers/gpt-oss-20b-fast,200",
    "accounts/fireworks/routers/gpt-oss-20b-latest,200",
    "accounts/fireworks/routers/qwen3-8b-fast,404",
    "accounts/fireworks/models/qwen3-8b,404",
    "gpt-oss-20b,404",
    "accounts/my-team/models/nope,404",
    "accounts/my-team/deployments/nope,404",
    "accounts/fireworks/models/gpt-oss-20b#accounts/my-team/deployments/nope,404",
    "accounts/fireworks/models/gpt-oss-20b@snapshot,404",
  })
  void findsServerlessModelsByTheirFullNames(String model, int status) throws Exception {
    Reply reply = ask(model, "");

    assertThat(reply.status()).isEqualTo(status);
    if (status == 404) {
      assertThat(reply.json().at("/error/code").asString()).isEqualTo("NOT_FOUND");
      assertThat(reply.json().at("/error/param").asString()).isEqualTo("model");
    }
  }

  @Test
  void completesText() throws Exception {
    fake.chat().reply("four", " five");
    String form = "{\"model\":\"" + MODEL + "\",\"prompt\":%s%s}";
    JsonNode one =
        http.post("/inference/v1/completions", form.formatted("\"one two\"", ",\"echo\":true"))
            .json();
    JsonNode two =
        http.post("/inference/v1/completions", form.formatted("[\"a\",\"b\"]", "")).json();
    JsonNode ids =
        http.post("/inference/v1/completions", form.formatted("[1,2,3]", ",\"logprobs\":0")).json();
    Reply streamed =
        http.post("/inference/v1/completions", form.formatted("\"x\"", ",\"stream\":true"));
    List<JsonNode> chunks = chunks(streamed);

    assertThat(one.path("object").asString()).isEqualTo("text_completion");
    assertThat(one.at("/choices/0/text").asString()).isEqualTo("one twofour five");
    assertThat(two.path("choices")).hasSize(2);
    assertThat(two.at("/usage/completion_tokens").asInt()).isEqualTo(4);
    assertThat(ids.at("/choices/0/logprobs/tokens")).hasSize(2);
    assertThat(chunks.get(0).at("/choices/0/text").asString()).isEqualTo("four");
    assertThat(chunks.get(2).at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    assertThat(chunks.get(2).at("/usage/total_tokens").asInt()).isEqualTo(3);
    assertThat(streamed.text()).endsWith("data: [DONE]\n\n");
    fake.assertNoViolations();
  }

  @Test
  void listsTheModelsThatAnswerServerless() throws Exception {
    JsonNode list = http.get("/inference/v1/models").json();

    assertThat(list.path("object").asString()).isEqualTo("list");
    assertThat(list.path("data").toString()).contains(MODEL).doesNotContain("qwen3-8b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"messages", "responses", "embeddings", "rerank"})
  void saysWhatItDoesNotServe(String route) throws Exception {
    Reply reply = http.post("/inference/v1/" + route, "{}");

    assertThat(reply.status()).isEqualTo(501);
    assertThat(reply.json().at("/error/message").asString()).contains(route);
  }
}
