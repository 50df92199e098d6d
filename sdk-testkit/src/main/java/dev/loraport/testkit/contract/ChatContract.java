package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.Role;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.Usage;
import dev.loraport.error.ApiException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.StreamException;
import dev.loraport.json.Json;
import dev.loraport.testkit.FakeToolCall;
import dev.loraport.testkit.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert;
import org.junit.jupiter.api.Test;

/** Chat, complete and streamed. */
interface ChatContract extends ContractPart {
  @Test
  default void anAnswerComesWithItsUsage() {
    run().needs(Capability.CHAT);
    run().reply("Hello", " there");
    ChatCompletion answer = run().client().chat().complete(run().chat("Hi"));
    assertThat(answer.text()).isEqualTo("Hello there");
    assertThat(answer.finishReason()).isPresent();
    assertThat(answer.usage()).hasValueSatisfying(ChatContract::addsUp);
  }

  @Test
  default void aConversationCanGoOnWithTheAnswer() {
    run().needs(Capability.CHAT);
    ChatRequest first = run().chat("Hi");
    ChatCompletion answer = run().client().chat().complete(first);
    ChatRequest second =
        ChatRequest.builder()
            .from(first)
            .addMessages(answer.message())
            .addMessages(ChatMessage.user("And now?"))
            .build();
    assertThat(run().client().chat().complete(second).text()).isNotEmpty();
  }

  /** What the three providers are known to put beside the text of an answer. */
  @Test
  default void aConversationCanGoOnWithAnAnswerOfAnotherProvider() {
    run().needs(Capability.CHAT);
    ChatMessage foreign =
        ChatMessage.builder()
            .role(Role.ASSISTANT)
            .content("Hello")
            .reasoning("A greeting.")
            .putExtra("annotations", Json.array(List.of()))
            .putExtra("function_call", Json.parse("{\"name\":\"f\",\"arguments\":\"{}\"}"))
            .putExtra("audio", Json.object().build())
            .build();
    ChatMessage silent = ChatMessage.builder().role(Role.ASSISTANT).build();
    ChatRequest request =
        ChatRequest.builder()
            .from(run().chat("Hi"))
            .addMessages(foreign, ChatMessage.user("And now?"), silent, ChatMessage.user("Well?"))
            .build();
    assertThat(run().client().chat().complete(request).text()).isNotEmpty();
  }

  @Test
  default void aStreamGivesTheSameTextAsACompleteAnswer() {
    run().needs(Capability.CHAT, Capability.CHAT_STREAMING);
    run().reply("One", " two", " \u00fc\u4e16", " three");
    String complete = run().client().chat().complete(run().chat("Count")).text();
    try (ChatStream stream = run().client().chat().stream(run().chat("Count"))) {
      List<String> pieces = stream.textStream().toList();
      assertThat(String.join("", pieces)).isEqualTo(complete);
      assertThat(pieces).hasSizeGreaterThan(1);
      ChatCompletion whole = stream.result();
      assertThat(whole.text()).isEqualTo(complete);
      assertThat(whole.finishReason()).isPresent();
      assertThat(whole.usage()).hasValueSatisfying(ChatContract::addsUp);
    }
  }

  @Test
  default void aStreamPutTogetherIsACompleteAnswer() {
    run().needs(Capability.CHAT, Capability.CHAT_STREAMING);
    run().script().when(call -> true).reasoning("Two and two").reply("That", " is", " four");
    isTheSamePutTogether();
    run().script().when(call -> true).callTools(new FakeToolCall("f", "{\"a\":[1]}"));
    isTheSamePutTogether();
  }

  @Test
  default void aStreamIsHandedOverChunkByChunkAndAsAWhole() {
    run().needs(Capability.CHAT, Capability.CHAT_STREAMING);
    run().reply("One", " two", " three");
    List<String> pieces = new ArrayList<>();
    ChatCompletion whole =
        run().client().chat().async().stream(run().chat("Count"), chunk -> pieces.add(chunk.text()))
            .join();
    assertThat(String.join("", pieces)).isEqualTo(whole.text()).isEqualTo("One two three");
    assertThat(whole.finishReason()).isPresent();
    assertThat(whole.usage()).hasValueSatisfying(ChatContract::addsUp);
  }

