package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.Capability;
import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.ModelRef;
import dev.loraport.chat.Role;
import dev.loraport.chat.TextRequest;
import dev.loraport.chat.Usage;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextCompletionsTest {
  private static final String ANSWER =
      "{\"id\":\"cmpl-1\",\"object\":\"text.completion\",\"created\":1734398453,\"model\":\"m\","
          + "\"prompt\":[],\"choices\":[{\"index\":0,\"text\":\" Paris\","
          + "\"finish_reason\":\"length\",\"seed\":42,\"logprobs\":null}],"
          + "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":1,\"total_tokens\":11}}";

  private static TextRequest.Builder request() {
    return TextRequest.builder().model(ModelRef.of("m")).prompt("The capital is");
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        field("", b -> b),
        field(",\"max_tokens\":64", b -> b.maxTokens(64)),
        field(",\"temperature\":0.2", b -> b.temperature(0.2)),
        field(",\"top_p\":0.9", b -> b.topP(0.9)),
        field(",\"top_k\":40", b -> b.topK(40)),
        field(",\"stop\":[\"\\n\",\"END\"]", b -> b.addStop("\n", "END")),
        field(",\"seed\":7", b -> b.seed(7)),
        field(",\"n\":2", b -> b.n(2)),
        field(",\"logprobs\":3", b -> b.logprobs(3)),
        field(",\"echo\":true", b -> b.echo(true)),
        field("", b -> b.echo(false)),
        field(",\"min_p\":0.1", b -> b.putExtra("min_p", Json.of(0.1))),
        field(",\"n\":4", b -> b.n(2).putExtra("n", Json.of(4))));
  }

  private static Arguments field(String json, UnaryOperator<TextRequest.Builder> change) {
    return Arguments.of(json, change);
  }

  @ParameterizedTest
  @MethodSource("fields")
  void aFieldIsWrittenByItsWireName(String json, UnaryOperator<TextRequest.Builder> change) {
    ChatCaller caller = ChatCaller.json(ANSWER);

    caller.chat().completeText(change.apply(request()).build());

    assertThat(caller.sent())
        .isEqualTo("{\"model\":\"m\",\"prompt\":\"The capital is\"" + json + "}");
    assertThat(caller.call().uri()).hasToString("https://api.acme.example/v1/completions");
    assertThat(caller.call().operation())
        .isEqualTo(new Operation("chat.completeText", Operation.Kind.INFERENCE));
  }

  @Test
  void theTextIsTheContentOfTheMessage() {
    ChatCompletion answer = ChatCaller.json(ANSWER).chat().completeText(request().build());

    assertThat(answer.text()).isEqualTo(" Paris");
    assertThat(answer.message().role()).isEqualTo(Role.ASSISTANT);
    assertThat(answer.finishReason()).contains(FinishReason.LENGTH);
    assertThat(answer.usage()).map(Usage::totalTokens).contains(11L);
    assertThat(answer.extra()).isEmpty();
  }

  @Test
  void withoutWaitingItIsTheSame() {
    ChatCaller caller = ChatCaller.json(ANSWER);
    RequestOptions options = RequestOptions.builder().putExtraBody("user", Json.of("u-1")).build();

    ChatCompletion answer = caller.chat().async().completeText(request().build(), options).join();

    assertThat(answer.text()).isEqualTo(" Paris");
    assertThat(caller.sentJson().get("user").string()).contains("u-1");
  }

  @Test
  void aStreamGivesTheTextPieceByPieceAndTheReasonThatIsBesideTheChoices() {
    ChatCaller caller =
        ChatCaller.events(
            FakeBody.of(
                "data: {\"id\":\"c\",\"object\":\"completion.chunk\",\"token\":{\"text\":\" Pa\"},"
                    + "\"choices\":[{\"index\":0,\"text\":\" Pa\"}],\"finish_reason\":null}\n\n",
                "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"text\":\"ris\","
                    + "\"delta\":{\"content\":\"ris\"}}],\"finish_reason\":\"length\"}\n\n",
                "data: [DONE]\n\n"));

    try (ChatStream stream = caller.chat().streamText(request().build())) {
      assertThat(stream.textStream()).containsExactly(" Pa", "ris");
      assertThat(stream.result().text()).isEqualTo(" Paris");
      assertThat(stream.result().finishReason()).contains(FinishReason.LENGTH);
      assertThat(stream.result().extra()).doesNotContainKey("finish_reason");
    }
    assertThat(caller.sentJson().get("stream").bool()).contains(true);
    assertThat(caller.call().operation())
        .isEqualTo(new Operation("chat.streamText", Operation.Kind.STREAM));
  }

  @Test
  void aReasonOfItsOwnWinsOverTheOneBesideTheChoices() {
    ChatCaller caller =
        ChatCaller.events(
            FakeBody.of(
                "data: {\"choices\":[{\"text\":\"a\",\"finish_reason\":\"stop\"},"
                    + "{\"index\":1,\"text\":\"b\"}],\"finish_reason\":\"length\"}\n\n",
                "data: [DONE]\n\n"));

    try (ChatStream stream = caller.chat().streamText(request().build())) {
      assertThat(stream.result().choices())
          .extracting(choice -> choice.finishReason().orElseThrow())
          .isEqualTo(List.of(FinishReason.STOP, FinishReason.LENGTH));
    }
  }

  @Test
  void aDialectHasItsOwnPathAndDefaultsForTexts() {
    ChatCaller caller = ChatCaller.json(ANSWER);
    ChatDialect.Builder dialect =
        ChatDialect.builder()
            .textPath("/v0/text")
            .defaultMaxTokens(128)
            .putDefaults("chat_only", Json.of(true))
            .putTextDefaults("text_only", Json.of(true));

    caller.chat(dialect).completeText(request().build());

    assertThat(caller.call().uri()).hasPath("/v1/v0/text");
    assertThat(caller.sent()).endsWith("\"max_tokens\":128,\"text_only\":true}");
  }

  @Test
  void whatTheProviderDoesNotTakeIsRefusedBeforeAnythingIsSent() {
    ChatCaller caller = ChatCaller.json(ANSWER);
    ChatDialect.Builder noEcho =
        ChatDialect.builder().addUnsupported("completions.echo", "temperature");

    caller.chat(noEcho).completeText(request().temperature(0.1).build());
    ChatCaller second = ChatCaller.json(ANSWER);

    assertThatThrownBy(() -> second.chat(noEcho).completeText(request().echo(true).build()))
        .isInstanceOf(UnsupportedCapabilityException.class)
        .hasMessageContaining("do not take echo");
    assertThatThrownBy(
            () -> second.chat(ChatDialect.builder().textPath("")).streamText(request().build()))
        .isInstanceOfSatisfying(
            UnsupportedCapabilityException.class,
            e -> assertThat(e.capability()).isEqualTo(Capability.TEXT_COMPLETION));
    assertThat(second.wasCalled()).isFalse();
  }
}
