package dev.loraport.fireworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.ContentPart;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.ModelRef;
import dev.loraport.chat.ResponseFormat;
import dev.loraport.chat.Role;
import dev.loraport.chat.TextRequest;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolCall;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.ServerErrorException;
import dev.loraport.error.StreamException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Fireworks' chat is asked, and how its answers are taken. */
class FireworksChatTest {
  private static final String PATH = "/inference/v1/chat/completions";
  private static final String CHAT = "POST " + PATH;
  private static final String TEXT = "POST /inference/v1/completions";
  private static final String MODEL =
      "accounts/my-team/models/support-lora#accounts/my-team/deployments/d-9f2k1";
  private static final String ANSWER =
      "{'id':'9b2f','object':'chat.completion','created':1784674800,'choices':[{'index':0,"
          + "'message':{'role':'assistant','reasoning_content':'Think.','content':'Open Settings'},"
          + "'finish_reason':'stop'}],'usage':{'prompt_tokens':24,'completion_tokens':12,"
          + "'total_tokens':36,'prompt_tokens_details':{'cached_tokens':3}}%s}";
  private static final String CHUNK =
      "data: {'id':'9b2f','choices':[{'index':0,'delta':{%s},'finish_reason':%s}]%s}\n\n";

  private static final ContentPart FAR = ContentPart.image("https://i.example/a.png");

  /** So many bytes are 5,242,880 characters of base64; two times that is just too much. */
  private static final int HALF = 3_932_160;

  private final Script script = new Script();

  private static ChatRequest.Builder request() {
    return ChatRequest.builder().model(ModelRef.of(MODEL)).addMessages(ChatMessage.user("hi"));
  }

  private static String chunk(String delta) {
    return CHUNK.formatted(delta, "null", "");
  }

  private void streams(String... events) {
    script.on(CHAT, 200, "text/event-stream", String.join("", events), Map.of());
  }

  private static final String LAST =
      CHUNK.formatted("", "'stop'", ",'usage':{'prompt_tokens':24,'completion_tokens':2}");

  static Stream<Arguments> requests() {
    return Stream.of(
        fields("'max_tokens':4096", b -> b),
        fields("'max_tokens':64,'top_k':40,'min_p':0.1", b -> b.maxTokens(64).topK(40).minP(0.1)),
        fields("'max_tokens':4096,'logprobs':true,'top_logprobs':5", b -> b.logprobs(5)),
        fields("'max_tokens':4096,'thinking':{'type':'disabled'}", b -> b.reasoning(false)),
        fields("'max_tokens':4096,'reasoning_effort':'max'", b -> b.reasoningEffort("max")),
        fields(
            "'max_tokens':4096,'response_format':{'type':'grammar','grammar':'root ::= \\\"a\\\"'}",
            b -> b.responseFormat(ResponseFormat.grammar("root ::= \"a\""))),
        fields(
            "'max_tokens':4096,'response_format':{'type':'json_schema','json_schema':{'type':'object'}}",
            b ->
                b.responseFormat(
                    ResponseFormat.jsonSchema(
                        "person", Json.object().put("type", "object").build()))),
        fields("'max_completion_tokens':9", b -> b.putExtra("max_completion_tokens", Json.of(9))));
  }