  private void isTheSamePutTogether() {
    ChatCompletion complete = run().client().chat().complete(run().chat("Count"));
    try (ChatStream stream = run().client().chat().stream(run().chat("Count"))) {
      ChatCompletion streamed = stream.result();
      assertThat(streamed.model()).isEqualTo(complete.model());
      assertThat(streamed.requestId()).isEqualTo(stream.requestId());
      assertThat(streamed.requestId().isPresent()).isEqualTo(complete.requestId().isPresent());
      assertThat(streamed.usage()).isEqualTo(complete.usage());
      assertThat(streamed.choices()).hasSameSizeAs(complete.choices());
      ChatChoice choice = complete.choices().get(0);
      ChatChoice put = streamed.choices().get(0);
      assertThat(withoutIds(put.message())).isEqualTo(withoutIds(choice.message()));
      assertThat(put.finishReason()).isEqualTo(choice.finishReason());
      assertThat(put.seed().isPresent()).isEqualTo(choice.seed().isPresent());
      assertThat(put.logprobs()).isEqualTo(choice.logprobs());
      // streams may tell more, such as the ids of their tokens
      assertThat(put.extra()).containsAllEntriesOf(choice.extra());
    }
  }

  /** Each answer has ids of its own. */
  private static ChatMessage withoutIds(ChatMessage message) {
    return ChatMessage.builder()
        .from(message)
        .toolCalls(
            message.toolCalls().stream()
                .map(call -> ToolCall.builder().from(call).id("").build())
                .toList())
        .build();
  }

  @Test
  default void aStreamThatIsCutIsNeverAShortAnswer() {
    run().needs(Capability.CHAT_STREAMING);
    run().reply("One", " two", " three", " four");
    run().on(ContractRoute.CHAT).next(Fault.cutStream().afterChunks(2));
    try (ChatStream stream = run().client().chat().stream(run().chat("Count"))) {
      assertThatExceptionOfType(StreamException.class)
          .isThrownBy(stream::result)
          .satisfies(e -> isABeginningOf("One two three four", e.partial().text()));
    }
    assertThat(run().calls(ContractRoute.CHAT)).hasSize(1);
  }

  @Test
  default void aResetStreamIsNeverAShortAnswer() {
    run().needs(Capability.CHAT_STREAMING);
    run().reply("One", " two", " three", " four");
    run().on(ContractRoute.CHAT).next(Fault.resetStream().afterChunks(2));
    try (ChatStream stream = run().client().chat().stream(run().chat("Count"))) {
      assertThatExceptionOfType(StreamException.class).isThrownBy(stream::result);
    }
  }

  @Test
  default void anErrorInsideAStreamIsTold() {
    run().needs(Capability.CHAT_STREAMING);
    run().reply("One", " two", " three", " four");
    run().on(ContractRoute.CHAT).next(Fault.errorInStream("the engine broke").afterChunks(2));
    try (ChatStream stream = run().client().chat().stream(run().chat("Count"))) {
      assertThatExceptionOfType(StreamException.class)
          .isThrownBy(stream::result)
          .withMessageContaining("the engine broke")
          .satisfies(e -> isABeginningOf("One two three four", e.partial().text()));
    }
  }

  @Test
  default void aStalledStreamIsTimedOut() throws InterruptedException {
    run().needs(Capability.CHAT_STREAMING);
    run().reply("One", " two", " three", " four");
    run().on(ContractRoute.CHAT).next(Fault.stallBody().afterChunks(2));
    RequestOptions impatient = RequestOptions.builder().idleTimeout(Duration.ofMillis(250)).build();
    try (ChatStream stream = run().client().chat().stream(run().chat("Count"), impatient)) {
      assertThatExceptionOfType(StreamException.class)
          .isThrownBy(stream::result)
          .withMessageContaining("250")
          .satisfies(e -> isABeginningOf("One two three four", e.partial().text()));
    }
    run().seesClientGone(ContractRoute.CHAT);
    assertThat(run().calls(ContractRoute.CHAT)).hasSize(1);
  }

