package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.Role;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.Usage;
import dev.loraport.error.ApiException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.StreamException;
import dev.loraport.json.Json;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server may put any value where another is expected: what stands behind it is still read. Each
 * member of an answer gets each value, in front of all others of its object.
 */
class ChatMembersPropertiesTest {
  /** Each object has a member {@code behind} at its end; {@code said} is another in a stream. */
  private static final String ANSWER =
      """
      {'error':null, 'id':'i', 'object':'chat', 'created':5, 'model':'m', 'prompt':[],
       'finish_reason':null, 'seed':null, 'token':null, 'message':null, 'detail':null,
       'choices':[
        {'index':0, 'role':'assistant', 'text':'', 'logprobs':-0.5, 'finish_reason':'stop',
         'seed':11, 'top_logprobs':{'a':-0.5},
         'said':{'role':'user', 'content':'hello', 'reasoning':'', 'reasoning_content':'so',
          'token_id':4, 'refusal':'', 'name':'n', 'tool_call_id':'t', 'function_call':null,
          'tool_calls':[
           {'index':0, 'id':'a', 'type':'function',
            'function':{'name':'f', 'arguments':'{}', 'behind':1}, 'behind':1},
           {'index':1, 'id':'b', 'type':'function',
            'function':{'name':'g', 'arguments':'[]', 'behind':1}, 'behind':1}],
          'behind':1},
         'behind':1},
        {'index':7, 'said':{'content':'there'}, 'finish_reason':'length'}],
       'usage':{'prompt_tokens':3, 'completion_tokens':4, 'total_tokens':9,
        'prompt_tokens_details':{'cached_tokens':2, 'behind':1},
        'completion_tokens_details':{'reasoning_tokens':1, 'behind':1}, 'behind':1},
       'behind':1}
      """
          .replace('\'', '"');

  /** What is to be read of the answer, by where it stands. */
  private static final Map<String, Predicate<ChatCompletion>> FACTS =
      Map.ofEntries(
          Map.entry("/id", answer -> answer.id().equals("i")),
          Map.entry("/created", is(a -> a.createdAt().stream(), Instant.ofEpochSecond(5))),
          Map.entry("/model", is(a -> a.model().stream(), "m")),
          Map.entry("/behind", answer -> answer.extra().containsKey("behind")),
          Map.entry(
              "/choices/0/finish_reason",
              is(ChatMembersPropertiesTest::reasons, FinishReason.STOP)),
          Map.entry(
              "/choices/1/finish_reason",
              is(ChatMembersPropertiesTest::reasons, FinishReason.LENGTH)),
          Map.entry(
              "/choices/0/seed", is(ChatMembersPropertiesTest::seeds, BigInteger.valueOf(11))),
          Map.entry("/choices/0/behind", has(c -> c.extra().containsKey("behind"))),
          Map.entry("/choices/0/said/role", has(c -> c.message().role().equals(Role.USER))),
          Map.entry("/choices/0/said/content", has(c -> c.message().text().equals("hello"))),
          Map.entry("/choices/1/said/content", has(c -> c.message().text().equals("there"))),
          Map.entry(
              "/choices/0/said/reasoning_content",
              has(c -> c.message().reasoning().filter("so"::equals).isPresent())),
          Map.entry("/choices/0/said/behind", has(c -> c.message().extra().containsKey("behind"))),
          Map.entry("/choices/0/said/tool_calls/0/id", calls(c -> c.id().equals("a"))),
          Map.entry("/choices/0/said/tool_calls/1/id", calls(c -> c.id().equals("b"))),
          Map.entry("/choices/0/said/tool_calls/0/behind", calls(c -> c.extra().size() > 0)),
          Map.entry("/choices/0/said/tool_calls/0/function/name", calls(c -> c.name().equals("f"))),
          Map.entry("/choices/0/said/tool_calls/1/function/name", calls(c -> c.name().equals("g"))),
          Map.entry(
              "/choices/0/said/tool_calls/0/function/arguments",
              calls(c -> c.arguments().equals("{}"))),
          Map.entry(
              "/choices/0/said/tool_calls/1/function/arguments",
              calls(c -> c.arguments().equals("[]"))),
          Map.entry("/usage/prompt_tokens", used(u -> u.promptTokens() == 3)),
          Map.entry("/usage/completion_tokens", used(u -> u.completionTokens() == 4)),
          Map.entry("/usage/total_tokens", used(u -> u.totalTokens() == 9)),
          Map.entry(
              "/usage/prompt_tokens_details/cached_tokens",
              used(u -> u.cachedTokens().equals(OptionalLong.of(2)))),
          Map.entry(
              "/usage/completion_tokens_details/reasoning_tokens",
              used(u -> u.reasoningTokens().equals(OptionalLong.of(1)))),
          Map.entry(
              "/usage/prompt_tokens_details/behind",
              used(u -> u.extra().containsKey("prompt_tokens_details"))),
          Map.entry("/usage/behind", used(u -> u.extra().containsKey("behind"))));

  /** What says that the answer is an error, with some of the values. */
  private static final List<String> ERRORS = List.of("/error", "/object");

  private static <T> Predicate<ChatCompletion> is(Function<ChatCompletion, Stream<T>> in, T what) {
    return answer -> in.apply(answer).anyMatch(what::equals);
  }

  private static Stream<FinishReason> reasons(ChatCompletion answer) {
    return answer.choices().stream().flatMap(c -> c.finishReason().stream());
  }

  private static Stream<BigInteger> seeds(ChatCompletion answer) {
    return answer.choices().stream().flatMap(c -> c.seed().stream());
  }

