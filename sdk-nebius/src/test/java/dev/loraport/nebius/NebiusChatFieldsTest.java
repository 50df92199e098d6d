package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.chat.ChatRequest;
import dev.loraport.json.Json;
import dev.loraport.testkit.FakeNebius;
import dev.loraport.testkit.junit.FakeConnection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fields of a chat that only Nebius has. */
class NebiusChatFieldsTest {
  @Test
  void eachIsWrittenAsTheServiceTakesIt() {
    Map<String, Json> fields =
        NebiusChat.fields()
            .serviceTier("flex")
            .store(false)
            .guidedChoice(List.of("spam", "ham"))
            .guidedJson(Json.object().build())
            .maxCompletionTokens(9)
            .minTokens(1)
            .ignoreEos()
            .continueFinalMessage()
            .templateArgument("enable_thinking", Json.of(false))
            .extra();
    try (FakeNebius fake = FakeNebius.start();
        NebiusClient client = NebiusClient.create(FakeConnection.to(fake).build())) {
      ChatRequest request = ChatRequest.of("openai/gpt-oss-120b", "Hi");
      client.chat().complete(ChatRequest.builder().from(request).putAllExtra(fields).build());
      Json body =
          Json.parse(fake.journal().lastCall("POST /v1/chat/completions").orElseThrow().body());
      Json expected =
          Json.parse(
              """
              {"service_tier":"flex","store":false,"guided_choice":["spam","ham"],"guided_json":{},
             "max_completion_tokens":9,"min_tokens":1,"ignore_eos":true,"continue_final_message":true,
             "add_generation_prompt":false,"chat_template_kwargs":{"enable_thinking":false}}""");
      assertThat(body.members()).containsAllEntriesOf(expected.members());
      assertThat(body.members()).doesNotContainKey("max_tokens");
      assertThat(fields.keySet()).isEqualTo(expected.members().keySet());
      fake.assertNoViolations();
    }
  }

  @Test
  void valuesThatMakeNoSenseAreRefused() {
    NebiusChat fields = NebiusChat.fields();
    assertThatIllegalArgumentException().isThrownBy(() -> fields.guidedChoice(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> fields.minTokens(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> fields.maxCompletionTokens(0));
  }
}
