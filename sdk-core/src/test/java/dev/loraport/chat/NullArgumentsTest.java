package dev.loraport.chat;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("NullAway") // callers without its checks pass null
class NullArgumentsTest {
  private static final String NONE = null;

  static Stream<Arguments> calls() {
    ThrowingCallable chatModel = () -> ChatRequest.of(NONE, "Hi");
    ThrowingCallable chatUser = () -> ChatRequest.of("m", NONE);
    ThrowingCallable textModel = () -> TextRequest.of(NONE, "Once");
    ThrowingCallable textPrompt = () -> TextRequest.of("m", NONE);
    return Stream.of(
        arguments("model", chatModel),
        arguments("user", chatUser),
        arguments("model", textModel),
        arguments("prompt", textPrompt));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void theArgumentThatIsNullIsNamed(String name, ThrowingCallable call) {
    assertThatNullPointerException().isThrownBy(call).withMessage(name);
  }
}
