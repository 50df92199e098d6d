package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
      String asked =
          chat ? "\"messages\":[{\"role\":\"user\",\"content\":\"Go\"}]" : "\"prompt\":\"Go\"";
      return http.post(
          root + (chat ? "chat/completions" : "completions"),
          "{\"model\":\"" + model + "\"," + asked + "," + fields + "}");
    }

    List<JsonNode> stream(boolean chat, String fields) throws Exception {
      List<JsonNode> chunks = new ArrayList<>();
      for (String event : ask(chat, fields + ",\"stream\":true").text().split("\n\n", -1)) {
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
      StringBuilder streamed = new StringBuilder();
      for (JsonNode chunk : chunks) {
        JsonNode choice = chunk.at("/choices/0");
        streamed.append((chat ? choice.at("/delta/content") : choice.path("text")).asString(""));
      }
      JsonNode cut = stage.ask(chat, "\"max_tokens\":2,\"stop\":[\" three\"]").json();
      JsonNode unmet = stage.ask(chat, "\"stop\":[\"four\"]").json();

      assertThat(text(whole.at("/choices/0"), chat)).isEqualTo("on");
      assertThat(whole.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
      assertThat(whole.at("/usage/completion_tokens").asInt()).isEqualTo(1);
      assertThat(streamed).hasToString("on");
      assertThat(end(chunks.get(chunks.size() - 1))).isEqualTo("stop");
      assertThat(cut.at("/choices/0/finish_reason").asString()).isEqualTo("length");
      assertThat(text(unmet.at("/choices/0"), chat)).isEqualTo("one two three");
      stage.fake().assertNoViolations();
    }
  }

  @ParameterizedTest
  @CsvSource({"fireworks", "nebius"})
  void takesAStopSequenceAsATextAndSaysNoToolBehindIt(String provider) throws Exception {
    try (Stage stage = Stage.of(provider)) {
      stage.chat().when(call -> true).saying("I look: ", "now").callTool("look", "{}");
      JsonNode choice = stage.ask(true, "\"stop\":\"now\"").json().at("/choices/0");

      assertThat(text(choice, true)).isEqualTo("I look: ");
      assertThat(choice.at("/message/tool_calls").isEmpty()).isTrue();
      assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
    }
  }
}
