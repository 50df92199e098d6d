package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Chat and completions. */
class FakeTogetherChatTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TOOLS =
      """
      {"model":"%s","stream":true,"messages":[{"role":"user","content":"Weather?"}],
       "tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object",
       "properties":{"city":{"type":"string"}}}}}],
       "tool_choice":{"type":"function","function":{"name":"get_weather"}}}
      """
          .formatted(Samples.LLAMA_70B);

  private final FakeTogether fake = FakeTogether.start();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  private static List<JsonNode> chunks(Http.Reply reply) {
    List<JsonNode> chunks = new ArrayList<>();
    for (String line : reply.text().split("\n\n", -1)) {
      if (line.startsWith("data: {")) {
        chunks.add(JSON.readTree(line.substring(6)));
      }
    }
    return chunks;
  }

  @Test
  void saysTheSameWholeAndInAStream() throws Exception {
    fake.chat().reply("hello", " there");
    JsonNode whole = http.post("/v1/chat/completions", Samples.ask(Samples.LLAMA_70B, "hi")).json();
    Http.Reply streamed =
        http.post("/v1/chat/completions", Samples.stream(Samples.LLAMA_70B, "hi"));
    List<JsonNode> chunks = chunks(streamed);
    JsonNode last = chunks.get(chunks.size() - 1);

    assertThat(whole.at("/choices/0/message/content").asString()).isEqualTo("hello there");
    assertThat(whole.at("/usage/completion_tokens").asInt()).isEqualTo(2);
    assertThat(whole.at("/usage/cached_tokens").asInt(-1)).isZero();
    assertThat(whole.path("prompt").isArray()).isTrue();
    assertThat(streamed.header("Content-Type")).isEqualTo("text/event-stream;charset=utf-8");
    assertThat(streamed.text()).endsWith("data: [DONE]\n\n");
    assertThat(chunks).hasSize(3);
    assertThat(chunks.get(1).at("/choices/0/delta/content").asString()).isEqualTo(" there");
    assertThat(chunks.get(1).path("usage").isNull()).isTrue();
    assertThat(last.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    assertThat(last.path("usage")).isEqualTo(whole.path("usage"));
    assertThat(last.at("/choices/0/seed").bigIntegerValue())
        .isGreaterThan(BigInteger.valueOf(Long.MAX_VALUE));
    fake.assertNoViolations();
  }

  @Test
  void streamsAsManyAnswersAsAreAskedForWithTheirLogprobs() throws Exception {
    fake.chat().reply("hello", " there");
    String ask =
        Samples.stream(Samples.LLAMA_70B, "hi").replaceFirst("\\{", "{\"n\":2,\"logprobs\":1,");
    List<JsonNode> chunks = chunks(http.post("/v1/chat/completions", ask));

    assertThat(chunks).hasSize(6);
    assertThat(chunks.get(4).at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    assertThat(chunks.get(4).path("usage").isNull()).isTrue();
    assertThat(chunks.get(3).at("/choices/0/index").asInt()).isEqualTo(1);
    assertThat(chunks.get(3).at("/choices/0/logprobs").isNumber()).isTrue();
    assertThat(chunks.get(5).at("/usage/completion_tokens").asInt()).isEqualTo(4);
    fake.assertNoViolations();
  }

  @Test
  void streamsAToolCallWithItsFinishReasonTwice() throws Exception {
    fake.chat()
        .when(c -> c.lastUserText().equals("Weather?"))
        .callTool("get_weather", "{\"city\":\"Oslo\"}");
    List<JsonNode> chunks = chunks(http.post("/v1/chat/completions", TOOLS));
    StringBuilder arguments = new StringBuilder();
    int finished = 0;
    for (JsonNode chunk : chunks) {
      arguments.append(chunk.at("/choices/0/delta/tool_calls/0/function/arguments").asString(""));
      finished += chunk.at("/choices/0/finish_reason").isNull() ? 0 : 1;
    }

    assertThat(arguments).hasToString("{\"city\":\"Oslo\"}");
    assertThat(finished).isEqualTo(2);
    assertThat(chunks.get(chunks.size() - 2).path("usage").isNull()).isTrue();
    assertThat(chunks.get(chunks.size() - 1).at("/usage/total_tokens").asInt()).isPositive();
  }

  @Test
  void callsAForcedToolByItself() throws Exception {
    JsonNode whole =
        http.post("/v1/chat/completions", TOOLS.replace("\"stream\":true,", "")).json();

    assertThat(whole.at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
    assertThat(whole.at("/choices/0/message/content").isNull()).isTrue();
    assertThat(whole.at("/choices/0/message/tool_calls/0/function/arguments").asString())
        .isEqualTo("{\"city\":\"fake\"}");
  }

  @Test
  void stopsAtTheTokenLimit() throws Exception {
    String ask = Samples.ask(Samples.LLAMA_70B, "hi").replaceFirst("\\{", "{\"max_tokens\":2,");
    JsonNode whole = http.post("/v1/chat/completions", ask).json();

    assertThat(whole.at("/choices/0/finish_reason").asString()).isEqualTo("length");
    assertThat(whole.at("/usage/completion_tokens").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "chat/completions,400004,'',400",
    "chat/completions,131000,'\"max_tokens\":69,',400",
    "chat/completions,131000,'\"max_tokens\":68,',200",
    "chat/completions,131067,'',200",
    "chat/completions,131068,'',400",
    "chat/completions,131066,"
        + "'\"max_tokens\":9,\"context_length_exceeded_behavior\":\"truncate\",',200",
    "chat/completions,131068,'\"context_length_exceeded_behavior\":\"truncate\",',400",
    "completions,131000,'\"max_tokens\":73,',400",
    "completions,131000,'\"max_tokens\":72,',200"
  })
  void refusesWhatIsBeyondTheContextOrCutsTheAnswer(
      String route, int words, String fields, int status) throws Exception {
    fake.chat().reply("one", " two", " three");
    String text = "w ".repeat(words).strip();
    String ask =
        route.startsWith("chat")
            ? Samples.ask(Samples.LLAMA_70B, text)
            : "{\"model\":\"%s\",\"prompt\":\"%s\"}".formatted(Samples.LLAMA_70B, text);
    Http.Reply reply = http.post("/v1/" + route, ask.replaceFirst("\\{", "{" + fields));

    assertThat(reply.status()).isEqualTo(status);
    if (status == 400) {
      assertThat(reply.json().at("/error/message").asString()).contains("context length");
      assertThat(reply.json().at("/error/type").asString()).isEqualTo("invalid_request_error");
    } else {
      assertThat(reply.json().at("/usage/total_tokens").asInt()).isLessThanOrEqualTo(131_072);
    }
  }

  @Test
  void givesReasoningBeforeTheAnswer() throws Exception {
    fake.chat().when(call -> true).reasoning("let me think").reply("42");
    List<JsonNode> chunks =
        chunks(http.post("/v1/chat/completions", Samples.stream(Samples.LLAMA_70B, "hi")));

    assertThat(chunks.get(0).at("/choices/0/delta/reasoning").asString()).isEqualTo("let");
    assertThat(chunks.get(3).at("/choices/0/delta/content").asString()).isEqualTo("42");
    JsonNode usage = chunks.get(4).path("usage");
    assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt(-1)).isZero();
    assertThat(usage.has("cached_tokens")).isFalse();
  }

  @Test
  void refusesModelsAsTheProviderDoes() throws Exception {
    Http.Reply unknown = http.post("/v1/chat/completions", Samples.ask("acme/none", "hi"));
    Http.Reply listed = http.post("/v1/chat/completions", Samples.ask(Samples.LLAMA_8B, "hi"));

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(listed.status()).isEqualTo(400);
    assertThat(listed.json().at("/error/code").asString()).isEqualTo("model_not_available");
    fake.assertNoViolations();
  }

  @Test
  void reportsAFieldThatTheProviderDoesNotKnow() throws Exception {
    String ask = Samples.ask(Samples.LLAMA_70B, "hi").replaceFirst("\\{", "{\"max_token\":2,");

    assertThat(http.post("/v1/chat/completions", ask).status()).isEqualTo(400);
    assertThatThrownBy(fake::assertNoViolations).hasMessageContaining("nearest: `max_tokens`");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'reasoning_effort':'huge' | reasoning_effort must be one of [high, low, medium]",
        "'context_length_exceeded_behavior':'cut' | must be one of [error, truncate]",
        "'compliance':'sox' | must be one of [hipaa]",
        "'response_format':{'type':'xml'} | unknown response_format.type",
        "'response_format':{'type':'regex'} | response_format.pattern is required",
        "'response_format':{'type':'json_schema','json_schema':{'name':'a b'}} | letters, digits",
        "'tool_choice':'get_weather' | tool_choice must be auto, required, none or a function",
        "'tool_choice':{'type':'function','function':{'name':'f'}} | ",
        "'tools':[{'type':'code'}] | tools[].type must be function",
        "'tools':[{'type':'function','function':{}}] | tools[].function.name is required",
        "'top_k':0 | top_k must be between 1",
        "'messages':[{'role':'user','content':[{'type':'text'}]}] | a text part needs text",
        "'messages':[{'role':'user','content':[{'type':'pdf'}]}] | unknown part 'pdf'",
        "'messages':[{'role':'user','content':[{'type':'image_url','image_url':'x'}]}] | needs a url",
        "'messages':[{'role':'user','content':[{'type':'input_audio','input_audio':{'data':'x','format':'mp3'}}]}] | the format wav",
        "'reasoning':{'enabled':'yes'} | reasoning.enabled must be true or false",
        "'messages':[{'role':'user','content':[{'type':'video_url','video_url':{'url':'x'}}]}] | "
      })
  void refusesWordsAndFormsThatTheProviderDoesNotKnow(String fields, String problem)
      throws Exception {
    String given = "{\"model\":\"" + Samples.LLAMA_70B + "\"," + fields.replace('\'', '"');
    String messages = ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    Http.Reply reply =
        http.post("/v1/chat/completions", given + (fields.contains("messages") ? "}" : messages));

    assertThat(reply.status()).isEqualTo(problem == null ? 200 : 400);
    if (problem != null) {
      assertThat(reply.json().at("/error/message").asString()).contains(problem);
    }
  }

  @Test
  void completesAPrompt() throws Exception {
    fake.chat().reply(" Paris");
    String request = "{\"model\":\"" + Samples.LLAMA_70B + "\",\"prompt\":\"Capital of France?\"}";
    JsonNode whole = http.post("/v1/completions", request).json();
    Http.Reply streamed =
        http.post("/v1/completions", request.replaceFirst("\\{", "{\"stream\":true,"));

    assertThat(whole.at("/choices/0/text").asString()).isEqualTo(" Paris");
    assertThat(chunks(streamed).get(0).at("/token/text").asString()).isEqualTo(" Paris");
    assertThat(chunks(streamed).get(1).path("finish_reason").asString()).isEqualTo("stop");
  }

  @Test
  void completesAPromptAsOftenAsAskedWithEchoAndLogprobs() throws Exception {
    fake.chat().reply(" Paris", " .");
    String request =
        "{\"model\":\""
            + Samples.LLAMA_70B
            + "\",\"prompt\":\"Capital of France?\",\"n\":3,\"echo\":true,\"logprobs\":2,\"seed\":42}";
    JsonNode whole = http.post("/v1/completions", request).json();
    List<JsonNode> chunks =
        chunks(http.post("/v1/completions", request.replaceFirst("\\{", "{\"stream\":true,")));
    JsonNode last = chunks.get(8);

    assertThat(whole.path("choices")).hasSize(3);
    for (int i = 0; i < 3; i++) {
      JsonNode choice = whole.path("choices").path(i);
      assertThat(choice.path("index").asInt()).isEqualTo(i);
      assertThat(choice.path("text").asString()).isEqualTo(" Paris .");
      assertThat(choice.path("seed").asInt()).isEqualTo(42);
      assertThat(choice.at("/logprobs/tokens").toString()).isEqualTo("[\" Paris\",\" .\"]");
      assertThat(choice.at("/logprobs/token_logprobs/1").asDouble()).isNegative();
    }
    assertThat(whole.at("/prompt/0/text").asString()).isEqualTo("Capital of France?");
    assertThat(whole.at("/prompt/0/logprobs/tokens")).hasSize(3);
    assertThat(whole.at("/usage/completion_tokens").asInt()).isEqualTo(6);
    assertThat(chunks).hasSize(9);
    assertThat(chunks.get(4).at("/choices/0/index").asInt()).isEqualTo(1);
    assertThat(chunks.get(4).at("/token/text").asString()).isEqualTo(" .");
    assertThat(chunks.get(4).at("/token/logprob").asDouble()).isNegative();
    assertThat(chunks.get(7).path("usage").isNull()).isTrue();
    assertThat(last.path("finish_reason").asString()).isEqualTo("stop");
    assertThat(last.path("seed").asInt()).isEqualTo(42);
    assertThat(last.path("usage")).isEqualTo(whole.path("usage"));
    fake.assertNoViolations();
  }

  @Test
  void echoesAConversationWithTheLogprobsOfItsTokens() throws Exception {
    String ask = Samples.ask(Samples.LLAMA_70B, "hi").replaceFirst("\\{", "{\"echo\":true,");
    JsonNode plain = http.post("/v1/chat/completions", ask).json().at("/prompt/0");
    String sure = ask.replaceFirst("\\{", "{\"logprobs\":1,");
    JsonNode counted = http.post("/v1/chat/completions", sure).json().at("/prompt/0");

    assertThat(plain.path("text").asString()).contains("hi");
    assertThat(plain.has("logprobs")).isFalse();
    assertThat(counted.at("/logprobs/token_ids")).isNotEmpty();
  }

  @Test
  void answersAsJsonWhenASchemaIsGiven() throws Exception {
    String ask =
        Samples.ask(Samples.LLAMA_70B, "hi")
            .replaceFirst(
                "\\{",
                "{\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"p\","
                    + "\"schema\":{\"properties\":{\"age\":{\"type\":\"integer\"}}}}},");
    JsonNode whole = http.post("/v1/chat/completions", ask).json();

    assertThat(whole.at("/choices/0/message/content").asString()).isEqualTo("{\"age\":1}");
  }

  @Test
  void listsModelsAsABareArrayAndTheOwnerOfTheKey() throws Exception {
    JsonNode models = http.get("/v1/models").json();

    assertThat(models.isArray()).isTrue();
    assertThat(models.toString()).contains(Samples.LLAMA_70B);
    assertThat(http.get("/v1/models?dedicated=true").text()).contains(Samples.QWEN_8B);
    assertThat(http.get("/v1/whoami").json().path("project_slug").asString()).isEqualTo("acme");
  }
}