  @Test
  default void aStreamThatIsClosedEarlyIsSeenByTheServer() throws InterruptedException {
    run().needs(Capability.CHAT_STREAMING);
    run().reply("One", " two", " three", " four");
    run().on(ContractRoute.CHAT).next(Fault.stallBody().afterChunks(2));
    try (ChatStream stream = run().client().chat().stream(run().chat("Count"))) {
      Iterator<ChatChunk> chunks = stream.iterator();
      assertThat(chunks.next().id()).isNotNull();
    }
    run().seesClientGone(ContractRoute.CHAT);
  }

  @Test
  default void aPublisherKeepsToTheDemand() throws Exception {
    run().inOneFormOnly();
    run().needs(Capability.CHAT_STREAMING);
    run().reply("One", " two", " three", " four");
    DemandingSubscriber subscriber = new DemandingSubscriber();
    run().client().chat().publisher(run().chat("Count")).subscribe(subscriber);
    subscriber.end().get(ContractRun.SOON.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(subscriber.tooMany()).as("more chunks than were asked for").isZero();
    assertThat(subscriber.text()).isEqualTo("One two three four");
  }

  @Test
  default void aCancelledPublisherIsSeenByTheServer() throws InterruptedException {
    run().inOneFormOnly();
    run().needs(Capability.CHAT_STREAMING);
    run().reply("One", " two", " three", " four");
    run().on(ContractRoute.CHAT).next(Fault.stallBody().afterChunks(2));
    DemandingSubscriber subscriber = new DemandingSubscriber().cancelAfter(1);
    run().client().chat().publisher(run().chat("Count")).subscribe(subscriber);
    run().seesClientGone(ContractRoute.CHAT);
  }

  @Test
  default void anUnknownChatModelIsRefusedWithAReason() {
    run().needs(Capability.CHAT);
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> run().client().chat().complete("nobody/no-model", "Hi"))
        .satisfies(e -> assertThat(e.status()).isBetween(400, 499))
        .satisfies(e -> assertThat(e.apiMessage()).isNotBlank());
  }

  @Test
  default void aPageInPlaceOfAnAnswerTellsOfAProxy() {
    run().needs(Capability.CHAT, Capability.CHAT_STREAMING);
    run()
        .on(ContractRoute.CHAT)
        .always(Fault.status(200).body("text/html; charset=utf-8", "<html>Log in</html>"));
    tellsOfAProxy(() -> run().client().chat().complete(run().chat("Hi")));
    tellsOfAProxy(() -> run().client().chat().stream(run().chat("Hi")).result());
  }

  static void tellsOfAProxy(ThrowableAssert.ThrowingCallable call) {
    assertThatExceptionOfType(DecodeException.class)
        .isThrownBy(call)
        .withMessageContainingAll("(text/html)", "proxy", "base address may be wrong")
        .satisfies(e -> assertThat(e.rawBody()).isEqualTo("<html>Log in</html>"));
  }

  @Test
  default void aCancelledAnswerIsSeenByTheServer() throws InterruptedException {
    run().inOneFormOnly();
    run().needs(Capability.CHAT);
    run().on(ContractRoute.CHAT).next(Fault.stallBeforeHeaders());
    CompletableFuture<ChatCompletion> answer =
        run().client().chat().async().complete(run().chat("Hi"));
    run().awaitFault(ContractRoute.CHAT);
    answer.cancel(true);
    run().seesClientGone(ContractRoute.CHAT);
  }

  private static void addsUp(Usage usage) {
    assertThat(usage.promptTokens()).isPositive();
    assertThat(usage.completionTokens()).isPositive();
    assertThat(usage.totalTokens()).isEqualTo(usage.promptTokens() + usage.completionTokens());
  }

  private static void isABeginningOf(String whole, String part) {
    assertThat(part).isNotEmpty().isNotEqualTo(whole);
    assertThat(whole).startsWith(part);
  }
}
