package dev.loraport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.json.Json;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChatJsonTest {
  private static final BigInteger BIG = new BigInteger("15924764223251450000");
  private static final Map<String, Json> EXTRA =
      Map.of(
          "extra", Json.of("a member of that very name"),
          "content", Json.of("the name of a field"),
          "model", Json.of(1),
          "big", Json.of(BIG),
          "exact", Json.parse("0.1000000000000000000000000001"),
          "nothing", Json.ofNull(),
          "empty", Json.parse("[{},\"\"]"));

  private static final ChatMessage MESSAGE =
      ChatMessage.builder()
          .role(Role.ASSISTANT)
          .content("")
          .reasoning("so")
          .addToolCalls(ToolCall.builder().id("c").name("f").index(0).extra(EXTRA).build())
          .name("ann")
          .extra(EXTRA)
          .build();

  private static final Usage USAGE =
      Usage.builder().promptTokens(1L << 40).cachedTokens(0).extra(EXTRA).build();

  static Stream<Object> values() {
    return Stream.of(
        MESSAGE,
        ChatMessage.builder()
            .role(Role.of("critic"))
            .addParts(ContentPart.text("a"), ContentPart.image("data:image/png;base64,AA=="))
            .toolCallId("c")
            .build(),
        ChatRequest.builder()
            .model(ModelRef.builder().name("m").baseUrl(URI.create("https://a.example/v1")).build())
            .addMessages(MESSAGE)
            .maxTokens(1)
            .temperature(0.1)
            .seed(Long.MIN_VALUE)
            .putLogitBias("7", -1.5)
            .responseFormat(ResponseFormat.jsonSchema("s", Json.parse("{\"a\":null}")))
            .addTools(Tool.builder().name("f").parameters(Json.object().build()).build())
            .toolChoice(ToolChoice.function("f"))
            .parallelToolCalls(false)
            .extra(EXTRA)
            .build(),
        ChatCompletion.builder()
            .id("i")
            .createdAt(Instant.ofEpochSecond(1777360400))
            .addChoices(
                ChatChoice.builder()
                    .index(1)
                    .message(MESSAGE)
                    .finishReason(FinishReason.of("bored"))
                    .logprobs(Json.parse("[null,-0.5]"))
                    .seed(BIG)
                    .extra(EXTRA)
                    .build())
            .usage(USAGE)
            .extra(EXTRA)
            .build(),
        ChatChunk.builder()
            .id("i")
            .model("m")
            .addDeltas(
                ChatDelta.builder()
                    .content("")
                    .seed(BIG)
                    .logprobs(Json.of(-0.25))
                    .addToolCalls(ToolCallDelta.builder().index(2).arguments("{").build())
                    .extra(EXTRA)
                    .build())
            .usage(USAGE)
            .extra(EXTRA)
            .build());
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueSurvivesItsWayThroughJson(Object value) {
    Class<?> type = value.getClass().getInterfaces()[0];
    String text = Json.write(value);
    assertThat(Json.read(text, type)).isEqualTo(value);
    assertThat(Json.write(Json.read(text, type))).isEqualTo(text);
  }
}
