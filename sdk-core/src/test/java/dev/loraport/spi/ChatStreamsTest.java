package dev.loraport.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.Usage;
import dev.loraport.error.ApiException;
import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.ClientClosedException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.StreamException;
import dev.loraport.json.Json;
import java.io.EOFException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatStreamsTest {
  private static final String A = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  private static ChatStream stream(FakeBody body) {
    return ChatCaller.events(body).chat().stream("m", "hi");
  }

  private static ChatCompletion result(String... pieces) {
    try (ChatStream stream = stream(FakeBody.of(pieces))) {
      return stream.result();
    }
  }

  private static List<ChatChunk> chunks(FakeBody body) {
    try (ChatStream stream = stream(body)) {
      return stream.stream().toList();
    }
  }

  @Test
  void readsAStreamOfTogether() {
    ChatCompletion answer = result(Transcripts.TOGETHER_TEXT);

    assertThat(answer.id()).isEqualTo("o4");
    assertThat(answer.model()).contains("m/l");
    assertThat(answer.createdAt()).contains(Instant.ofEpochSecond(1777360420));
    assertThat(answer.requestId()).contains("req-7");
    assertThat(answer.text()).isEqualTo("Limá.");
    assertThat(answer.finishReason()).contains(FinishReason.STOP);
    assertThat(answer.choices().get(0).seed()).contains(new BigInteger("15924764223251450000"));
    assertThat(answer.choices().get(0).logprobs())
        .contains(
            Json.parse(
                "{\"token_ids\":[43,8032,128009],\"tokens\":[\"Li\",\"má.\",\"\"],"
                    + "\"token_logprobs\":[null,-0.5,null]}"));
    assertThat(answer.usage()).map(Usage::totalTokens).contains(24L);
  }

  @Test
  void putsToolCallsTogetherAndTakesTheFinishReasonTwice() {
    ChatCompletion answer = result(Transcripts.TOGETHER_TOOLS);

    assertThat(answer.message().content()).isEmpty();
    assertThat(answer.message().toolCalls())
        .containsExactly(
            ToolCall.builder()
                .index(0)
                .id("call_a1")
                .name("get_weather")
                .arguments("{\"city\":\"Oslo\"}")
                .build());
    assertThat(answer.finishReason()).contains(FinishReason.TOOL_CALLS);
    assertThat(answer.usage()).map(Usage::promptTokens).contains(160L);
    assertThat(answer.choices().get(0).seed()).contains(BigInteger.valueOf(4201));
  }

  @Test
  void readsAStreamOfFireworks() {
    ChatCompletion answer = result(Transcripts.FIREWORKS);

    assertThat(answer.text()).isEqualTo("Open Settings");
    assertThat(answer.usage()).map(Usage::completionTokens).contains(12L);
    assertThat(answer.extra()).containsOnlyKeys("perf_metrics");
  }

  @Test
  void readsAStreamOfNebius() {
    ChatCompletion answer = result(Transcripts.NEBIUS);

    assertThat(answer.text()).isEqualTo("Hello!");
    assertThat(answer.message().reasoning()).contains("User greets.");
    assertThat(answer.choices().get(0).extra()).containsEntry("stop_reason", Json.of(7));
    assertThat(answer.choices().get(0).logprobs())
        .contains(Json.parse("{\"content\":[{\"token\":\"Hello\"},{\"token\":\"!\"}]}"));
    assertThat(answer.usage()).map(Usage::totalTokens).contains(88L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        Transcripts.TOGETHER_TEXT,
        Transcripts.TOGETHER_TOOLS,
        Transcripts.TOGETHER_PLAIN,
        Transcripts.FIREWORKS,
        Transcripts.FIREWORKS_TOOLS,
        Transcripts.NEBIUS,
        Transcripts.NEBIUS_TOOLS
      })
  void readsTheSameHoweverTheBytesAreCut(String transcript) {
    byte[] bytes = transcript.getBytes(StandardCharsets.UTF_8);
    List<ChatChunk> expected = chunks(FakeBody.of(transcript));
    for (int cut = 0; cut <= bytes.length; cut++) {
      FakeBody body = new FakeBody();
      if (cut > 0) {
        body.put(Arrays.copyOf(bytes, cut));
      }
      if (cut < bytes.length) {
        body.put(Arrays.copyOfRange(bytes, cut, bytes.length));
      }
      assertThat(chunks(body.end())).as("cut at %d", cut).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "fragments of one call without index | {'id':'a','function':{'name':'f'}} ; {'function':{'arguments':'1'}} | a:f:1",
        "the id repeated                     | {'id':'a','function':{'name':'f'}} ; {'id':'a','function':{'arguments':'1'}} | a:f:1",
        "two ids without index               | {'id':'a','function':{'name':'f'}} ; {'id':'b','function':{'name':'g','arguments':'2'}} | a:f: b:g:2",
        "whole calls without id              | {'function':{'name':'f','arguments':'1'}} ; {'function':{'name':'g','arguments':'2'}} | :f:1 :g:2",
        "the name repeated on each fragment  | {'function':{'name':'f','arguments':''}} ; {'function':{'name':'f','arguments':'[\\']'}} ; {'function':{'name':'f','arguments':'\\',{'}} ; {'function':{'name':'f','arguments':'}]'}} ; {'function':{'name':'f','arguments':'[2]'}} | :f:[\"]\",{}] :f:[2]",
        "a call with an id, then its name    | {'id':'a','function':{'name':'f','arguments':'['}} ; {'function':{'name':'f','arguments':'1]'}} | a:f:[1]",
        "whole calls of one function         | {'function':{'name':'f','arguments':'{}'}} ; {'function':{'name':'f','arguments':'{}'}} ; {'function':{'name':'f','arguments':''}} ; {'function':{'name':'f','arguments':''}} | :f:{} :f:{} :f: :f:",
        "several calls in one event          | {'function':{'name':'f','arguments':''}},{'function':{'name':'f','arguments':'1'}} | :f: :f:1",
        "another function than the open one  | {'function':{'name':'f','arguments':'['}} ; {'function':{'name':'g','arguments':'1'}} | :f:[ :g:1",
        "one index for all calls             | {'index':0,'id':'a','function':{'name':'f'}} ; {'index':0,'function':{'arguments':'1'}} ; {'index':0,'id':'b','function':{'name':'g'}} ; {'index':0,'id':'','function':{'arguments':'2'}} ; {'index':0,'id':'a','function':{'arguments':'3'}} | a:f:13 b:g:2",
        "an index that another call got      | {'index':0,'id':'a','function':{'name':'f'}} ; {'index':0,'id':'b','function':{'name':'g'}} ; {'index':1,'id':'c','function':{'name':'h'}} ; {'index':1,'function':{'arguments':'3'}} | a:f: b:g: c:h:3",
        "another id for each fragment        | {'index':0,'id':'a','function':{'name':'f'}} ; {'index':0,'id':'b','function':{'arguments':'1'}} | a:f:1",
        "mixed order of indexes              | {'index':1,'id':'b','function':{'name':'g'}} ; {'index':0,'id':'a','function':{'name':'f'}} ; {'index':1,'function':{'arguments':'2'}} | a:f: b:g:2",
      })
  void fragmentsFindTheirCall(String what, String fragments, String expected) {
    StringBuilder text = new StringBuilder();
    for (String fragment : fragments.replace('\'', '"').split(" ; ", -1)) {
      text.append("data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[")
          .append(fragment)
          .append("]}}]}\n\n");
    }
    List<ToolCall> calls = result(text + DONE).message().toolCalls();

    assertThat(calls.stream().map(c -> c.id() + ":" + c.name() + ":" + c.arguments()).toList())
        .as(what)
        .isEqualTo(List.of(expected.split(" ", -1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'id':'b','function':{'name':'g'}}",
        "{'function':{'name':'g'}}",
        "{'index':2147483647,'id':'b','function':{'name':'g'}}"
      })
  void noCallFollowsTheLastIndex(String next) {
    String first = "{'index':2147483647,'id':'a','function':{'name':'f'}}";
    String text =
        "data: {'choices':[{'index':0,'delta':{'tool_calls':[" + first + "," + next + "]}}]}\n\n";

    assertThatThrownBy(() -> result(text.replace('\'', '"') + DONE))
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("no tool call can follow the index 2147483647");
  }

  @Test
  void anAdapterThatStreamsPlainTextIsRead() {
    assertThat(result("data: {\"choices\":[{\"text\":\"a\"}]}\n\n" + DONE).text()).isEqualTo("a");
  }

  @Test
  void severalAnswersAreKeptApart() {
    ChatCompletion answer =
        result(
            "data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"}},"
                + "{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n"
                + DONE);
    assertThat(answer.choices()).extracting(c -> c.message().text()).containsExactly("a", "b");
  }

  /** As in a whole answer; a choice that tells its index keeps it. */
  @Test
  void severalAnswersWithoutAnIndexAreCountedInEachEvent() {
    ChatCompletion answer =
        result(
            "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}},{\"delta\":{\"content\":\"b\"}}]}\n\n"
                + "data: {\"choices\":[{\"text\":\"c\"},{\"text\":\"d\"},"
                + "{\"index\":0,\"text\":\"e\"},{\"text\":\"f\"}]}\n\n"
                + DONE);
    assertThat(answer.choices()).extracting(ChatChoice::index).containsExactly(0, 1, 3);
    assertThat(answer.choices())
        .extracting(c -> c.message().text())
        .containsExactly("ace", "bd", "f");
  }

  @Test
  void aChunkIsThereBeforeTheNextIs() {
    FakeBody body = FakeBody.open(A);
    try (ChatStream stream = stream(body)) {
      Iterator<ChatChunk> chunks = stream.iterator();
      assertThat(chunks.hasNext()).isTrue();
      assertThat(chunks.hasNext()).isTrue();
      assertThat(chunks.next().text()).isEqualTo("a");

      body.put((A + DONE).getBytes(StandardCharsets.UTF_8)).end();
      assertThat(chunks.next().text()).isEqualTo("a");
      assertThat(chunks.hasNext()).isFalse();
      assertThat(chunks.hasNext()).isFalse();
      assertThatThrownBy(chunks::next).isInstanceOf(NoSuchElementException.class);
      assertThat(stream.result().text()).isEqualTo("aa");
    }
  }

  @Test
  void theRestIsReadAfterTheEndSoThatTheConnectionIsUsedAgain() {
    FakeBody body = FakeBody.of(A + DONE, ": bye\n\n", "data: {\"ignored\":1}\n\n");
    assertThat(chunks(body)).hasSize(1);
    assertThat(body.wasReadToEnd()).isTrue();
  }

  @Test
  void theConnectionMayBreakBehindTheEnd() {
    FakeBody body = FakeBody.open(A + DONE).breakOff(new IOException("reset"));
    assertThat(chunks(body)).hasSize(1);
  }

  @Test
  void aTimeThatNoClockHasIsKeptAsItCame() {
    String event = "data: {\"created\":9223372036854775807,\"x\":1e2147483647}\n\n";

    ChatChunk chunk = chunks(FakeBody.of(event + A + DONE)).get(0);
    assertThat(chunk.createdAt()).isEmpty();
    assertThat(chunk.extra()).containsEntry("created", Json.of(Long.MAX_VALUE));
  }

  static Stream<Arguments> troubles() {
    String server =
        "data: {\"error\":{\"message\":\"engine stopped\",\"type\":\"server_error\"}}\n\n";
    return Stream.of(
        Arguments.of(FakeBody.of(A), "the stream ended without [DONE], so the answer is cut,"),
        Arguments.of(FakeBody.of(A + "data: {\"choi"), "an event can't be read"),
        Arguments.of(
            FakeBody.of(A + server), "the server reported \"server_error: engine stopped\""),
        Arguments.of(FakeBody.of(A + "event: error\ndata: overloaded\n\n"), "overloaded"),
        Arguments.of(
            FakeBody.of(A + "data: {\"object\":\"error\",\"message\":\"oom\",\"code\":400}\n\n"),
            "400: oom"),
        Arguments.of(
            FakeBody.of(A + "data: {\"code\":8,\"message\":\"quota\",\"details\":[]}\n\n"),
            "the server reported \"8: quota\""),
        Arguments.of(
            FakeBody.of(A + "data: {\"message\":\"quota\"}\n\n"), "the server reported \"quota\""),
        Arguments.of(
            FakeBody.of(A + "data: {\"detail\":\"quota\"}\n\n"), "the server reported \"quota\""),
        Arguments.of(
            FakeBody.of(
                A
                    + "data: {\"detail\":[{\"loc\":[\"body\",\"n\"],\"msg\":\"too many\"},"
                    + "{\"msg\":\"quota\"}]}\n\n"),
            "the server reported \"body.n: too many; quota\""),
        Arguments.of(FakeBody.of(A + "data: {]}\n\n"), "an event can't be read"),
        Arguments.of(FakeBody.of(A + "data: {\"x\":{\"y\":[1,\n\n"), "ends within a value"),
        Arguments.of(FakeBody.of(A + "data: {\"x\":{\"y\":{\n\n"), "ends within a value"),
        Arguments.of(FakeBody.of(A + "data: {}1\n\n"), "goes on behind its JSON object"),
        Arguments.of(FakeBody.of(A + "data: {}tru\n\ndata: e\n\n"), "an event can't be read"),
        Arguments.of(FakeBody.of(A + "data: 7\n\n"), "the event isn't a JSON object"),
        Arguments.of(FakeBody.of(A + "data: {} {}\n\n"), "goes on behind its JSON object"),
        Arguments.of(FakeBody.of(A + "data: " + "x".repeat(1 << 20) + "x\n\n"), "longer than"));
  }

  static Stream<Arguments> lostConnections() {
    String ended = "acme chat.stream: the connection ended in the middle of the answer,";
    String told = "acme chat.stream: the stream broke off: ";
    return Stream.of(
        Arguments.of(new IOException("chunked transfer encoding, state: READING_LENGTH"), ended),
        Arguments.of(new IOException("fixed content-length: 9, bytes received: 3"), ended),
        Arguments.of(new SocketException("Connection reset"), ended),
        Arguments.of(new EOFException("EOF reached while reading"), ended),
        Arguments.of(new SocketTimeoutException("Read timed out"), told + "Read timed out,"),
        Arguments.of(new HttpTimeoutException("request timed out"), told + "request timed out,"),
        Arguments.of(
            new IOException("?", new ClientClosedException("acme", "chat.stream", "closed")),
            told + "?,"));
  }

  @ParameterizedTest
  @MethodSource("lostConnections")
  void aLostConnectionIsToldInPlainWords(IOException lost, String message) {
    FakeBody body = FakeBody.open(A).breakOff(lost);
    try (ChatStream stream = stream(body)) {
      assertThatThrownBy(stream::result)
          .isInstanceOf(StreamException.class)
          .hasMessage(message + " after 1 chunk (request-id=req-7)")
          .hasRootCause(lost.getCause() == null ? lost : lost.getCause());
    }
  }

  @ParameterizedTest
  @MethodSource("troubles")
  void anAnswerThatBreaksOffIsNeverAShortOne(FakeBody body, String message) throws Exception {
    try (ChatStream stream = stream(body)) {
      Iterator<ChatChunk> chunks = stream.iterator();
      assertThat(chunks.next().text()).isEqualTo("a");
      assertThatThrownBy(chunks::hasNext)
          .isInstanceOfSatisfying(
              StreamException.class, e -> assertThat(e.partial().text()).isEqualTo("a"))
          .hasMessageStartingWith("acme chat.stream: ")
          .hasMessageContaining(message)
          .hasMessageEndingWith(" after 1 chunk (request-id=req-7)");
      assertThatThrownBy(chunks::hasNext).isInstanceOf(StreamException.class);
      assertThatThrownBy(stream::result).isInstanceOf(StreamException.class);
      assertThat(body.awaitClosed()).isTrue();
    }
  }

  @Test
  void theErrorOfAnEventIsTheCause() {
    String event = "data: {\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":\"c\"}}\n\n";
    assertThatThrownBy(() -> result(event))
        .cause()
        .isInstanceOfSatisfying(ApiException.class, e -> assertThat(e.code()).contains("c"));
  }

  @Test
  void anEmptyErrorMemberIsNoError() {
    assertThat(result("data: {\"error\":null,\"choices\":[]}\n\n" + A + DONE).text())
        .isEqualTo("a");
    assertThat(result("data: {\"error\":\"\",\"choices\":[]}\n\n" + A + DONE).text())
        .isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\":\"m\",\"choices\":[]}",
        "{\"message\":\"m\",\"id\":\"i\"}",
        "{\"message\":\"m\",\"usage\":{}}",
        "{\"message\":\"\"}",
        "{\"message\":{\"a\":1}}",
        "{\"message\":null,\"detail\":null}"
      })
  void aMessageIsAnErrorOnlyInPlaceOfAChunk(String event) {
    assertThat(result("data: " + event + "\n\n" + A + DONE).text()).isEqualTo("a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ": keep-alive\n\n", "data: {\"choices\":[]}\n\n"})
  void anEndWithoutAnAnswerIsNoEmptyAnswer(String before) {
    int chunks = before.startsWith("data") ? 1 : 0;
    assertThatThrownBy(() -> result(before + DONE))
        .isInstanceOf(StreamException.class)
        .hasMessage(
            "acme chat.stream: nothing came before [DONE], so there is no answer, after "
                + (chunks == 1 ? "1 chunk" : "0 chunks")
                + " (request-id=req-7)");
  }

  @Test
  void anAnswerOfOnlyUsageIsOne() {
    String usage = "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":3}}\n\n";
    assertThat(result(usage + DONE).usage()).map(Usage::promptTokens).contains(3L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "quota of the team is used up | quota of the team is used up",
        "{#  'detail': 'quota'#} | { 'detail': 'quota' }",
        "see https://a.example/x?sig=abc | see https://a.example/x?***",
        "no access with fw_3ZabcdefGHIJKLMNopq1 | no access with ***",
      })
  void aTextInPlaceOfEventsIsShown(String body, String shown) {
    for (String end : List.of("", "\n")) {
      assertThatThrownBy(() -> result(body.replace('#', '\n') + end))
          .isInstanceOf(StreamException.class)
          .hasMessage(
              "acme chat.stream: the answer is no stream of events, it begins with \""
                  + shown
                  + "\", after 0 chunks (request-id=req-7)");
    }
  }

  @Test
  void ofALongTextInPlaceOfEventsTheBeginningIsShown() {
    assertThatThrownBy(() -> result("too much ".repeat(100) + "\n", "and more\n\n"))
        .hasMessageContaining("begins with \"" + "too much ".repeat(22) + "to\", after");
    assertThatThrownBy(() -> result(": keep-alive\n\nid: 7\nretry: 9\nevent: a\n\n"))
        .hasMessageContaining("the stream ended without [DONE]");
  }

  @Test
  void theEndOfTheConnectionIsAnEndAfterAFinishReasonWhereTheProviderSaysSo() {
    String last = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
    ChatDialect.Builder lenient = ChatDialect.builder().endsOnlyAtDone(false);
    OpenAiChat chat = ChatCaller.events(FakeBody.of(A + last)).chat(lenient);
    assertThat(chat.stream("m", "hi").result().text()).isEqualTo("a");

    OpenAiChat cut =
        ChatCaller.events(FakeBody.of(A)).chat(ChatDialect.builder().endsOnlyAtDone(false));
    assertThatThrownBy(() -> cut.stream("m", "hi").result()).isInstanceOf(StreamException.class);
    assertThatThrownBy(() -> result(A + last)).isInstanceOf(StreamException.class);
  }

  @Test
  void cancellingWakesAReaderThatWaits() throws Exception {
    FakeBody body = FakeBody.open(A);
    ChatStream stream = stream(body);
    Iterator<ChatChunk> chunks = stream.iterator();
    chunks.next();
    CompletableFuture<Boolean> reader = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                reader.complete(chunks.hasNext());
              } catch (StreamException e) {
                reader.completeExceptionally(e);
              }
            });
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }

    stream.cancel();

    assertThatThrownBy(() -> reader.get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("the stream was closed before its end, after 1 chunk");
    assertThat(body.awaitClosed()).isTrue();
    assertThat(stream.partial().text()).isEqualTo("a");
    assertThatThrownBy(stream::result).isInstanceOf(StreamException.class);
  }

  @Test
  void anInterruptEndsTheStreamAndStaysSet() {
    ChatStream stream = stream(FakeBody.open(A));
    Iterator<ChatChunk> chunks = stream.iterator();
    chunks.next();
    Thread.currentThread().interrupt();

    assertThatThrownBy(chunks::hasNext)
        .isInstanceOfSatisfying(
            CallInterruptedException.class,
            e -> assertThat(e.requestId()).isEqualTo(stream.requestId()))
        .cause()
        .isInstanceOfSatisfying(
            StreamException.class, e -> assertThat(e.partial().text()).isEqualTo("a"));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void goesThroughOnlyOnce() {
    ChatStream stream = stream(FakeBody.of(A + DONE));
    assertThat(stream.iterator()).isNotNull();
    assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(stream::stream).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aStreamCanBeLeftEarly() throws Exception {
    FakeBody body = FakeBody.open(A, A);
    List<String> texts = new ArrayList<>();
    try (Stream<String> text = stream(body).textStream()) {
      text.limit(1).forEach(texts::add);
    }
    assertThat(texts).containsExactly("a");
    assertThat(body.awaitClosed()).isTrue();
  }

  @Test
  void aWholeAnswerIsAStreamOfOneChunk() {
    String json =
        "{\"id\":\"w\",\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":"
            + "{\"content\":\"a\",\"tool_calls\":[{\"id\":\"c\",\"function\":{\"name\":\"f\"}}]}}],"
            + "\"usage\":{\"total_tokens\":3}}";
    ChatStream stream = ChatCaller.json(json).chat().stream("m", "hi");

    assertThat(stream.textStream()).containsExactly("a");
    assertThat(stream.result().text()).isEqualTo("a");
    assertThat(stream.result().id()).isEqualTo("w");
    assertThat(stream.result().message().toolCalls()).extracting(ToolCall::name).containsOnly("f");
    assertThat(stream.result().usage()).map(Usage::totalTokens).contains(3L);
  }

  @Test
  void anErrorInPlaceOfAStreamIsThrownAtOnce() {
    OpenAiChat chat = ChatCaller.json("{\"error\":{\"message\":\"no\"}}").chat();
    assertThatThrownBy(() -> chat.stream("m", "hi")).isInstanceOf(ApiException.class);

    FakeBody page = FakeBody.of("<html>Sign in</html>");
    OpenAiChat proxy = ChatCaller.of("text/html", page).chat();
    assertThatThrownBy(() -> proxy.stream("m", "hi")).isInstanceOf(DecodeException.class);
  }
}
