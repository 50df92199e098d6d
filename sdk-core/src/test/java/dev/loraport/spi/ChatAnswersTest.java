package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.Role;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.Usage;
import dev.loraport.error.ApiException;
import dev.loraport.error.DecodeException;
import dev.loraport.json.Json;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatAnswersTest {
  private static ChatCompletion read(String json) {
    return ChatCaller.json(json).chat().complete("m", "hi");
  }

  private static ChatChoice choice(String members) {
    return read("{\"choices\":[{" + members + "}]}").choices().get(0);
  }

  private static Usage usage(String members) {
    return read("{\"choices\":[{\"index\":0}],\"usage\":{" + members + "}}").usage().orElseThrow();
  }

  @Test
  void readsAnAnswerOfTogether() {
    ChatCompletion answer =
        read(
            """
            {"id": "o1", "object": "chat.completion", "created": 1777360400, "model": "m/l",
             "prompt": [],
             "choices": [{"index": 0, "finish_reason": "stop", "seed": 15924764223251450000,
               "logprobs": null,
               "message": {"role": "assistant", "content": "Lima.", "tool_calls": []}}],
             "usage": {"prompt_tokens": 21, "completion_tokens": 3, "total_tokens": 24,
               "cached_tokens": 5, "cache_hit_rate": 0.25},
             "warnings": [{"message": "slow"}]}
            """);

    assertThat(answer.id()).isEqualTo("o1");
    assertThat(answer.model()).contains("m/l");
    assertThat(answer.createdAt()).contains(Instant.ofEpochSecond(1777360400));
    assertThat(answer.requestId()).contains("req-7");
    assertThat(answer.text()).isEqualTo("Lima.");
    assertThat(answer.finishReason()).contains(FinishReason.STOP);
    assertThat(answer.choices().get(0).seed()).contains(new BigInteger("15924764223251450000"));
    assertThat(answer.choices().get(0).logprobs()).isEmpty();
    assertThat(answer.usage())
        .contains(
            new Usage(
                21,
                3,
                24,
                OptionalLong.of(5),
                OptionalLong.empty(),
                Map.of("cache_hit_rate", Json.of(0.25))));
    assertThat(answer.extra()).containsOnlyKeys("warnings");
  }

  @Test
  void readsAnAnswerOfNebius() {
    ChatCompletion answer =
        read(
            """
            {"id": "c1", "object": "chat.completion", "created": 1765431413, "model": "l:v3",
             "choices": [{"index": 0, "finish_reason": "tool_calls", "message":
               {"role": "assistant", "content": null, "refusal": null, "function_call": null,
                "reasoning_content": "Ask.", "reasoning": "Ask.",
                "tool_calls": [{"id": "t1", "type": "function",
                  "function": {"name": "f", "arguments": "{\\"a\\":1}"}}]},
               "logprobs": null, "stop_reason": 128009}],
             "usage": {"prompt_tokens": 41, "completion_tokens": 10, "total_tokens": 51,
               "prompt_tokens_details": {"cached_tokens": 8, "audio_tokens": 1},
               "completion_tokens_details": {"reasoning_tokens": 4}},
             "service_tier": null}
            """);

    assertThat(answer.message().content()).isEmpty();
    assertThat(answer.message().reasoning()).contains("Ask.");
    assertThat(answer.message().extra()).isEmpty();
    assertThat(answer.message().toolCalls())
        .containsExactly(
            ToolCall.builder().index(0).id("t1").name("f").arguments("{\"a\":1}").build());
    assertThat(answer.choices().get(0).extra()).containsEntry("stop_reason", Json.of(128009));
    Usage usage = answer.usage().orElseThrow();
    assertThat(usage.cachedTokens()).hasValue(8);
    assertThat(usage.reasoningTokens()).hasValue(4);
    assertThat(usage.extra())
        .containsOnlyKeys("prompt_tokens_details")
        .containsEntry("prompt_tokens_details", Json.parse("{\"audio_tokens\":1}"));
    assertThat(answer.extra()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'choices':[{'message':{'content':'a'}}]}                          | a",
        "{'choices':[{'message':{'content':'a'},'text':'a'}]}               | a",
        "{'object':'text.completion','choices':[{'text':'a'}]}              | a",
        "{'choices':[{'message':{'content':[{'type':'text','text':'a'}]}}]} | a",
        "{'choices':[{'finish_reason':'','index':0}]}                       | ''",
      })
  void readsTheTextWhereverItIs(String json, String text) {
    ChatCompletion answer = read(json.replace('\'', '"'));
    assertThat(answer.text()).isEqualTo(text);
    assertThat(answer.finishReason()).isEmpty();
    assertThat(answer.choices()).allMatch(c -> c.message().role().equals(Role.ASSISTANT));
  }

  @Test
  void keepsWrongTypesAsTheyAre() {
    ChatCompletion answer =
        read(
            "{\"id\":7,\"model\":[1],\"created\":\"now\",\"usage\":\"none\",\"choices\":[3,"
                + "{\"index\":-1,\"finish_reason\":4,\"seed\":\"x\",\"logprobs\":1.5,"
                + "\"message\":{\"role\":1,\"content\":{\"a\":1},\"tool_calls\":{\"b\":2}}}]}");

    assertThat(answer.extra())
        .containsEntry("id", Json.of(7))
        .containsEntry("model", Json.parse("[1]"))
        .containsEntry("created", Json.of("now"))
        .containsEntry("usage", Json.of("none"));
    ChatChoice choice = answer.choices().get(0);
    assertThat(choice.extra())
        .containsEntry("index", Json.of(-1))
        .containsEntry("finish_reason", Json.of(4))
        .containsEntry("seed", Json.of("x"));
    assertThat(choice.logprobs()).contains(Json.of(1.5));
    assertThat(choice.message().extra())
        .containsEntry("role", Json.of(1))
        .containsEntry("content", Json.parse("{\"a\":1}"))
        .containsEntry("tool_calls", Json.parse("{\"b\":2}"));
  }

  @Test
  void numbersMayComeAsTexts() {
    assertThat(choice("\"seed\":\"15924764223251450000\"").seed())
        .contains(new BigInteger("15924764223251450000"));
    Usage usage = usage("\"prompt_tokens\":\"2\",\"completion_tokens\":3,\"reasoning_tokens\":1");
    assertThat(usage.promptTokens()).isEqualTo(2);
    assertThat(usage.totalTokens()).isEqualTo(5);
    assertThat(usage.reasoningTokens()).hasValue(1);
  }

  @Test
  void toolArgumentsMayComeAsAnObject() {
    ChatChoice choice =
        choice(
            "\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"a\":1}},"
                + "\"vendor\":2}]}");
    ToolCall call = choice.message().toolCalls().get(0);
    assertThat(call.arguments()).isEqualTo("{\"a\":1}");
    assertThat(call.id()).isEmpty();
    assertThat(call.extra()).containsEntry("vendor", Json.of(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"out of order\",\"type\":\"server_error\",\"code\":\"E1\"}}",
        "{\"object\":\"error\",\"message\":\"out of order\",\"code\":\"E1\"}",
        "{\"error\":\"out of order\",\"code\":\"E1\"}",
        "{\"message\":\"out of order\",\"code\":\"E1\"}",
        "{\"detail\":\"out of order\",\"code\":\"E1\"}",
        "{\"detail\":[{\"msg\":\"out of order\"}],\"code\":\"E1\"}",
        "{\"message\":\"out of order\",\"code\":\"E1\",\"choices\":[]}"
      })
  void anErrorInsideOfASuccessIsThrown(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            ApiException.class,
            e -> {
              assertThat(e.status()).isEqualTo(200);
              assertThat(e.apiMessage()).isEqualTo("out of order");
              assertThat(e.code()).contains("E1");
              assertThat(e.requestId()).contains("req-7");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"choices\":[]}",
        "{\"choices\":[null]}",
        "{\"choices\":[}",
        "{\"choices\":[]",
        "{\"choices\":[{}]} x",
        "{\"choices\":[{\"message\":",
        "<html>no</html>"
      })
  void anUnreadableAnswerIsThrownWithItsBody(String body) {
    assertThatThrownBy(() -> read(body))
        .isInstanceOfSatisfying(
            DecodeException.class,
            e -> {
              assertThat(e)
                  .hasMessageStartingWith(
                      "acme chat.complete: 200 with "
                          + (body.isEmpty() ? "no content" : "an unreadable body"));
              assertThat(e).hasMessageEndingWith("(request-id=req-7)");
              assertThat(e.getMessage()).doesNotContain("\n");
              assertThat(e.rawBody()).isEqualTo(body);
            });
  }

  @Test
  void theFutureGivesTheSame() {
    OpenAiChat chat = ChatCaller.json("{\"choices\":[{\"message\":{\"content\":\"a\"}}]}").chat();
    assertThat(chat.async().complete(ChatRequest.of("m", "hi")).join().text()).isEqualTo("a");
  }
}
