package dev.loraport.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
  private static ChatRequest.Builder chat() {
    return ChatRequest.builder().from(ChatRequest.of("m", "Hi"));
  }

  private static TextRequest.Builder text() {
    return TextRequest.builder().from(TextRequest.of("m", "Once"));
  }

  static Stream<Arguments> outside() {
    return Stream.of(
        arguments("maxTokens must be 0 or more, not -1", chat().maxTokens(-1)),
        arguments("temperature must be from 0 to 2, not 2.5", chat().temperature(2.5)),
        arguments("temperature must be from 0 to 2, not NaN", chat().temperature(Double.NaN)),
        arguments("topP must be from 0 to 1, not 1.01", chat().topP(1.01)),
        arguments("minP must be from 0 to 1, not -0.5", chat().minP(-0.5)),
        arguments("presencePenalty must be from -2 to 2, not -3.0", chat().presencePenalty(-3)),
        arguments("frequencyPenalty must be from -2 to 2, not 3.0", chat().frequencyPenalty(3)),
        arguments("n must be from 1 to 128, not 129", chat().n(129)),
        arguments("logprobs must be 0 or more, not -1", chat().logprobs(-1)));
  }

  @ParameterizedTest
  @MethodSource("outside")
  void aChatIsRefusedAsSoonAsAFieldIsOutOfItsRange(String message, ChatRequest.Builder chat) {
    assertThatIllegalArgumentException().isThrownBy(chat::build).withMessage(message);
  }

  static Stream<Arguments> outsideOfText() {
    return Stream.of(
        arguments("maxTokens must be 0 or more, not -1", text().maxTokens(-1)),
        arguments("temperature must be from 0 to 2, not -0.1", text().temperature(-0.1)),
        arguments("topP must be from 0 to 1, not 2.0", text().topP(2)),
        arguments("n must be from 1 to 128, not 0", text().n(0)),
        arguments("logprobs must be 0 or more, not -1", text().logprobs(-1)));
  }

  @ParameterizedTest
  @MethodSource("outsideOfText")
  void aTextIsRefusedAsSoonAsAFieldIsOutOfItsRange(String message, TextRequest.Builder text) {
    assertThatIllegalArgumentException().isThrownBy(text::build).withMessage(message);
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        arguments("the name of a tool is empty", call(() -> HandledTool.of("", "d", () -> "x"))),
        arguments("the name of a tool is empty", call(() -> Tool.builder().name(" ").build())),
        arguments("image(bytes, type)", call(() -> ContentPart.image("cat.png"))),
        arguments("such as image/png, not png", call(() -> ContentPart.image(new byte[1], "png"))),
        arguments("parts is empty", call(() -> ChatMessage.user(List.of()))));
  }

  private static ThrowingCallable call(ThrowingCallable call) {
    return call;
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void whatNoProviderCanUseIsRefusedWhenItIsMade(String message, ThrowingCallable call) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://i.example/a.png", "HTTPS://i.example/a", "data:image/png;base64,"})
  void aPictureIsToldByItsAddress(String url) {
    assertThat(ContentPart.image(url).url()).contains(url);
  }

  @Test
  void aRunWithoutAnswersHasAnEmptyText() {
    assertThat(new ToolRun(List.of(), List.of()).text()).isEmpty();
  }

  @Test
  void theEndsOfTheRangesAreInThem() {
    chat().maxTokens(0).temperature(0).topP(1).minP(0).n(1).logprobs(0).build();
    chat().temperature(2).presencePenalty(-2).frequencyPenalty(2).n(128).build();
  }
}
