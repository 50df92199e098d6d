package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the models of all fakes do alike. */
class GenerationTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A fake with a model that it serves. */
  private record Stage(FakeProvider fake, FakeChat chat, Http http, String root, String model)
      implements AutoCloseable {
    static Stage of(String provider) {
      return switch (provider) {
        case "together" -> {
          FakeTogether fake = FakeTogether.start();
          yield new Stage(fake, fake.chat(), new Http(fake), "/v1/", Samples.LLAMA_70B);
        }
        case "fireworks" -> {
          FakeFireworks fake = FakeFireworks.start();
          String model = "accounts/fireworks/models/gpt-oss-20b";
          yield new Stage(fake, fake.chat(), new Http(fake), "/inference/v1/", model);
        }
        default -> {
          FakeNebius fake = FakeNebius.start();
          yield new Stage(fake, fake.chat(), new Http(fake), "/v1/", "openai/gpt-oss-20b");
        }
      };
    }

    Http.Reply ask(boolean chat, String fields) throws Exception {
      return chat
          ? post(
              "chat/completions", "\"messages\":[{\"role\":\"user\",\"content\":\"Go\"}]", fields)
          : post("completions", "\"prompt\":\"Go\"", fields);
    }

    private Http.Reply post(String route, String asked, String fields) throws Exception {
      return http.post(root + route, "{\"model\":\"" + model + "\"," + asked + "," + fields + "}");
    }

    List<JsonNode> stream(boolean chat, String fields) throws Exception {
      return chunks(ask(chat, fields + ",\"stream\":true"));
    }

    List<JsonNode> streamTexts(String prompts) throws Exception {
      return chunks(post("completions", "\"prompt\":" + prompts, "\"stream\":true"));
    }

    private static List<JsonNode> chunks(Http.Reply reply) {
      List<JsonNode> chunks = new ArrayList<>();
      for (String event : reply.text().split("\n\n", -1)) {
        if (event.startsWith("data: {")) {
          chunks.add(JSON.readTree(event.substring(6)));
        }
      }
      return chunks;
    }

    @Override
    public void close() {
      fake.close();
    }
  }

  private static String text(JsonNode choice, boolean chat) {
    return (chat ? choice.at("/message/content") : choice.path("text")).asString();
  }

  private static String streamed(List<JsonNode> chunks, int index, boolean chat) {
    StringBuilder text = new StringBuilder();
    for (JsonNode chunk : chunks) {
      JsonNode choice = chunk.at("/choices/0");
      if (choice.path("index").asInt(-1) == index) {
        text.append((chat ? choice.at("/delta/content") : choice.path("text")).asString(""));
      }
    }
    return text.toString();
  }

  /** The finish reason, which a text completion of Together has beside the choices. */
  private static String end(JsonNode chunk) {
    String beside = chunk.path("finish_reason").asString("");
    return chunk.at("/choices/0/finish_reason").asString(beside);
  }

  @ParameterizedTest
  @CsvSource({
    "together,true",
    "together,false",
    "fireworks,true",
    "fireworks,false",
    "nebius,true",
    "nebius,false"
  })
  void endsATextBeforeTheFirstStopSequenceThatItMeets(String provider, boolean chat)
      throws Exception {
    try (Stage stage = Stage.of(provider)) {
      stage.chat().reply("one", " two", " three");
      String stop = "\"stop\":[\"three\",\"e t\",\"four\"]";
      JsonNode whole = stage.ask(chat, stop).json();
      List<JsonNode> chunks = stage.stream(chat, stop);
      JsonNode cut = stage.ask(chat, "\"max_tokens\":2,\"stop\":[\" three\"]").json();
      JsonNode unmet = stage.ask(chat, "\"stop\":[\"four\"]").json();

      assertThat(text(whole.at("/choices/0"), chat)).isEqualTo("on");
      assertThat(whole.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
      assertThat(whole.at("/usage/completion_tokens").asInt()).isEqualTo(1);
      assertThat(streamed(chunks, 0, chat)).isEqualTo("on");
      assertThat(end(chunks.get(chunks.size() - 1))).isEqualTo("stop");
      assertThat(cut.at("/choices/0/finish_reason").asString()).isEqualTo("length");
      assertThat(text(unmet.at("/choices/0"), chat)).isEqualTo("one two three");
      stage.fake().assertNoViolations();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fireworks", "nebius"})
  void takesAStopSequenceAsATextAndSaysNoToolBehindIt(String provider) throws Exception {
    try (Stage stage = Stage.of(provider)) {
      stage.chat().when(call -> true).saying("I look: ", "now").callTool("look", "{}");
      JsonNode choice = stage.ask(true, "\"stop\":\"now\"").json().at("/choices/0");

      assertThat(text(choice, true)).isEqualTo("I look: ");
      assertThat(choice.at("/message/tool_calls").isEmpty()).isTrue();
      assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "together,true,'\"n\":3'",
    "together,false,'\"n\":3'",
    "fireworks,true,'\"n\":3'",
    "fireworks,false,'\"n\":3'",
    "nebius,true,'\"n\":3,\"stream_options\":{\"include_usage\":true}'",
    "nebius,false,'\"n\":3,\"stream_options\":{\"include_usage\":true}'"
  })
  void streamsSeveralAnswersAtOnceAndTellsUsageAtTheEnd(
      String provider, boolean chat, String fields) throws Exception {
    try (Stage stage = Stage.of(provider)) {
      stage.chat().reply("one", " two");
      List<JsonNode> chunks = stage.stream(chat, fields);
      List<Integer> order = new ArrayList<>();
      chunks.forEach(chunk -> order.add(chunk.at("/choices/0/index").asInt(-1)));
      List<JsonNode> counted =
          chunks.stream().filter(chunk -> chunk.path("usage").isObject()).toList();

      assertThat(order).startsWith(0, 1, 2, 0, 1, 2, 0, 1, 2);
      for (int i = 0; i < 3; i++) {
        assertThat(streamed(chunks, i, chat)).isEqualTo("one two");
      }
      assertThat(chunks.stream().filter(chunk -> end(chunk).equals("stop"))).hasSize(3);
      assertThat(counted).containsExactly(chunks.get(chunks.size() - 1));
      assertThat(counted.get(0).at("/usage/completion_tokens").asInt()).isEqualTo(6);
      stage.fake().assertNoViolations();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fireworks", "nebius"})
  void streamsTheTextsOfSeveralPromptsUntilTheLongestEnds(String provider) throws Exception {
    try (Stage stage = Stage.of(provider)) {
      stage.chat().reply("a");
      stage.chat().when(call -> call.lastUserText().equals("long")).reply("b", " c", " d");
      List<JsonNode> chunks = stage.streamTexts("[\"long\",\"short\"]");
      JsonNode last = chunks.get(chunks.size() - 1);

      assertThat(streamed(chunks, 0, false)).isEqualTo("b c d");
      assertThat(streamed(chunks, 1, false)).isEqualTo("a");
      assertThat(chunks.get(1).at("/choices/0/index").asInt()).isEqualTo(1);
      assertThat(last.at("/choices/0/index").asInt()).isZero();
      assertThat(end(last)).isEqualTo("stop");
      assertThat(last.at("/usage/completion_tokens").asInt(4)).isEqualTo(4);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"together", "nebius"})
  void tellsHowManyTokensAreReasoning(String provider) throws Exception {
    try (Stage stage = Stage.of(provider)) {
      JsonNode plain = stage.ask(true, "\"n\":2").json().path("usage");
      stage.chat().when(call -> true).reasoning("let me think").reply("42");
      JsonNode usage = stage.ask(true, "\"n\":2").json().path("usage");

      assertThat(plain.path("completion_tokens_details").isObject()).isFalse();
      assertThat(usage.path("completion_tokens").asInt()).isEqualTo(8);
      assertThat(usage.at("/completion_tokens_details/reasoning_tokens").asInt()).isEqualTo(6);
    }
  }
}
