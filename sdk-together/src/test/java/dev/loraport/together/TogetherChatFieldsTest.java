package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.chat.ChatRequest;
import dev.loraport.json.Json;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.junit.FakeConnection;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fields of a chat that only Together has. */
class TogetherChatFieldsTest {
  @Test
  void eachIsWrittenAsTheServiceTakesIt() {
    Map<String, Json> fields =
        TogetherChat.fields()
            .safetyModel("meta-llama/Llama-Guard-4-12B")
            .hipaa()
            .truncateToContext()
            .echo()
            .templateArgument("thinking", Json.of(true))
            .templateArgument("depth", Json.of(2))
            .describedSchema(
                "person", "Who it is about", Json.object().put("type", "object").build())
            .extra();
    try (FakeTogether fake = FakeTogether.start();
        TogetherClient client = TogetherClient.create(FakeConnection.to(fake).build())) {
      ChatRequest request = ChatRequest.of("Qwen/Qwen2.5-7B-Instruct-Turbo", "Hi");
      client.chat().complete(ChatRequest.builder().from(request).putAllExtra(fields).build());
      Json body =
          Json.parse(fake.journal().lastCall("POST /v1/chat/completions").orElseThrow().body());
      Json expected =
          Json.parse(
              """
              {"safety_model":"meta-llama/Llama-Guard-4-12B","compliance":"hipaa",
             "context_length_exceeded_behavior":"truncate","echo":true,
             "chat_template_kwargs":{"thinking":true,"depth":2},
             "response_format":{"type":"json_schema","json_schema":{"name":"person",
             "description":"Who it is about","schema":{"type":"object"}}}}""");
      assertThat(body.members()).containsAllEntriesOf(expected.members());
      assertThat(fields.keySet()).isEqualTo(expected.members().keySet());
      fake.assertNoViolations();
    }
  }
}