  private static Arguments fields(String json, UnaryOperator<ChatRequest.Builder> set) {
    return Arguments.of(json.replace('\'', '"'), set);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-oss-20b", "accounts/fireworks/models/gpt-oss-20"})
  void aModelThatIsNotThereIsToldWithTheNearestKnownOne(String model) {
    script.on(CHAT, 404, "{'error':{'message':'Model not found','param':'model'}}");
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> client.chat().complete(model, "hi"))
          .withMessageContaining("; did you mean accounts/fireworks/models/gpt-oss-20b?");
    }
  }

  @ParameterizedTest
  @MethodSource("requests")
  void writesWhatTheClosedSchemaTakes(String json, UnaryOperator<ChatRequest.Builder> set) {
    script.on(CHAT, ANSWER.formatted(""));
    try (FireworksClient client = script.client()) {
      client.chat().complete(set.apply(request()).build());

      String start =
          "{\"model\":\"" + MODEL + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],";
      String end = ",\"context_length_exceeded_behavior\":\"error\"";
      assertThat(script.last("POST", PATH).body())
          .startsWith(start)
          .contains(json)
          .contains(end)
          .hasSize(start.length() + json.length() + end.length() + 1);
    }
  }

  @Test
  void aPromptThatIsTooLongIsCutOnlyWhereTheUserSaysSo() {
    script.on(CHAT, ANSWER.formatted(""));
    try (FireworksClient client = script.client()) {
      client
          .chat()
          .complete(
              request().putExtra("context_length_exceeded_behavior", Json.of("truncate")).build());
      assertThat(script.last("POST", PATH).json().get("context_length_exceeded_behavior").string())
          .contains("truncate");
    }
  }

  @Test
  void theThinkingAndTheToolCallsOfAnEarlierTurnAreSentBack() {
    script.on(CHAT, ANSWER.formatted(""));
    ChatMessage turn =
        ChatMessage.builder()
            .role(Role.ASSISTANT)
            .reasoning("Look it up.")
            .addToolCalls(ToolCall.builder().id("c1").name("f").arguments("{}").build())
            .build();
    try (FireworksClient client = script.client()) {
      client.chat().complete(request().addMessages(turn, ChatMessage.tool("c1", "4")).build());
      assertThat(script.last("POST", PATH).json().get("messages").elements().get(1))
          .isEqualTo(
              Json.parse(
                  "{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"Look it up.\","
                      + "\"tool_calls\":[{\"id\":\"c1\",\"type\":\"function\",\"function\":"
                      + "{\"name\":\"f\",\"arguments\":\"{}\"}}]}"));
    }
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        fields("reasoningEffort", b -> b.reasoning(true).reasoningEffort("low")),
        fields(
            "thinkingBudget",
            b ->
                b.reasoningEffort("low")
                    .putAllExtra(FireworksChat.fields().thinkingBudget(2048).extra())),
        fields(
            "maxTokens",
            b -> b.maxTokens(8).putAllExtra(FireworksChat.fields().maxCompletionTokens(8).extra())),
        fields("stop must be 4", b -> b.addStop("a", "b", "c", "d", "e")),
        fields("logprobs must be 5", b -> b.logprobs(6)),
        fields("topK must be from 0 to 100", b -> b.topK(101)),
        fields("repetitionPenalty must be from 0 to 2", b -> b.repetitionPenalty(2.5)),
        fields("logitBias of token 7 must be from -100", b -> b.putLogitBias("7", -101.0)),
        fields("tool name", b -> b.addTools(Tool.builder().name("x".repeat(65)).build())),
        fields(
            "messages[2] has the picture 31 of 32; Fireworks takes at most 30 in a request: leave",
            b -> b.addMessages(pictures(30, FAR), pictures(2, FAR))),
        fields(
            "messages[2] has a picture with which those that are sent along are 10 MB of base64 or"
                + " more (10485760 characters in all; Fireworks takes fewer than 10485760 in a"
                + " request): make them smaller, or give public URLs of them, below 5 MB each",
            b ->
                b.addMessages(
                    pictures(1, ContentPart.image(new byte[HALF], "image/png")),
                    pictures(1, ContentPart.image(new byte[HALF], "image/jpeg")),
                    ChatMessage.user("Which?"))));
  }

  private static ChatMessage pictures(int count, ContentPart picture) {
    return ChatMessage.user(Collections.nCopies(count, picture));
  }

  @Test
  void picturesUpToTheLimitsAreSentAndThoseByAddressHaveNoSizeHere() {
    script.on(CHAT, ANSWER.formatted(""));
    ContentPart data = ContentPart.image("data:image/png;base64," + "A".repeat((10 << 20) - 1));
    try (FireworksClient client = script.client()) {
      client.chat().complete(request().addMessages(pictures(1, data), pictures(29, FAR)).build());
      assertThat(script.sent()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesValuesThatTheProviderRefuses(String reason, UnaryOperator<ChatRequest.Builder> set) {
    try (FireworksClient client = script.client()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.chat().complete(set.apply(request()).build()))
          .withMessageContaining(reason);
      assertThat(script.sent()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "top_k, 101, topK must be from 0 to 100",
    "logprobs, 6, logprobs must be 5",
    "stop, 5, stop must be 4"
  })
  void refusesThemOfATextTooUnlessAnotherIsSent(String field, int wrong, String reason) {
    TextRequest.Builder text = TextRequest.builder().model(ModelRef.of("m")).prompt("Hi");
    switch (field) {
      case "top_k" -> text.topK(wrong);
      case "logprobs" -> text.logprobs(wrong);
      default -> text.stop(Collections.nCopies(wrong, "a"));
    }
    script.on("POST /inference/v1/completions", ANSWER.formatted(""));
    try (FireworksClient client = script.client()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.chat().completeText(text.build()))
          .withMessageContaining(reason);
      assertThat(script.sent()).isEmpty();

      client.chat().completeText(text.putExtra(field, Json.of(3)).build());
      assertThat(script.sent()).hasSize(1);
    }
  }

  @Test
  void judgesNoFieldThatAnotherIsSentInPlaceOf() {
    Tool tool = Tool.builder().name("x".repeat(65)).build();
    ChatRequest.Builder request =
        request()
            .addMessages(pictures(31, FAR))
            .maxTokens(8)
            .addStop("a", "b", "c", "d", "e")
            .logprobs(6)
            .topK(101)
            .repetitionPenalty(2.5)
            .putLogitBias("7", -101.0)
            .responseFormat(ResponseFormat.regex("a"))
            .addTools(tool)
            .putExtra("max_completion_tokens", Json.of(8))
            .putExtra("max_tokens", Json.missing());
    for (String field :
        List.of(
            "messages",
            "stop",
            "top_logprobs",
            "top_k",
            "repetition_penalty",
            "logit_bias",
            "response_format",
            "tools")) {
      request.putExtra(field, Json.of("own"));
    }
    script.on(CHAT, ANSWER.formatted(""));
    try (FireworksClient client = script.client()) {
      client.chat().complete(request.build());
      Json sent = script.last("POST", PATH).json();
      assertThat(sent.get("top_k")).isEqualTo(Json.of("own"));
      assertThat(sent.members()).doesNotContainKey("max_tokens");
    }
  }

  static Stream<Arguments> lacking() {
    return Stream.of(
        fields(
            "messages.name",
            b ->
                b.addMessages(
                    ChatMessage.builder().role(Role.USER).content("x").name("ann").build())),
        fields("response_format.regex", b -> b.responseFormat(ResponseFormat.regex("a"))),
        fields(
            "response_format.strict",
            b ->
                b.responseFormat(
                    new ResponseFormat(
                        "json_schema",
                        Optional.empty(),
                        Optional.of(Json.object().build()),
                        Optional.of(true),
                        Optional.empty()))));
  }

  @ParameterizedTest
  @MethodSource("lacking")
  void refusesFieldsThatTheProviderDoesNotHave(
      String field, UnaryOperator<ChatRequest.Builder> set) {
    try (FireworksClient client = script.client()) {
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> client.chat().complete(set.apply(request()).build()))
          .withMessageContaining(field);
      assertThat(script.sent()).isEmpty();
    }
  }

  @Test
  void anAnswerHasItsThinkingItsTokensAndTheMeasuresOfItsHeaders() {
    script.on(
        CHAT,
        200,
        "application/json",
        ANSWER.formatted(""),
        Map.of(
            "fireworks-server-processing-time", List.of("0.25"),
            "prefill-duration", List.of("0.1"),
            "fireworks-sampling-options", List.of("{}"),
            "x-fireworks-request-id", List.of("r-9")));
    try (FireworksClient client = script.client()) {
      ChatCompletion answer = client.chat().complete(request().build());

      assertThat(answer.text()).isEqualTo("Open Settings");
      assertThat(answer.message().reasoning()).contains("Think.");
      assertThat(answer.finishReason()).contains(FinishReason.STOP);
      assertThat(answer.usage().orElseThrow().cachedTokens()).hasValue(3);
      assertThat(answer.requestId()).contains("r-9");
      assertThat(answer.extra())
          .containsOnly(
              Map.entry(
                  "perf_metrics",
                  Json.object()
                      .put("server-processing-time", "0.25")
                      .put("prefill-duration", "0.1")
                      .build()));
    }
  }

  @Test
  void theMeasuresOfTheBodyWin() {
    script.on(
        CHAT,
        200,
        "application/json",
        ANSWER.formatted(",'perf_metrics':{'prompt-tokens':24}"),
        Map.of("fireworks-prompt-tokens", List.of("7")));
    try (FireworksClient client = script.client()) {
      assertThat(client.chat().complete(request().build()).extra().get("perf_metrics"))
          .isEqualTo(Json.parse("{\"prompt-tokens\":24}"));
    }
  }

  @Test
  void anAnswerThatIsTooLongForOnePieceIsStreamedAndPutTogether() {
    streams(
        chunk("'role':'assistant'"),
        chunk("'content':'Open '"),
        chunk("'content':'Settings'"),
        LAST,
        "data: [DONE]\n\n");
    try (FireworksClient client = script.client()) {
      ChatCompletion answer = client.chat().complete(request().maxTokens(16_000).build());

      assertThat(answer.text()).isEqualTo("Open Settings");
      assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(24);
      assertThat(script.last("POST", PATH).json().get("stream").bool()).contains(true);
      assertThat(script.last("POST", PATH).json().get("stream_options").isAbsent()).isTrue();
    }
  }

  @Test
  void aStreamEndsWithItsReasonAlsoWithoutTheLastEvent() {
    streams(chunk("'content':'Hi'"), LAST);
    try (FireworksClient client = script.client();
        ChatStream stream = client.chat().stream(request().build())) {
      assertThat(stream.result().text()).isEqualTo("Hi");
    }
  }

  @Test
  void aStreamThatEndsBetweenTwoAnswersIsCut() {
    streams(chunk("'content':'Hi'"), LAST);
    try (FireworksClient client = script.client();
        ChatStream stream = client.chat().stream(request().n(2).build())) {
      assertThatExceptionOfType(StreamException.class)
          .isThrownBy(stream::result)
          .satisfies(e -> assertThat(e.partial().text()).isEqualTo("Hi"))
          .satisfies(e -> assertThat(e.partial().finishReason()).contains(FinishReason.STOP));
    }
  }

  @Test
  void aStreamThatIsCutKeepsWhatCame() {
    streams(chunk("'content':'Open'"));
    try (FireworksClient client = script.client();
        ChatStream stream = client.chat().stream(request().build())) {
      assertThatExceptionOfType(StreamException.class)
          .isThrownBy(stream::result)
          .satisfies(e -> assertThat(e.partial().text()).isEqualTo("Open"));
      assertThatExceptionOfType(StreamException.class)
          .isThrownBy(() -> client.chat().complete(request().maxTokens(5000).build()))
          .satisfies(e -> assertThat(e.partial().text()).isEqualTo("Open"));
    }
  }

  @Test
  void fragmentsOfToolCallsWithoutAnIndexAreJoined() {
    streams(
        chunk(
            "'tool_calls':[{'id':'c1','type':'function','function':{'name':'f','arguments':'{'}}]"),
        chunk("'tool_calls':[{'function':{'arguments':'}'}}]"),
        CHUNK.formatted("", "'tool_calls'", ""),
        "data: [DONE]\n\n");
    try (FireworksClient client = script.client();
        ChatStream stream = client.chat().stream(request().build())) {
      assertThat(stream.result().message().toolCalls())
          .singleElement()
          .satisfies(call -> assertThat(call.arguments()).isEqualTo("{}"));
    }
  }

  @Test
  void aSleepingDeploymentIsWaitedForWithinTheTimeOfTheCall() {
    String waking = "{'error':{'message':'scaling up','code':'DEPLOYMENT_SCALING_UP'}}";
    for (int i = 0; i < 9; i++) {
      script.on(CHAT, 503, waking);
    }
    script.on(CHAT, ANSWER.formatted(""));
    try (FireworksClient client = script.client()) {
      assertThat(client.chat().complete(request().build()).text()).isEqualTo("Open Settings");
    }
    Script asleep = new Script().on(CHAT, 503, waking);
    Instant begin = asleep.now();
    try (FireworksClient client = asleep.client()) {
      RequestOptions minutes = RequestOptions.builder().timeout(Duration.ofMinutes(3)).build();
      assertThatExceptionOfType(ServerErrorException.class)
          .isThrownBy(() -> client.chat().complete(request().build(), minutes))
          .withMessageContaining("waking up");
      assertThat(asleep.since(begin)).isLessThanOrEqualTo(Duration.ofMinutes(3));
    }
  }

  @Test
  void plainTextIsCompletedWithTheSameCare() {
    script.on(
        TEXT, "{'id':'t','object':'text_completion','choices':[{'index':0,'text':' there'}]}");
    try (FireworksClient client = script.client()) {
      ChatCompletion answer =
          client
              .chat()
              .completeText(TextRequest.builder().model(ModelRef.of(MODEL)).prompt("Hi").build());
      assertThat(answer.text()).isEqualTo(" there");
      assertThat(script.last("POST", "/inference/v1/completions").json())
          .isEqualTo(
              Json.object()
                  .put("model", MODEL)
                  .put("prompt", "Hi")
                  .put("max_tokens", 4096)
                  .put("context_length_exceeded_behavior", "error")
                  .build());
    }
  }
}
