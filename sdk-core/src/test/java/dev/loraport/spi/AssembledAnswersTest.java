package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.ToolCall;
import dev.loraport.json.Json;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a stream says, put together: as much as a whole answer has, at the same places. */
class AssembledAnswersTest {
  private static ChatCompletion result(String events) {
    try (ChatStream stream = ChatCaller.events(FakeBody.of(events)).chat().stream("m", "hi")) {
      return stream.result();
    }
  }

  private static ChatChoice choice(String events) {
    return result(events).choices().get(0);
  }

  /** The choice of a stream with a chunk for each of these, whose quotes are single. */
  private static ChatChoice chunks(String choices) {
    StringBuilder events = new StringBuilder();
    for (String choice : choices.replace('\'', '"').split(" ; ", -1)) {
      events.append("data: {\"choices\":[").append(choice).append("]}\n\n");
    }
    return choice(events + "data: [DONE]\n\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "lists grow                     | {'x':[1]} ; {} ; {'x':[2,3]} | {'x':[1,2,3]}",
        "what isn't there again stays   | {'x':'a'} ; {'x':null} ; {'x':''} | {'x':'a'}",
        "the last of others counts      | {'x':1,'y':'a'} ; {'x':2,'y':'b'} | {'x':2,'y':'b'}",
        "lists within objects grow      | {'x':{'a':[1],'b':1}} ; {'x':{'a':[2],'b':null}} | {'x':{'a':[1,2],'b':1}}",
        "the prompt doesn't             | {'prompt_token_ids':[1]} ; {'prompt_token_ids':[1]} | {'prompt_token_ids':[1]}",
        "another kind of value counts   | {'x':[1]} ; {'x':2} ; {'x':[3]} | {'x':[3]}",
      })
  void whatAChoiceHasBesideItsMessageIsJoined(String what, String choices, String expected) {
    Json members = Json.parse(expected.replace('\'', '"'));
    assertThat(Json.object(chunks(choices).extra())).as(what).isEqualTo(members);
  }

  @Test
  void whatAMessageHasOfItsOwnIsOfTheMessage() {
    ChatChoice choice =
        chunks(
            "{'delta':{'refusal':'I can'}} ; {'delta':{'refusal':'not.'},'stop_reason':7} ;"
                + " {'delta':{'function_call':{'name':'f','arguments':'{'}}} ;"
                + " {'delta':{'function_call':{'name':'','arguments':'}'}}}");

    assertThat(Json.object(choice.message().extra()))
        .isEqualTo(
            Json.parse(
                "{\"refusal\":\"I cannot.\",\"function_call\":{\"name\":\"f\","
                    + "\"arguments\":\"{}\"}}"));
    assertThat(choice.extra()).containsOnlyKeys("stop_reason");
  }

  @Test
  void aToolCallKeepsWhatItsFragmentsHave() {
    ChatChoice choice =
        chunks(
            "{'delta':{'tool_calls':[{'index':0,'id':'a','signature':'s'}]}} ;"
                + " {'delta':{'tool_calls':[{'index':0,'notes':[1]}]}} ;"
                + " {'delta':{'tool_calls':[{'index':0,'notes':[2]}]}}");

    assertThat(choice.message().toolCalls())
        .extracting(call -> Json.object(call.extra()))
        .containsExactly(Json.parse("{\"signature\":\"s\",\"notes\":[1,2]}"));
  }

  @Test
  void theTokensOfFireworksAreThoseOfAWholeAnswer() {
    ChatCompletion answer = result(Transcripts.FIREWORKS_TOKENS);
    ChatChoice choice = answer.choices().get(0);

    assertThat(answer.extra()).containsOnlyKeys("prompt_token_ids");
    assertThat(Json.object(choice.extra()))
        .isEqualTo(
            Json.parse(
                "{\"token_ids\":[7,7],\"raw_output\":{\"prompt_fragments\":[\"Hi\"],"
                    + "\"prompt_token_ids\":[1,2],\"completion\":\"Open it\","
                    + "\"completion_token_ids\":[7,7],\"images\":[\"x\"]}}"));
    assertThat(choice.logprobs().orElseThrow().get("content").elements())
        .extracting(token -> token.get("token").string().orElse(""))
        .containsExactly("Open", " it");
  }

