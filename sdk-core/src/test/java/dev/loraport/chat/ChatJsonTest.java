package dev.loraport.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.json.Json;
import java.math.BigInteger;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
      new Usage(1L << 40, 0, 0, OptionalLong.of(0), OptionalLong.empty(), EXTRA);

  static Stream<Object> values() {
    return Stream.of(
        MESSAGE,
        ChatMessage.builder()
            .role(Role.of("critic"))
            .addParts(ContentPart.text("a"), ContentPart.image("data:image/png;base64,AA=="))
            .toolCallId("c")
            .build(),
        ChatRequest.builder()
            .model(ModelRef.of("m", URI.create("https://a.example/v1")))
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
        new ChatCompletion(
            "i",
            Optional.empty(),
            Optional.of(Instant.ofEpochSecond(1777360400)),
            List.of(
                new ChatChoice(
                    1,
                    MESSAGE,
                    Optional.of(FinishReason.of("bored")),
                    Optional.of(Json.parse("[null,-0.5]")),
                    Optional.of(BIG),
                    EXTRA)),
            Optional.of(USAGE),
            Optional.empty(),
            EXTRA),
        new ChatChunk(
            "i",
            Optional.of("m"),
            Optional.empty(),
            List.of(
                new ChatDelta(
                    0,
                    Optional.empty(),
                    Optional.of(""),
                    Optional.empty(),
                    List.of(new ToolCallDelta(2, Optional.empty(), Optional.empty(), "{", EXTRA)),
                    Optional.empty(),
                    Optional.of(Json.of(-0.25)),
                    Optional.of(BIG),
                    EXTRA,
                    EXTRA)),
            Optional.of(USAGE),
            Optional.of("req-1"),
            EXTRA));
  }

  @ParameterizedTest
  @MethodSource("values")
  void aValueSurvivesItsWayThroughJson(Object value) {
    Class<?> type =
        value instanceof Record ? value.getClass() : value.getClass().getInterfaces()[0];
    String text = Json.write(value);
    assertThat(Json.read(text, type)).isEqualTo(value);
    assertThat(Json.write(Json.read(text, type))).isEqualTo(text);
  }
}
