package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.Http.Reply;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Models, chat and text completions of the fake of Nebius. */
class FakeNebiusInferenceTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String MODEL = "openai/gpt-oss-20b";
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final FakeNebius fake = FakeNebius.start();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  /** A chat request with further fields, each ending in a comma. */
  private static String ask(String... more) {
    return Samples.ask(MODEL, "Hi").replaceFirst("\\{", "{" + String.join("", more));
  }

  private List<JsonNode> stream(String body) throws Exception {
    List<JsonNode> chunks = new ArrayList<>();
    String text = http.post(CHAT, body).text();
    assertThat(text).endsWith("data: [DONE]\n\n");
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("data: {")) {
        chunks.add(JSON.readTree(line.substring(6)));
      }
    }
    return chunks;
  }

  private static String joined(List<JsonNode> chunks, String field) {
    StringBuilder text = new StringBuilder();
    for (JsonNode chunk : chunks) {
      text.append(chunk.path("choices").path(0).path("delta").path(field).asString(""));
    }
    return text.toString();
  }

  @Test
  void listsModelsPlainAndWithPricesForAToken() throws Exception {
    JsonNode plain = http.get("/v1/models?ai_project_id=p").json().path("data").path(0);
    JsonNode rich = http.get("/v1/models?verbose=true").json().path("data").path(0);

    assertThat(plain.propertyNames())
        .containsExactly("id", "object", "created", "owned_by", "shutdown_date");
    assertThat(rich.path("id")).isEqualTo(plain.path("id"));
    assertThat(rich.path("pricing").path("prompt").asString()).isEqualTo("0.00000002");
    assertThat(rich.path("per_request_limits").path("tokens_per_minute").toString())
        .isEqualTo("800000.0");
    fake.assertNoViolations();
  }

  @Test
  void servesAModelUntilItsLastDay() throws Exception {
    try (FakeNebius before = FakeNebius.builder().asOf(LocalDate.of(2026, 8, 30)).build()) {
      String llama = "meta-llama/Llama-3.3-70B-Instruct";
      String body = Samples.ask(llama, "Hi");
      assertThat(new Http(before).post(CHAT, body).status()).isEqualTo(200);
      assertThat(new Http(before).get("/v1/models").text()).contains("\"2026-08-31\"");
      assertThat(http.post(CHAT, body).status()).isEqualTo(404);
    }
  }

  @Test
  void answersAChat() throws Exception {
    fake.chat().reply("Hello", " there");
    Reply reply = http.post(CHAT + "?ai_project_id=p", ask("\"max_tokens\":256,\"top_k\":40,"));
    JsonNode choice = reply.json().path("choices").path(0);

    assertThat(reply.json().path("id").asString()).matches("chatcmpl-[0-9a-f]{32}");
    assertThat(reply.json().path("model").asString()).isEqualTo(MODEL);
    assertThat(choice.path("message").path("content").asString()).isEqualTo("Hello there");
    assertThat(choice.path("message").path("tool_calls").isEmpty()).isTrue();
    assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
    assertThat(reply.json().path("usage").path("completion_tokens").asInt()).isEqualTo(2);
    assertThat(reply.json().path("service_tier").isNull()).isTrue();
    assertThat(reply.header("x-ratelimit-remaining-requests")).isEqualTo("59");
    assertThat(reply.header("x-ratelimit-over-limit")).isEmpty();
    fake.assertNoViolations();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"temperature\":3,;temperature;less_than_equal",
        "\"top_p\":-1,;top_p;greater_than_equal",
        "\"n\":129,;n;less_than_equal",
        "\"max_tokens\":-1,;max_tokens;greater_than_equal",
        "\"presence_penalty\":3,;presence_penalty;less_than_equal",
        "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"],;stop;too_long",
        "\"service_tier\":\"over-limit\",;service_tier;literal_error",
        "\"response_format\":{\"type\":\"xml\"},;type;literal_error",
        "\"tool_choice\":\"any\",;tool_choice;literal_error",
        "\"tool_choice\":{\"type\":\"function\"},;function;missing",
        "\"logit_bias\":{\"7\":101},;7;less_than_equal",
        "\"stream\":\"yes\",;stream;bool_type"
      })
  void refusesFieldsOutOfRange(String field, String name, String type) throws Exception {
    Reply refused = http.post(CHAT, ask(field));
    JsonNode finding = refused.json().path("detail").path(0);

    assertThat(refused.status()).isEqualTo(422);
    assertThat(finding.path("loc").toString()).endsWith("\"" + name + "\"]");
    assertThat(finding.path("type").asString()).isEqualTo(type);
  }

  @Test
  void refusesMessagesWithoutARole() throws Exception {
    String body = "{\"model\":\"" + MODEL + "\",\"messages\":[{\"content\":\"Hi\"}]}";
    String empty = "{\"model\":\"" + MODEL + "\",\"messages\":[]}";

    assertThat(http.post(CHAT, body).json().path("detail").path(0).path("loc").toString())
        .isEqualTo("[\"body\",\"messages\",0,\"role\"]");
    assertThat(http.post(CHAT, empty).json().path("detail").path(0).path("type").asString())
        .isEqualTo("too_short");
    assertThat(http.post(CHAT, "no json").json().path("detail").path(0).path("type").asString())
        .isEqualTo("json_invalid");
  }

  @Test
  void saysThatAModelIsUnknownInEitherShape() throws Exception {
    String body = Samples.ask("ft:x:ckpt-step-9", "Hi");
    Reply detail = http.post(CHAT, body);
    fake.service().engineErrors(true);
    Reply engine = http.post(CHAT, body);

    assertThat(detail.status()).isEqualTo(404);
    assertThat(detail.json().path("detail").asString()).contains("ft:x:ckpt-step-9");
    assertThat(engine.status()).isEqualTo(404);
    assertThat(engine.json().path("error").path("code").asInt()).isEqualTo(404);
  }

  @Test
  void streamsTextAndTellsUsageOnlyWhenAsked() throws Exception {
    fake.chat().reply("Hel", "lo");
    List<JsonNode> plain = stream(ask("\"stream\":true,"));
    List<JsonNode> counted =
        stream(ask("\"stream\":true,", "\"stream_options\":{\"include_usage\":true},"));

    assertThat(plain.get(0).path("choices").path(0).path("delta").path("role").asString())
        .isEqualTo("assistant");
    assertThat(joined(plain, "content")).isEqualTo("Hello");
    assertThat(plain).noneMatch(chunk -> chunk.has("usage"));
    assertThat(plain.get(plain.size() - 1).path("choices").path(0).path("finish_reason").asString())
        .isEqualTo("stop");
    JsonNode last = counted.get(counted.size() - 1);
    assertThat(last.path("choices").isEmpty()).isTrue();
    assertThat(last.path("usage").path("completion_tokens").asInt()).isEqualTo(2);
    fake.assertNoViolations();
  }

  @ParameterizedTest
  @EnumSource(NebiusSwitches.Reasoning.class)
  void putsReasoningWhereATestWantsIt(NebiusSwitches.Reasoning place) throws Exception {
    fake.service().reasoning(place);
    fake.chat().when(call -> true).reasoning("User greets.").reply("Hi!");
    JsonNode whole = http.post(CHAT, ask()).json().path("choices").path(0).path("message");
    List<JsonNode> chunks = stream(ask("\"stream\":true,"));
    boolean content =
        place == NebiusSwitches.Reasoning.REASONING_CONTENT
            || place == NebiusSwitches.Reasoning.BOTH;
    boolean plain =
        place == NebiusSwitches.Reasoning.REASONING || place == NebiusSwitches.Reasoning.BOTH;
    String text =
        place == NebiusSwitches.Reasoning.THINK_TAGS
            ? "<think>\nUser greets.\n</think>\n\nHi!"
            : "Hi!";

    assertThat(whole.path("reasoning_content").asString(""))
        .isEqualTo(content ? "User greets." : "");
    assertThat(whole.path("reasoning").asString("")).isEqualTo(plain ? "User greets." : "");
    assertThat(whole.path("content").asString()).isEqualTo(text);
    assertThat(joined(chunks, "reasoning_content")).isEqualTo(content ? "User greets." : "");
    assertThat(joined(chunks, "reasoning")).isEqualTo(plain ? "User greets." : "");
    assertThat(joined(chunks, "content")).isEqualTo(text);
  }

  @Test
  void leavesUsageOutWhenATestWantsThat() throws Exception {
    fake.service().usage(false);

    assertThat(http.post(CHAT, ask()).json().has("usage")).isFalse();
    String asked = ask("\"stream\":true,", "\"stream_options\":{\"include_usage\":true},");
    assertThat(stream(asked)).noneMatch(chunk -> chunk.has("usage"));
  }

  @Test
  void servesAboveTheLimitWithAMarkOrRefuses() throws Exception {
    fake.service().overLimit(true);
    Reply marked = http.post(CHAT, ask());
    Reply refused = http.post(CHAT, ask("\"service_tier\":\"default\","));

    assertThat(marked.status()).isEqualTo(200);
    assertThat(marked.header("x-ratelimit-over-limit")).isEqualTo("yes");
    assertThat(marked.json().path("service_tier").asString()).isEqualTo("over-limit");
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    fake.service().rateLimitHeaders(false);
    assertThat(http.post(CHAT, ask()).header("x-ratelimit-limit-requests")).isEmpty();
  }

  @Test
  void callsTools() throws Exception {
    fake.chat().when(call -> true).callTool("weather", "{\"city\":\"Oslo\"}");
    JsonNode call =
        http.post(CHAT, ask())
            .json()
            .path("choices")
            .path(0)
            .path("message")
            .path("tool_calls")
            .path(0);
    StringBuilder arguments = new StringBuilder();
    for (JsonNode chunk : stream(ask("\"stream\":true,"))) {
      JsonNode delta = chunk.path("choices").path(0).path("delta").path("tool_calls").path(0);
      arguments.append(delta.path("function").path("arguments").asString(""));
    }

    assertThat(call.path("id").asString()).matches("chatcmpl-tool-[0-9a-f]{32}");
    assertThat(call.path("function").path("name").asString()).isEqualTo("weather");
    assertThat(arguments).hasToString("{\"city\":\"Oslo\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"guided_json\":{\"properties\":{\"a\":{\"type\":\"integer\"}}},;{\"a\":1}",
        "\"guided_choice\":[\"yes\",\"no\"],;yes",
        "\"extra_body\":{\"guided_choice\":[\"no\"]},;no"
      })
  void obeysGuidedDecoding(String field, String content) throws Exception {
    JsonNode choice = http.post(CHAT, ask(field)).json().path("choices").path(0);

    assertThat(choice.path("message").path("content").asString()).isEqualTo(content);
    fake.assertNoViolations();
  }

  @Test
  void tellsHowSureItIs() throws Exception {
    fake.chat().reply("Yes");
    String fields = "\"logprobs\":true,\"top_logprobs\":1,\"n\":2,";
    JsonNode choices = http.post(CHAT, ask(fields)).json().path("choices");

    assertThat(choices.size()).isEqualTo(2);
    JsonNode token = choices.path(1).path("logprobs").path("content").path(0);
    assertThat(token.path("token").asString()).isEqualTo("Yes");
    assertThat(token.path("top_logprobs").size()).isEqualTo(1);
  }

  @Test
  void completesTexts() throws Exception {
    fake.chat().reply(" b", " c");
    String body = "{\"model\":\"" + MODEL + "\",\"prompt\":[\"a\",\"x\"],\"echo\":true}";
    JsonNode whole = http.post("/v1/completions", body).json();
    String text =
        http.post("/v1/completions", body.replaceFirst("\\{", "{\"stream\":true,")).text();

    assertThat(whole.path("object").asString()).isEqualTo("text_completion");
    assertThat(whole.path("choices").path(0).path("text").asString()).isEqualTo("a b c");
    assertThat(whole.path("choices").path(1).path("text").asString()).isEqualTo("x b c");
    assertThat(whole.path("usage").path("completion_tokens").asInt()).isEqualTo(4);
    assertThat(text).contains("\"text\":\" c\"").endsWith("data: [DONE]\n\n");
    fake.assertNoViolations();
  }
}