  @Test
  void theTokensOfTogetherAreListsOfOneLength() {
    ChatChoice choice =
        chunks(
            "{'delta':{'content':'a','token_id':1},'logprobs':-0.5,'top_logprobs':{'a':-0.5}} ;"
                + " {'delta':{'content':'b'}} ; {'delta':{'reasoning':'c'},'logprobs':-1} ;"
                + " {'delta':{},'finish_reason':'stop'}");

    assertThat(choice.logprobs())
        .contains(
            Json.parse(
                "{\"token_ids\":[1,null,null],\"tokens\":[\"a\",\"b\",\"c\"],"
                    + "\"token_logprobs\":[-0.5,null,-1],"
                    + "\"top_logprobs\":[{\"a\":-0.5},null,null]}"));
    assertThat(choice.extra()).isEmpty();
    assertThat(choice.message().extra()).isEmpty();
  }

  @Test
  void idsOfTokensWithoutLogprobsAreKept() {
    ChatChoice choice = chunks("{'delta':{'token_id':1}} ; {'delta':{'token_id':2}}");

    assertThat(choice.logprobs()).isEmpty();
    assertThat(choice.extra()).containsEntry("token_ids", Json.parse("[1,2]"));
  }

  @Test
  void aStreamedTextOfTogetherHasItsTokensSeedAndEnd() {
    ChatCompletion answer = result(Transcripts.TOGETHER_PLAIN);

    assertThat(answer.text()).isEqualTo(" upon");
    assertThat(answer.finishReason()).contains(FinishReason.LENGTH);
    assertThat(answer.choices().get(0).seed()).contains(new BigInteger("15924764223251450000"));
    assertThat(answer.choices().get(0).logprobs())
        .contains(
            Json.parse(
                "{\"token_ids\":[11,12],\"tokens\":[\" up\",\"on\"],"
                    + "\"token_logprobs\":[-0.5,-0.25]}"));
    assertThat(answer.extra()).isEmpty();
  }

  @Test
  void warningsOfAllChunksAreKept() {
    ChatCompletion answer =
        result(
            """
            data: {"choices":[],"warnings":[{"message":"a"}]}

            data: {"choices":[{"index":0}],"warnings":[{"message":"b"}]}

            data: [DONE]

            """);

    assertThat(answer.extra())
        .containsEntry("warnings", Json.parse("[{\"message\":\"a\"},{\"message\":\"b\"}]"));
  }

  @Test
  void toolCallsOfFireworksAndNebiusArePutTogether() {
    assertThat(calls(Transcripts.FIREWORKS_TOOLS))
        .containsExactly("call_a get_weather {\"city\":\"Oslo\"}", "call_b get_time {}");
    assertThat(calls(Transcripts.NEBIUS_TOOLS))
        .containsExactly(
            "chatcmpl-tool-a1 get_weather {\"city\":\"Oslo\"}",
            "chatcmpl-tool-b2 get_weather {\"city\":\"Lima\"}");
  }

  private static List<String> calls(String transcript) {
    ChatCompletion answer = result(transcript);
    assertThat(answer.finishReason()).contains(FinishReason.TOOL_CALLS);
    return answer.message().toolCalls().stream().map(AssembledAnswersTest::shown).toList();
  }

  private static String shown(ToolCall call) {
    return call.id() + " " + call.name() + " " + call.arguments();
  }

  @Test
  void anAnswerThatCameAsAWholeIsTheResult() {
    String json =
        "{\"id\":\"w\",\"choices\":[{\"index\":0,\"token_ids\":[1],\"message\":{\"name\":\"n\","
            + "\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}],"
            + "\"refusal\":\"r\",\"tool_calls\":[{\"id\":\"c\",\"x\":1,"
            + "\"function\":{\"name\":\"f\"}}]}}]}";
    ChatCompletion whole = ChatCaller.json(json).chat().complete("m", "hi");

    try (ChatStream stream = ChatCaller.json(json).chat().stream("m", "hi")) {
      assertThat(stream.textStream()).containsExactly("ab");
      assertThat(stream.partial()).isEqualTo(whole);
      assertThat(stream.result()).isEqualTo(whole);
    }
  }
}
