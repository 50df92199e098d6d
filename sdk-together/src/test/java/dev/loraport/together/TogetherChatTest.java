package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ChatStream;
import dev.loraport.chat.ContentPart;
import dev.loraport.chat.FinishReason;
import dev.loraport.chat.ModelRef;
import dev.loraport.chat.ResponseFormat;
import dev.loraport.chat.Role;
import dev.loraport.chat.TextRequest;
import dev.loraport.chat.Tool;
import dev.loraport.chat.ToolCall;
import dev.loraport.chat.ToolChoice;
import dev.loraport.error.StreamException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.json.Json;
import dev.loraport.testkit.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Chat and plain text at Together: what is written, and what is read. */
class TogetherChatTest {
  private static final String MODEL = "Qwen/Qwen2.5-7B-Instruct-Turbo";
  private static final String CHAT = "POST /v1/chat/completions";
  private static final String TEXT = "POST /v1/completions";
  private static final Json SCHEMA = Json.parse("{\"type\":\"object\"}");
  private static final Tool WEATHER =
      Tool.builder().name("get_weather").description("Weather now").parameters(SCHEMA).build();

  private final Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        field("", b -> b),
        field(",'max_tokens':64", b -> b.maxTokens(64)),
        field(",'stop':['a','b']", b -> b.addStop("a", "b")),
        field(",'temperature':1.5", b -> b.temperature(1.5)),
        field(",'top_p':0.9", b -> b.topP(0.9)),
        field(",'top_k':40", b -> b.topK(40)),
        field(",'min_p':0.05", b -> b.minP(0.05)),
        field(",'repetition_penalty':1.1", b -> b.repetitionPenalty(1.1)),
        field(",'presence_penalty':-2.0", b -> b.presencePenalty(-2)),
        field(",'frequency_penalty':2.0", b -> b.frequencyPenalty(2)),
        field(",'logit_bias':{'50256':-100.0}", b -> b.putLogitBias("50256", -100)),
        field(",'seed':7", b -> b.seed(7)),
        field(",'n':2", b -> b.n(2)),
        field(",'logprobs':3", b -> b.logprobs(3)),
        field(",'logprobs':0", b -> b.logprobs(0)),
        field(
            ",'response_format':{'type':'text'}",
            b -> b.putExtra("response_format", Json.object().put("type", "text").build())),
        field(
            ",'response_format':{'type':'json_object'}",
            b -> b.responseFormat(ResponseFormat.jsonObject())),
        field(
            ",'response_format':{'type':'json_schema','json_schema':{'name':'person',"
                + "'schema':{'type':'object'},'strict':true}}",
            b -> b.responseFormat(ResponseFormat.jsonSchema("person", SCHEMA, true))),
        field(
            ",'response_format':{'type':'regex','pattern':'[a-z]+'}",
            b -> b.responseFormat(ResponseFormat.regex("[a-z]+"))),
        field(
            ",'tools':[{'type':'function','function':{'name':'get_weather',"
                + "'description':'Weather now','parameters':{'type':'object'}}}],"
                + "'tool_choice':{'type':'function','function':{'name':'get_weather'}}",
            b -> b.addTools(WEATHER).toolChoice(ToolChoice.function("get_weather"))),
        field(",'tool_choice':'auto'", b -> b.toolChoice(ToolChoice.auto())),
        field(
            ",'tools':[{'type':'function','function':{'name':'f'}}],'tool_choice':'required'",
            b -> b.addTools(Tool.builder().name("f").build()).toolChoice(ToolChoice.required())),
        field(",'tool_choice':'none'", b -> b.toolChoice(ToolChoice.none())),
        field(",'reasoning_effort':'high'", b -> b.reasoningEffort("high")),
        field(",'reasoning':{'enabled':false}", b -> b.reasoning(false)),
        extra("chat_template_kwargs", "{'thinking':true}"),
        extra("safety_model", "'meta-llama/Llama-Guard-4-12B'"),
        extra("compliance", "'hipaa'"),
        extra("context_length_exceeded_behavior", "'truncate'"),
        extra("echo", "true"),
        extra("function_call", "'none'"),
        extra("stream_options", "{'include_usage':true}"));
  }

  private static Arguments field(String json, UnaryOperator<ChatRequest.Builder> set) {
    return Arguments.of(json, set);
  }

  private static Arguments extra(String name, String value) {
    return field(",'" + name + "':" + value, b -> b.putExtra(name, Json.parse(json(value))));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void eachFieldIsWrittenAndNothingElse(String json, UnaryOperator<ChatRequest.Builder> set) {
    rig.client.chat().complete(set.apply(request()).build());
    assertThat(body(CHAT))
        .isEqualTo(
            json(
                "{'model':'"
                    + MODEL
                    + "','messages':[{'role':'user','content':'hi'}]"
                    + json
                    + "}"));
    rig.fake.assertNoViolations();
  }

  static Stream<Arguments> messages() {
    return Stream.of(
        Arguments.of("{'role':'system','content':'Be brief.'}", ChatMessage.system("Be brief.")),
        Arguments.of(
            "{'role':'assistant','content':'','function_call':{'name':'f','arguments':'{}'}}",
            ChatMessage.builder()
                .role(Role.ASSISTANT)
                .putExtra("function_call", Json.parse("{\"name\":\"f\",\"arguments\":\"{}\"}"))
                .putExtra("annotations", Json.array(List.of()))
                .build()),
        Arguments.of(
            "{'role':'user','content':'hi','name':'ann'}",
            ChatMessage.builder().role(Role.USER).content("hi").name("ann").build()),
        Arguments.of(
            "{'role':'user','content':[{'type':'text','text':'What?'},"
                + "{'type':'image_url','image_url':{'url':'https://images.example.com/cat.png'}},"
                + "{'type':'video_url','video_url':{'url':'https://images.example.com/cat.mp4'}},"
                + "{'type':'audio_url','audio_url':{'url':'https://images.example.com/cat.mp3'}},"
                + "{'type':'input_audio','input_audio':{'data':'AA==','format':'wav'}}]}",
            ChatMessage.user(
                List.of(
                    ContentPart.text("What?"),
                    ContentPart.image("https://images.example.com/cat.png"),
                    TogetherChat.video("https://images.example.com/cat.mp4"),
                    TogetherChat.audio("https://images.example.com/cat.mp3"),
                    TogetherChat.audio(new byte[] {0})))),
        Arguments.of(
            "{'role':'assistant','content':'4','reasoning':'Look it up.'}",
            ChatMessage.builder()
                .role(Role.ASSISTANT)
                .content("4")
                .reasoning("Look it up.")
                .build()),
        Arguments.of(
            "{'role':'assistant','content':null,'tool_calls':["
                + "{'id':'c1','type':'function','function':{'name':'f','arguments':'{}'}},"
                + "{'id':'c2','type':'function','function':{'name':'g','arguments':'{}'}}]}",
            ChatMessage.builder()
                .role(Role.ASSISTANT)
                .addToolCalls(call("c1", "f", 0), call("c2", "g", 1))
                .build()),
        Arguments.of(
            "{'role':'tool','content':'4','tool_call_id':'c1'}", ChatMessage.tool("c1", "4")),
        Arguments.of(
            "{'role':'function','content':'4','name':'f'}",
            ChatMessage.builder().role(Role.of("function")).content("4").name("f").build()));
  }

  private static ToolCall call(String id, String name, int index) {
    return ToolCall.builder().id(id).name(name).arguments("{}").index(index).build();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void eachShapeOfAMessageIsWritten(String json, ChatMessage message) {
    rig.client
        .chat()
        .complete(ChatRequest.builder().model(ModelRef.of(MODEL)).addMessages(message).build());
    assertThat(body(CHAT)).isEqualTo(json("{'model':'" + MODEL + "','messages':[" + json + "]}"));
    rig.fake.assertNoViolations();
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("parallel_tool_calls", change(b -> b.parallelToolCalls(false))),
        Arguments.of("user", change(b -> b.user("u1"))),
        Arguments.of(
            "response_format.grammar",
            change(b -> b.responseFormat(ResponseFormat.grammar("root ::= x")))),
        Arguments.of(
            "exclude each other",
            change(b -> b.addTools(WEATHER).responseFormat(ResponseFormat.jsonObject()))),
        Arguments.of("maxTokens must be 1 or more", change(b -> b.maxTokens(0))),
        Arguments.of("topK must be 1 or more", change(b -> b.topK(0))),
        Arguments.of("logprobs must be 20", change(b -> b.logprobs(21))));
  }

  private static UnaryOperator<ChatRequest.Builder> change(
      UnaryOperator<ChatRequest.Builder> change) {
    return change;
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatTogetherDoesNotTakeIsRefusedBeforeItIsSent(
      String why, UnaryOperator<ChatRequest.Builder> set) {
    ChatRequest request = set.apply(request()).build();
    assertThat(catchThrowable(() -> rig.client.chat().complete(request)))
        .isInstanceOfAny(UnsupportedCapabilityException.class, IllegalArgumentException.class)
        .hasMessageContaining(why);
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "max_tokens, 0, maxTokens must be 1 or more",
    "top_k, 0, topK must be 1 or more",
    "logprobs, 21, logprobs must be 20"
  })
  void onlyWhatIsSentIsJudgedOfATextToo(String field, int wrong, String why) {
    TextRequest.Builder text = TextRequest.builder().model(ModelRef.of(MODEL)).prompt("Hi");
    ChatRequest.Builder chat = request();
    switch (field) {
      case "max_tokens" -> {
        text.maxTokens(wrong);
        chat.maxTokens(wrong);
      }
      case "top_k" -> {
        text.topK(wrong);
        chat.topK(wrong);
      }
      default -> {
        text.logprobs(wrong);
        chat.logprobs(wrong);
      }
    }
    assertThat(catchThrowable(() -> rig.client.chat().completeText(text.build())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
    assertThat(rig.fake.journal().calls()).isEmpty();

    RequestOptions added = RequestOptions.builder().putExtraBody(field, Json.of(3)).build();
    rig.client.chat().completeText(text.build(), added);
    rig.client.chat().complete(chat.build(), added);
    rig.client.chat().complete(chat.putExtra(field, Json.of(3)).build());
    assertThat(rig.fake.journal().calls())
        .hasSize(3)
        .allMatch(call -> Json.parse(call.body()).get(field).equals(Json.of(3)));
    rig.fake.assertNoViolations();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'token_ids':[1],'tokens':['Li'],'token_logprobs':[null]}",
        "-0.25",
        "{'content':[{'token':'Li','logprob':-0.5}]}"
      })
  void logprobsAreKeptInEachShape(String shape) {
    ChatChoice choice = choice("'logprobs':" + shape + ",'top_logprobs':{'Li':-0.5}");
    assertThat(choice.logprobs()).contains(Json.parse(json(shape)));
    assertThat(choice.extra()).containsKey("top_logprobs");
  }

  @Test
  void theSeedOfAnAnswerMayExceed64BitsWithASign() {
    assertThat(choice("'seed':15924764223251450000").seed().orElseThrow())
        .hasToString("15924764223251450000");
  }

  @ParameterizedTest
  @CsvSource({"reasoning", "reasoning_content"})
  void theThinkingIsReadUnderBothNames(String name) {
    rig.answer(
        CHAT,
        200,
        "{'id':'a','choices':[{'message':{'role':'assistant','content':'4','"
            + name
            + "':'Hm.'}}]}");
    assertThat(rig.client.chat().complete(request().build()).message().reasoning()).contains("Hm.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'cached_tokens':5 | 5 | -1",
        "'prompt_tokens_details':{'cached_tokens':5},"
            + "'completion_tokens_details':{'reasoning_tokens':2} | 5 | 2",
        "'cache_hit_rate':0 | -1 | -1"
      })
  void theTokensOfACacheAreReadFlatAndNested(String details, long cached, long reasoning) {
    rig.answer(
        CHAT,
        200,
        "{'id':'a','choices':[{}],'warnings':[{'message':'slow'}],'usage':{'prompt_tokens':21,"
            + "'completion_tokens':3,'total_tokens':24,"
            + details
            + "}}");
    ChatCompletion answer = rig.client.chat().complete(request().build());
    assertThat(answer.usage().orElseThrow().cachedTokens().orElse(-1)).isEqualTo(cached);
    assertThat(answer.usage().orElseThrow().reasoningTokens().orElse(-1)).isEqualTo(reasoning);
    assertThat(answer.extra()).containsKey("warnings");
  }

  @Test
  void theAnswerOfAnOlderAdapterIsText() {
    rig.answer(
        CHAT,
        200,
        "{'id':'8f-YYZ','object':'text.completion','created':1734398453,'prompt':[],'choices':"
            + "[{'index':0,'text':' Paris','finish_reason':'eos','seed':13424880326038300000,"
            + "'logprobs':null}],'usage':{'prompt_tokens':10,'completion_tokens':2,"
            + "'total_tokens':12,'cache_hit_rate':0}}");
    ChatCompletion answer = rig.client.chat().complete(request().build());
    assertThat(answer.text()).isEqualTo(" Paris");
    assertThat(answer.finishReason()).contains(FinishReason.of("eos"));
  }

  @Test
  void aStreamWithToolsGoesOnBehindItsFirstReasonToEnd() {
    stream(
        "{'id':'s','choices':[{'index':0,'finish_reason':null,'delta':{'role':'assistant',"
            + "'content':'','tool_calls':[{'index':0,'id':'c1','type':'function','function':"
            + "{'name':'get_weather','arguments':''}},{'index':1,'id':'c2','type':'function',"
            + "'function':{'name':'get_time','arguments':''}}]}}],'usage':null}",
        "{'id':'s','choices':[{'index':0,'finish_reason':'tool_calls','delta':{'tool_calls':"
            + "[{'index':0,'function':{'arguments':'{\\'city\\':'}},"
            + "{'index':1,'function':{'arguments':'{}'}},"
            + "{'index':0,'function':{'arguments':'\\'Oslo\\'}'}}]}}]}",
        "{'id':'s','choices':[{'index':0,'finish_reason':'tool_calls','seed':4201,'delta':"
            + "{'role':'assistant','content':''}}],'usage':{'prompt_tokens':160,"
            + "'completion_tokens':18,'total_tokens':178}}",
        "[DONE]");
    try (ChatStream stream = rig.client.chat().stream(request().addTools(WEATHER).build())) {
      ChatCompletion whole = stream.result();
      assertThat(whole.finishReason()).contains(FinishReason.of("tool_calls"));
      assertThat(whole.message().toolCalls())
          .extracting(ToolCall::name, ToolCall::arguments)
          .containsExactly(tuple("get_weather", "{\"city\":\"Oslo\"}"), tuple("get_time", "{}"));
      assertThat(whole.usage().orElseThrow().totalTokens()).isEqualTo(178);
    }
  }

  @Test
  void aStreamIsReadWithItsDuplicatesNumbersAndBothNamesOfThinking() {
    stream(
        "{'id':'s','choices':[{'index':0,'role':'assistant','text':'Li','logprobs':-0.25,"
            + "'finish_reason':null,'seed':null,'delta':{'token_id':43,'role':'assistant',"
            + "'reasoning_content':'Hm.','content':'Li','tool_calls':null}}],'usage':null}",
        "{'id':'s','choices':[],'usage':null}",
        "{'id':'s','choices':[{'index':0,'text':'ma.','finish_reason':'stop',"
            + "'seed':15924764223251450000,'delta':{'content':'ma.','reasoning':'So.'}}],"
            + "'usage':{'prompt_tokens':21,'completion_tokens':3,'total_tokens':24}}",
        "[DONE]");
    List<ChatChunk> chunks = new ArrayList<>();
    try (ChatStream stream = rig.client.chat().stream(request().build())) {
      stream.forEach(chunks::add);
      ChatCompletion whole = stream.result();
      assertThat(whole.text()).isEqualTo("Lima.");
      assertThat(whole.message().reasoning()).contains("Hm.So.");
      assertThat(whole.choices().get(0).seed().orElseThrow()).hasToString("15924764223251450000");
    }
    assertThat(chunks.get(0).deltas().get(0).logprobs()).contains(Json.parse("-0.25"));
  }

  @Test
  void anErrorWithinAStreamKeepsWhatCameBefore() {
    stream(
        "{'id':'s','choices':[{'index':0,'delta':{'content':'Li'}}]}",
        "{'error':{'message':'The engine stopped unexpectedly.','type':'server_error',"
            + "'param':null,'code':null}}");
    try (ChatStream stream = rig.client.chat().stream(request().build())) {
      assertThatExceptionOfType(StreamException.class)
          .isThrownBy(stream::result)
          .withMessageContaining("The engine stopped unexpectedly.")
          .satisfies(e -> assertThat(e.partial().text()).isEqualTo("Li"));
    }
  }

  @Test
  void aTextIsWrittenAndReadWithTheReasonBesideTheChoices() {
    TextRequest request =
        TextRequest.builder()
            .model(ModelRef.of(MODEL))
            .prompt("The capital of France is")
            .maxTokens(5)
            .temperature(0.5)
            .topP(0.9)
            .topK(40)
            .addStop(".")
            .seed(7)
            .n(1)
            .logprobs(1)
            .echo(true)
            .putExtra("min_p", Json.of(0.1))
            .putExtra("safety_model", Json.of("meta-llama/Llama-Guard-4-12B"))
            .build();
    rig.client.chat().completeText(request);
    assertThat(body(TEXT))
        .isEqualTo(
            json(
                "{'model':'"
                    + MODEL
                    + "','prompt':'The capital of France is','max_tokens':5,'temperature':0.5,"
                    + "'top_p':0.9,'top_k':40,'stop':['.'],'seed':7,'n':1,'logprobs':1,'echo':true,"
                    + "'min_p':0.1,'safety_model':'meta-llama/Llama-Guard-4-12B'}"));
    rig.fake.assertNoViolations();

    events(
        TEXT,
        "{'id':'s','object':'completion.chunk','token':{'id':1,'text':' Paris','logprob':-0.1},"
            + "'choices':[{'index':0,'text':' Paris'}],'finish_reason':'length','seed':42}",
        "[DONE]");
    try (ChatStream stream = rig.client.chat().streamText(request)) {
      ChatCompletion whole = stream.result();
      assertThat(whole.text()).isEqualTo(" Paris");
      assertThat(whole.finishReason()).contains(FinishReason.of("length"));
    }
  }

  private String body(String route) {
    return rig.fake.journal().lastCall(route).orElseThrow().body();
  }

  private ChatChoice choice(String members) {
    rig.answer(
        CHAT,
        200,
        "{'id':'a','choices':[{'index':0,'message':{'role':'assistant','content':'Li'},"
            + members
            + "}]}");
    return rig.client.chat().complete(request().build()).choices().get(0);
  }

  private void stream(String... events) {
    events(CHAT, events);
  }

  private void events(String route, String... events) {
    StringBuilder body = new StringBuilder();
    for (String event : events) {
      body.append("data: ").append(json(event)).append("\n\n");
    }
    rig.fake
        .faults()
        .on(route)
        .next(Fault.status(200).body("text/event-stream;charset=utf-8", body.toString()));
  }

  private static ChatRequest.Builder request() {
    return ChatRequest.builder().model(ModelRef.of(MODEL)).addMessages(ChatMessage.user("hi"));
  }

  private static String json(String text) {
    return text.replace("\\'", "\\\"").replace('\'', '"');
  }
}