  private static Predicate<ChatCompletion> has(Predicate<ChatChoice> choice) {
    return answer -> answer.choices().stream().anyMatch(choice);
  }

  private static Predicate<ChatCompletion> calls(Predicate<ToolCall> call) {
    return has(choice -> choice.message().toolCalls().stream().anyMatch(call));
  }

  private static Predicate<ChatCompletion> used(Predicate<Usage> usage) {
    return answer -> answer.usage().filter(usage).isPresent();
  }

  private static List<Json> values() {
    List<Json> values = new ArrayList<>();
    for (String text :
        List.of(
            "null",
            "true",
            "false",
            "-1",
            "2.5",
            "1e400",
            "184467440737095516160",
            "''",
            "'error'",
            "'é'",
            "[]",
            "{}",
            "[[]]",
            "[{}]",
            "{'a':[]}",
            "[null,1,'x']",
            "{'index':5,'delta':{'content':'x'}}",
            "{'a':{'b':[{'c':{}},[]]},'index':5,'finish_reason':'x'}")) {
      values.add(Json.parse(text.replace('\'', '"')));
    }
    Random random = new Random(2026_11_23);
    for (int i = 0; i < 12; i++) {
      values.add(Json.object().put("x", random(random, 4)).build());
      values.add(Json.array(List.of(random(random, 4))));
    }
    return values;
  }

  private static Json random(Random random, int depth) {
    List<Json> parts = new ArrayList<>();
    for (int left = depth == 0 ? 0 : random.nextInt(4); left > 0; left--) {
      parts.add(random(random, depth - 1));
    }
    if (random.nextBoolean()) {
      return Json.array(parts);
    }
    Map<String, Json> members = new LinkedHashMap<>();
    parts.forEach(part -> members.put(random.nextBoolean() ? "}" : "x" + members.size(), part));
    return Json.object(members);
  }

  private static List<String> places(Json in, String at) {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < in.elements().size(); i++) {
      places.add(at + "/" + i);
      places.addAll(places(in.at(i), at + "/" + i));
    }
    in.members()
        .forEach(
            (name, value) -> {
              places.add(at + "/" + name);
              places.addAll(places(value, at + "/" + name));
            });
    return places;
  }

  /** The same with another value at a place, which is then the first member of its object. */
  private static Json with(Json in, String at, String place, Json value) {
    if (at.equals(place)) {
      return value;
    }
    if (!place.startsWith(at + "/")) {
      return in;
    }
    List<Json> elements = new ArrayList<>();
    for (int i = 0; i < in.elements().size(); i++) {
      elements.add(with(in.at(i), at + "/" + i, place, value));
    }
    if (!elements.isEmpty()) {
      return Json.array(elements);
    }
    Map<String, Json> members = new LinkedHashMap<>();
    in.members().keySet().stream()
        .filter(name -> place.equals(at + "/" + name))
        .forEach(name -> members.put(name, value));
    in.members()
        .forEach(
            (name, old) -> members.putIfAbsent(name, with(old, at + "/" + name, place, value)));
    return Json.object(members);
  }

  private static ChatCompletion whole(String json) {
    return ChatCaller.json(json).chat().complete("m", "hi");
  }

  private static ChatCompletion streamed(String json) {
    FakeBody body = FakeBody.of("data: " + json + "\n\n", "data: [DONE]\n\n");
    try (ChatStream stream = ChatCaller.events(body).chat().stream("m", "hi")) {
      return stream.result();
    }
  }

  private static void holds(String member, Function<String, ChatCompletion> read) {
    Json template = Json.parse(ANSWER);
    for (String place : places(template, "")) {
      for (Json value : values()) {
        if ((place.equals("/choices") && value.kind() != Json.Kind.ARRAY)
            || place.equals("/choices/1/index")) {
          continue; // no answer at all, or a part of the first
        }
        String json =
            with(template, "", place, value).toString().replace("\"said\"", '"' + member + '"');
        ChatCompletion answer;
        try {
          answer = read.apply(json);
        } catch (ApiException | StreamException e) {
          assertThat(ERRORS).as(json).contains(place);
          continue;
        } catch (DecodeException e) {
          assertThat(place).as(json).isEqualTo("/choices"); // a whole answer without one
          continue;
        }
        FACTS.forEach(
            (at, fact) -> {
              if (!(at + "/").startsWith(place + "/")) {
                assertThat(fact.test(answer)).as("%s in %s", at, json).isTrue();
              }
            });
      }
    }
  }

  @Test
  void whateverAMemberOfAChunkIsTheMembersBehindItAreRead() {
    holds("delta", ChatMembersPropertiesTest::streamed);
  }

  @Test
  void whateverAMemberOfAWholeAnswerIsTheMembersBehindItAreRead() {
    holds("message", ChatMembersPropertiesTest::whole);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1}", "[]", "[{\"a\":[]}]", "7", "null"})
  void theRoleOfAChoiceAndTheTypeOfACallMayBeAnything(String value) {
    ChatCompletion answer =
        streamed(
            "{\"choices\":[{\"role\":"
                + value
                + ",\"delta\":{\"content\":\"hello\",\"tool_calls\":[{\"type\":"
                + value
                + ",\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
                + "\"finish_reason\":\"stop\"}]}");

    assertThat(answer.text()).isEqualTo("hello");
    assertThat(answer.finishReason()).contains(FinishReason.STOP);
    assertThat(answer.message().toolCalls())
        .containsExactly(ToolCall.builder().index(0).id("a").name("f").arguments("{}").build());
  }
}
