package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ContentPart;
import dev.loraport.chat.ModelRef;
import dev.loraport.chat.ResponseFormat;
import dev.loraport.chat.Role;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolChoice;
import dev.loraport.error.ConfigurationException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.spi.ChatDialect.GrammarForm;
import dev.loraport.spi.ChatDialect.LogprobsForm;
import dev.loraport.spi.ChatDialect.ReasoningForm;
import dev.loraport.spi.ChatDialect.SchemaForm;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatRequestsTest {
  private static final String ANSWER = "{\"id\":\"a\",\"choices\":[{\"index\":0}]}";
  private static final Json SCHEMA = Json.parse("{\"type\":\"object\"}");

  private static String sent(ChatDialect.Builder dialect, ChatRequest request) {
    ChatCaller caller = ChatCaller.json(ANSWER);
    caller.chat(dialect).complete(request);
    return caller.sent();
  }

  private static ChatRequest.Builder request() {
    return ChatRequest.builder().model(ModelRef.of("m")).addMessages(ChatMessage.user("hi"));
  }

  private static String rest(String json) {
    String start = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";
    assertThat(json).startsWith(start);
    return json.substring(start.length(), json.length() - 1);
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        field("", b -> b),
        field(",\"max_tokens\":64", b -> b.maxTokens(64)),
        field(",\"temperature\":0.2", b -> b.temperature(0.2)),
        field(",\"top_p\":0.9", b -> b.topP(0.9)),
        field(",\"top_k\":40", b -> b.topK(40)),
        field(",\"min_p\":0.05", b -> b.minP(0.05)),
        field(",\"presence_penalty\":-1.5", b -> b.presencePenalty(-1.5)),
        field(",\"frequency_penalty\":0.5", b -> b.frequencyPenalty(0.5)),
        field(",\"repetition_penalty\":1.1", b -> b.repetitionPenalty(1.1)),
        field(",\"stop\":[\"\\n\\n\"]", b -> b.addStop("\n\n")),
        field(",\"seed\":7", b -> b.seed(7)),
        field(",\"n\":2", b -> b.n(2)),
        field(",\"logprobs\":true,\"top_logprobs\":3", b -> b.logprobs(3)),
        field(",\"logprobs\":true", b -> b.logprobs(0)),
        field(",\"logit_bias\":{\"50256\":-100.0}", b -> b.putLogitBias("50256", -100)),
        field(
            ",\"response_format\":{\"type\":\"json_object\"}",
            b -> b.responseFormat(ResponseFormat.jsonObject())),
        field(
            ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"person\","
                + "\"schema\":{\"type\":\"object\"},\"strict\":true}}",
            b -> b.responseFormat(ResponseFormat.jsonSchema("person", SCHEMA, true))),
        field(
            ",\"response_format\":{\"type\":\"regex\",\"pattern\":\"[a-z]+\"}",
            b -> b.responseFormat(ResponseFormat.regex("[a-z]+"))),
        field(
            ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"get_weather\","
                + "\"description\":\"Weather now\",\"parameters\":{\"type\":\"object\"},"
                + "\"strict\":true}}],\"tool_choice\":{\"type\":\"function\",\"function\":"
                + "{\"name\":\"get_weather\"}},\"parallel_tool_calls\":false",
            b ->
                b.addTools(
                        Tool.builder()
                            .name("get_weather")
                            .description("Weather now")
                            .parameters(SCHEMA)
                            .strict(true)
                            .build())
                    .toolChoice(ToolChoice.function("get_weather"))
                    .parallelToolCalls(false)),
        field(
            ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],"
                + "\"tool_choice\":\"required\"",
            b -> b.addTools(Tool.builder().name("f").build()).toolChoice(ToolChoice.required())),
        field(",\"tool_choice\":\"none\"", b -> b.toolChoice(ToolChoice.none())),
        field(",\"reasoning_effort\":\"low\"", b -> b.reasoningEffort("low")),
        field(",\"reasoning\":{\"enabled\":false}", b -> b.reasoning(false)),
        field(",\"user\":\"u1\"", b -> b.user("u1")),
        field(
            ",\"ignore_eos\":true,\"big\":15924764223251450000",
            b ->
                b.putExtra("ignore_eos", Json.of(true))
                    .putExtra("big", Json.parse("15924764223251450000"))));
  }

  private static Arguments field(String json, UnaryOperator<ChatRequest.Builder> set) {
    return Arguments.of(json, set);
  }

  @ParameterizedTest
  @MethodSource("fields")
  void writesEachFieldAndNothingElse(String json, UnaryOperator<ChatRequest.Builder> set) {
    assertThat(rest(sent(ChatDialect.builder(), set.apply(request()).build()))).isEqualTo(json);
  }

  static Stream<Arguments> dialects() {
    return Stream.of(
        dialect(",\"logprobs\":3", d -> d.logprobsForm(LogprobsForm.COUNT), b -> b.logprobs(3)),
        dialect(
            ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"type\":\"object\"}}",
            d -> d.schemaForm(SchemaForm.BARE),
            b -> b.responseFormat(ResponseFormat.jsonSchema("person", SCHEMA))),
        dialect(
            ",\"guided_regex\":\"[a-z]+\"",
            d -> d.grammarForm(GrammarForm.GUIDED),
            b -> b.responseFormat(ResponseFormat.regex("[a-z]+"))),
        dialect(
            ",\"thinking\":{\"type\":\"disabled\"}",
            d -> d.reasoningForm(ReasoningForm.THINKING),
            b -> b.reasoning(false)),
        dialect(
            ",\"chat_template_kwargs\":{\"enable_thinking\":true}",
            d -> d.reasoningForm(ReasoningForm.TEMPLATE),
            b -> b.reasoning(true)),
        dialect(",\"max_tokens\":512", d -> d.defaultMaxTokens(512), b -> b),
        dialect(",\"max_tokens\":9", d -> d.defaultMaxTokens(512), b -> b.maxTokens(9)),
        dialect(
            ",\"max_completion_tokens\":9",
            d -> d.defaultMaxTokens(512),
            b -> b.putExtra("max_completion_tokens", Json.of(9))),
        dialect(",\"context\":\"error\"", d -> d.putDefaults("context", Json.of("error")), b -> b),
        dialect(
            ",\"context\":\"truncate\"",
            d -> d.putDefaults("context", Json.of("error")),
            b -> b.putExtra("context", Json.of("truncate"))),
        dialect(
            ",\"temperature\":0.5",
            d -> d.putDefaults("temperature", Json.of(1)),
            b -> b.temperature(0.5)));
  }

  private static Arguments dialect(
      String json,
      UnaryOperator<ChatDialect.Builder> dialect,
      UnaryOperator<ChatRequest.Builder> set) {
    return Arguments.of(json, dialect, set);
  }

  @ParameterizedTest
  @MethodSource("dialects")
  void writesWhatTheProviderSpeaks(
      String json,
      UnaryOperator<ChatDialect.Builder> dialect,
      UnaryOperator<ChatRequest.Builder> set) {
    assertThat(rest(sent(dialect.apply(ChatDialect.builder()), set.apply(request()).build())))
        .isEqualTo(json);
  }

  @Test
  void writesEachKindOfMessage() {
    ChatRequest request =
        ChatRequest.builder()
            .model(ModelRef.of("m"))
            .addMessages(
                ChatMessage.builder().role(Role.SYSTEM).content("Be brief.").name("ann").build(),
                ChatMessage.user(
                    List.of(
                        ContentPart.text("See \"this\""),
                        ContentPart.image("https://pictures.example/cat.png"),
                        ContentPart.image(new byte[] {0}, "image/png")
                            .with(Map.of("detail", Json.of("low"))),
                        new ContentPart(
                            "input_audio",
                            Optional.empty(),
                            Optional.empty(),
                            Map.of(),
                            Map.of("input_audio", Json.parse("{\"data\":\"AA==\"}"))))),
                ChatMessage.builder()
                    .role(Role.ASSISTANT)
                    .reasoning("Look it up.")
                    .addToolCalls(
                        ToolCall.builder()
                            .id("c1")
                            .name("f")
                            .arguments("{\"a\":1}")
                            .index(0)
                            .build())
                    .build(),
                ChatMessage.tool("c1", "4"))
            .build();

    assertThat(sent(ChatDialect.builder().reasoningField("reasoning"), request))
        .isEqualTo(
            "{\"model\":\"m\",\"messages\":["
                + "{\"role\":\"system\",\"content\":\"Be brief.\",\"name\":\"ann\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"See \\\"this\\\"\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://pictures.example/cat.png\"}},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AA==\","
                + "\"detail\":\"low\"}},"
                + "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA==\"}}]},"
                + "{\"role\":\"assistant\",\"content\":null,\"reasoning\":\"Look it up.\","
                + "\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
                + "{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}}]},"
                + "{\"role\":\"tool\",\"content\":\"4\",\"tool_call_id\":\"c1\"}]}");
  }

  @Test
  void anAnswerOfElsewhereIsSentBackWithoutWhatAClosedProviderRefuses() {
    ChatMessage received =
        ChatMessage.builder()
            .role(Role.ASSISTANT)
            .addToolCalls(
                ToolCall.builder().id("c1").name("f").putExtra("note", Json.of(1)).build())
            .putExtra("annotations", Json.parse("[]"))
            .putExtra("kept", Json.of(2))
            .build();
    ChatMessage added =
        ChatMessage.builder().role(Role.USER).content("x").putExtra("mine", Json.of(1)).build();
    ChatMessage silent = ChatMessage.builder().role(Role.ASSISTANT).build();
    ChatRequest request =
        ChatRequest.builder().model(ModelRef.of("m")).addMessages(received, silent, added).build();
    String call =
        "\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
            + "{\"name\":\"f\",\"arguments\":\"\"}";
    String silence = ",{\"role\":\"assistant\",\"content\":\"\"}";

    assertThat(sent(ChatDialect.builder().answerMembers(Set.of("kept")), request))
        .contains(call + "}],\"kept\":2}" + silence)
        .contains("\"mine\":1");
    assertThat(sent(ChatDialect.builder(), request))
        .contains(call + ",\"note\":1}],\"annotations\":[],\"kept\":2}" + silence);
  }

  @Test
  void addedMembersTakeThePlaceOfFieldsOfTheSameName() {
    ChatCaller caller = ChatCaller.json(ANSWER);
    RequestOptions options =
        RequestOptions.builder()
            .putExtraBody("temperature", Json.of(2))
            .putExtraBody("top_p", Json.missing())
            .putExtraBody("seed", Json.ofNull())
            .build();
    ChatRequest request =
        request().temperature(0.1).topP(0.5).seed(1).putExtra("temperature", Json.of(3)).build();

    caller.chat().complete(request, options);

    assertThat(rest(caller.sent())).isEqualTo(",\"temperature\":2,\"seed\":null");
    assertThat(caller.options()).isEqualTo(RequestOptions.none());
  }

  @Test
  void aStreamAsksForEventsAndForUsageWhereItMust() throws Exception {
    ChatCaller caller = ChatCaller.events(FakeBody.of("data: [DONE]\n\n"));
    caller.chat(ChatDialect.builder().asksForUsage(true)).stream(request().build()).close();

    assertThat(rest(caller.sent()))
        .isEqualTo(",\"stream\":true,\"stream_options\":{\"include_usage\":true}");
    assertThat(caller.call().headers()).containsEntry("Accept", "text/event-stream");
    assertThat(caller.call().operation().kind()).isEqualTo(Operation.Kind.STREAM);
    assertThat(caller.call().uri()).hasToString("https://api.acme.example/v1/chat/completions");
  }

  @Test
  void refusesAHostThatIsNotOfTheProvider() {
    ChatCaller caller = ChatCaller.json(ANSWER);
    ModelRef model = ModelRef.of("m", URI.create("https://evil.example/v1"));

    assertThatThrownBy(() -> caller.chat().complete(model, "hi"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("evil.example");
    assertThat(caller.wasCalled()).isFalse();
  }

  @Test
  void aDeclaredHostOfAModelIsUsed() {
    ChatCaller caller = ChatCaller.json(ANSWER);
    URI dedicated = URI.create("https://api.acme.example/dedicated/");

    caller.chat().complete(ModelRef.of("m", dedicated), "hi");

    assertThat(caller.call().uri())
        .hasToString("https://api.acme.example/dedicated/chat/completions");
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "messages.name", "response_format.regex"})
  void refusesWhatTheProviderDoesNotTakeBeforeItIsSent(String field) {
    ChatCaller caller = ChatCaller.json(ANSWER);
    ChatRequest request =
        request()
            .user("u")
            .addMessages(ChatMessage.builder().role(Role.USER).content("x").name("ann").build())
            .responseFormat(ResponseFormat.regex("a"))
            .build();

    assertThatThrownBy(
            () -> caller.chat(ChatDialect.builder().addUnsupported(field)).complete(request))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageContaining(field);
    assertThat(caller.wasCalled()).isFalse();
  }

  @Test
  void refusesWhatTheProviderDoesNotTakeTogether() {
    ChatCaller caller = ChatCaller.json(ANSWER);
    ChatDialect.Builder dialect =
        ChatDialect.builder()
            .check(
                request -> {
                  throw new IllegalArgumentException("not these two");
                });

    assertThatThrownBy(() -> caller.chat(dialect).complete(request().build()))
        .hasMessage("not these two");
    assertThat(caller.wasCalled()).isFalse();
  }

  static Stream<Arguments> choices() {
    Tool other = Tool.builder().name("f").build();
    return Stream.of(
        Arguments.of("g", ToolChoice.function("g"), other),
        Arguments.of("g", ToolChoice.function("g"), null),
        Arguments.of("required", ToolChoice.required(), null));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void refusesTheChoiceOfAToolThatIsNotThere(
      String choiceName, ToolChoice choice, @Nullable Tool tool) {
    ChatRequest.Builder builder = request().toolChoice(choice);
    ChatRequest request = (tool == null ? builder : builder.addTools(tool)).build();
    ChatCaller caller = ChatCaller.json(ANSWER);
    assertThatThrownBy(() -> caller.chat().complete(request))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("toolChoice (" + choiceName + ") asks for a tool");
    assertThat(caller.wasCalled()).isFalse();

    Json tools = Json.parse("[{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]");
    caller.chat().complete(request, RequestOptions.builder().putExtraBody("tools", tools).build());
    assertThat(caller.sentJson().get("tools")).isEqualTo(tools);
  }

  @Test
  void refusesWhatJsonCanNotSay() {
    ChatCaller caller = ChatCaller.json(ANSWER);

    assertThatThrownBy(
            () -> caller.chat().complete(request().repetitionPenalty(Double.NaN).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("repetition_penalty must be a number, not NaN");
    assertThatThrownBy(
            () -> caller.chat().complete(request().putExtra("stream", Json.of(true)).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("call stream(...)");
  }
}
