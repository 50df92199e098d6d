package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.StreamException;
import dev.loraport.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole answers of a provider that streams the long ones, and what headers add to an answer. */
class LongAnswersTest {
  private static final String EVENTS =
      "data: {\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n"
          + "data: {\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},"
          + "\"finish_reason\":\"stop\"}]}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  private static ChatDialect.Builder dialect() {
    return ChatDialect.builder().longestWholeAnswer(100);
  }

  private static ChatRequest.Builder request() {
    return ChatRequest.builder().model(ModelRef.of("m")).addMessages(ChatMessage.user("hi"));
  }

  @Test
  void anAnswerThatMayBeTooLongIsStreamedAndPutTogether() {
    ChatCaller caller = ChatCaller.events(FakeBody.of(EVENTS, DONE));

    ChatCompletion answer = caller.chat(dialect()).complete(request().maxTokens(101).build());

    assertThat(answer.text()).isEqualTo("Hello");
    assertThat(answer.requestId()).contains("req-7");
    assertThat(caller.sentJson().get("stream").bool()).contains(true);
  }

  @ParameterizedTest
  @CsvSource({"max_tokens,101,true", "max_completion_tokens,101,true", "max_tokens,100,false"})
  void whatIsAddedByNameCounts(String name, long tokens, boolean streamed) {
    ChatCaller caller =
        streamed
            ? ChatCaller.events(FakeBody.of(EVENTS, DONE))
            : ChatCaller.json("{\"id\":\"a\",\"choices\":[{}]}");
    RequestOptions options = RequestOptions.builder().putExtraBody(name, Json.of(tokens)).build();

    caller.chat(dialect()).complete(request().maxTokens(5000).build(), options);

    assertThat(caller.sentJson().get("stream").bool().isPresent()).isEqualTo(streamed);
  }

  @Test
  void anAnswerThatIsCutIsNoShortAnswer() {
    ChatCaller caller = ChatCaller.events(FakeBody.of(EVENTS));

    assertThatThrownBy(() -> caller.chat(dialect()).complete(request().maxTokens(101).build()))
        .isInstanceOfSatisfying(
            StreamException.class, e -> assertThat(e.partial().text()).isEqualTo("Hello"));
  }

  /** Where a finish reason is an end, one answer of two is none: the other may not have begun. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "2, -, -, 1, false",
        "2, -, -, 2, true",
        "-, 2, -, 1, false",
        "-, 2, -, 2, true",
        "-, -, 2, 1, false",
        "1, 1, 2, 1, false",
        "2, 2, 1, 1, true",
        "2, 1, -, 1, true",
        "-, '\"2\"', -, 1, false",
        "-, -, '\"2\"', 2, true",
        "2, null, -, 1, true",
        "-, -, -, 1, true",
      })
  void allAnswersThatWereAskedForMustBeFinished(
      @Nullable Integer n, @Nullable String extra, @Nullable String body, int came, boolean whole) {
    ChatRequest.Builder request = request().maxTokens(101);
    RequestOptions.Builder options = RequestOptions.builder();
    if (n != null) {
      request.n(n);
    }
    if (extra != null) {
      request.putExtra("n", Json.parse(extra));
    }
    if (body != null) {
      options.putExtraBody("n", Json.parse(body));
    }
    String events = EVENTS + (came == 2 ? EVENTS.replace("\"index\":0", "\"index\":1") : "");
    List<Supplier<ChatCompletion>> ways =
        List.of(
            () -> chat(events).complete(request.build(), options.build()),
            () -> chat(events).stream(request.build(), options.build()).result(),
            () ->
                ChatCaller.silent()
                    .await(
                        "",
                        chat(events).async().stream(
                            request.build(), options.build(), chunk -> {})));
    for (Supplier<ChatCompletion> way : ways) {
      if (whole) {
        assertThat(way.get().choices()).hasSize(came);
      } else {
        assertThatThrownBy(way::get)
            .isInstanceOf(StreamException.class)
            .hasMessageContaining(
                "without [DONE] or a finish reason of each of 2 answers, so the answer is cut,");
      }
    }
  }

  private static OpenAiChat chat(String events) {
    return ChatCaller.events(FakeBody.of(events)).chat(dialect().endsOnlyAtDone(false));
  }

  @Test
  void cancellingTheFutureClosesTheConnection() throws Exception {
    FakeBody body = FakeBody.open("data: ");
    ChatCaller caller = ChatCaller.events(body);

    CompletableFuture<ChatCompletion> answer =
        caller.chat(dialect()).async().complete(request().maxTokens(101).build());
    answer.cancel(true);

    assertThat(body.awaitClosed()).isTrue();
  }

  @Test
  void headersAddToAStreamWhatItsChunksDoNotSay() {
    String events = EVENTS.replaceFirst("\"id\":\"a\",", "\"b\":\"chunk\",");
    ChatDialect.Builder dialect =
        dialect().headerExtra(headers -> Map.of("b", Json.of("header"), "c", Json.of("header")));
    Map<String, Json> expected = Map.of("b", Json.of("chunk"), "c", Json.of("header"));
    ChatRequest longer = request().maxTokens(101).build();

    assertThat(ChatCaller.events(FakeBody.of(events, DONE)).chat(dialect).complete(longer).extra())
        .isEqualTo(expected);
    assertThat(
            ChatCaller.events(FakeBody.of(events, DONE)).chat(dialect).stream(longer)
                .result()
                .extra())
        .isEqualTo(expected);
    assertThatThrownBy(() -> ChatCaller.events(FakeBody.of(events)).chat(dialect).complete(longer))
        .isInstanceOfSatisfying(
            StreamException.class, e -> assertThat(e.partial().extra()).isEqualTo(expected));
    ChatCaller whole = ChatCaller.json("{\"choices\":[{}],\"b\":\"chunk\"}");
    assertThat(whole.chat(dialect).complete(longer).extra()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"101, -, -, true", "101, false, -, false", "101, -, false, false", "100, -, -, -"})
  void aLongAnswerAsksForWhatAShortOneTellsUnasked(
      int maxTokens, String extra, String body, String sent) {
    ChatRequest.Builder request = request().maxTokens(maxTokens);
    RequestOptions.Builder options = RequestOptions.builder();
    if (!extra.equals("-")) {
      request.putExtra("all", Json.parse(extra));
    }
    if (!body.equals("-")) {
      options.putExtraBody("all", Json.parse(body));
    }
    ChatCaller caller = ChatCaller.json("{\"id\":\"a\",\"choices\":[{}]}");

    caller
        .chat(dialect().putLongAnswerDefaults("all", Json.of(true)))
        .complete(request.build(), options.build());

    Json all = caller.sentJson().get("all");
    assertThat(all.isAbsent() ? "-" : all.toString()).isEqualTo(sent);
  }

  @Test
  void headersAddWhatTheBodyDoesNotSay() {
    ChatCaller caller = ChatCaller.json("{\"id\":\"a\",\"choices\":[{}],\"b\":\"body\"}");
    ChatDialect.Builder dialect =
        ChatDialect.builder()
            .headerExtra(
                headers ->
                    Map.of(
                        "b", Json.of("header"),
                        "type", Json.of(headers.firstValue("content-type").orElse(""))));

    assertThat(caller.chat(dialect).complete(request().build()).extra())
        .containsOnly(
            Map.entry("b", Json.of("body")), Map.entry("type", Json.of("application/json")));
  }
}
