package dev.loraport.fireworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.chat.ChatChoice;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatMessage;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.ContentPart;
import dev.loraport.chat.ModelRef;
import dev.loraport.chat.TextRequest;
import dev.loraport.error.LoraportException;
import dev.loraport.http.Timeouts;
import dev.loraport.json.Json;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.junit.FakeConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The fields of a chat that only Fireworks has. */
class FireworksChatFieldsTest {
  @Test
  void eachIsWrittenAsTheServiceTakesIt() {
    Map<String, Json> fields =
        FireworksChat.fields()
            .promptCacheKey("session")
            .promptCacheIsolationKey("tenant")
            .priority()
            .metadata(Map.of("team", "a"))
            .truncateToContext()
            .promptTruncateTokens(4096)
            .thinkingBudget(1024)
            .reasoningHistory("preserved")
            .typicalP(0.5)
            .mirostat(5, 0.1)
            .speculation("Hello")
            .prediction("Hello")
            .maxCompletionTokens(9)
            .echo()
            .echoLast(3)
            .safeTokenization()
            .ignoreEos()
            .perfMetrics()
            .rawOutput()
            .tokenIds()
            .extra();
    try (FakeFireworks fake = FakeFireworks.start();
        FireworksClient client = FireworksClient.create(FakeConnection.to(fake).build())) {
      ChatRequest request = ChatRequest.of("accounts/fireworks/models/gpt-oss-120b", "Hi");
      client.chat().complete(ChatRequest.builder().from(request).putAllExtra(fields).build());
      Json body =
          Json.parse(
              fake.journal().lastCall("POST /inference/v1/chat/completions").orElseThrow().body());
      Json expected =
          Json.parse(
              """
              {"prompt_cache_key":"session","prompt_cache_isolation_key":"tenant",
             "service_tier":"priority","metadata":{"team":"a"},
             "context_length_exceeded_behavior":"truncate","prompt_truncate_len":4096,
             "thinking":{"type":"enabled","budget_tokens":1024},"reasoning_history":"preserved",
             "typical_p":0.5,"mirostat_target":5,"mirostat_lr":0.1,"speculation":"Hello",
             "prediction":{"type":"content","content":"Hello"},"max_completion_tokens":9,
             "echo":true,"echo_last":3,"safe_tokenization":true,"ignore_eos":true,"perf_metrics_in_response":true,"raw_output":true,
             "return_token_ids":true}""");
      assertThat(body.members()).containsAllEntriesOf(expected.members());
      assertThat(fields.keySet()).isEqualTo(expected.members().keySet());
      fake.assertNoViolations();
    }
  }

  @Test
  void whatIsAskedForOfTheTokensIsInALongAnswerAsInAShortOne() {
    Map<String, Json> fields = FireworksChat.fields().rawOutput().tokenIds().extra();
    try (FakeFireworks fake = FakeFireworks.start();
        FireworksClient client = FireworksClient.create(FakeConnection.to(fake).build())) {
      fake.chat().reply("One", " two", " three");
      ChatRequest request =
          ChatRequest.builder()
              .from(ChatRequest.of("accounts/fireworks/models/gpt-oss-120b", "Count"))
              .logprobs(1)
              .putAllExtra(fields)
              .build();
      ChatChoice brief = client.chat().complete(request).choices().get(0);
      // above 4,096 tokens the client streams, and puts the answer together
      ChatRequest longer = ChatRequest.builder().from(request).maxTokens(5_000).build();
      ChatChoice assembled = client.chat().complete(longer).choices().get(0);
      assertThat(
              fake.journal().lastCall("POST /inference/v1/chat/completions").orElseThrow().body())
          .contains("\"stream\":true");
      assertThat(brief.extra()).containsOnlyKeys("raw_output", "token_ids");
      assertThat(assembled).isEqualTo(brief);
    }
  }

  @Test
  void aLongAnswerHasTheMeasuresThatAShortOneHas() {
    try (FakeFireworks fake = FakeFireworks.start();
        FireworksClient client = FireworksClient.create(FakeConnection.to(fake).build())) {
      ModelRef model = ModelRef.of("accounts/fireworks/models/gpt-oss-120b");
      ChatRequest chat =
          ChatRequest.builder().model(model).addMessages(ChatMessage.user("Count")).build();
      TextRequest text = TextRequest.of(model, "Count");

      ChatCompletion brief = client.chat().complete(chat);
      ChatCompletion assembled =
          client.chat().complete(ChatRequest.builder().from(chat).maxTokens(5_000).build());
      ChatCompletion ofText =
          client.chat().completeText(TextRequest.builder().from(text).maxTokens(5_000).build());

      Map<String, Json> measures =
          brief.extra().getOrDefault("perf_metrics", Json.missing()).members();
      assertThat(measures).isNotEmpty();
      for (ChatCompletion each : List.of(assembled, ofText)) {
        assertThat(each.extra()).containsOnlyKeys("perf_metrics");
        assertThat(each.extra().getOrDefault("perf_metrics", Json.missing()).members())
            .containsOnlyKeys(measures.keySet());
      }
      fake.assertNoViolations();
    }
  }

  @Test
  void aLongAnswerHasTheLimitOfAWholeOne() {
    Timeouts brief = Timeouts.builder().total(Duration.ofMillis(300)).build();
    try (FakeFireworks fake = FakeFireworks.start();
        FireworksClient client =
            FireworksClient.create(FakeConnection.to(fake).timeouts(brief).build())) {
      fake.chat().reply("One", " two", " three");
      fake.faults()
          .on("POST /inference/v1/chat/completions")
          .always(Fault.stallBody().afterChunks(2));
      ChatRequest request =
          ChatRequest.builder()
              .from(ChatRequest.of("accounts/fireworks/models/gpt-oss-120b", "Count"))
              .maxTokens(5_000)
              .build();
      assertThatExceptionOfType(LoraportException.class)
          .isThrownBy(() -> client.chat().complete(request))
          .withMessageStartingWith("fireworks chat.complete: ")
          .withMessageContaining("Timeouts.total");
    }
  }

  @Test
  void valuesThatTheServiceRefusesAreRefusedHere() {
    FireworksChat fields = FireworksChat.fields();
    assertThatIllegalArgumentException().isThrownBy(() -> fields.thinkingBudget(1023));
    assertThatIllegalArgumentException().isThrownBy(() -> fields.typicalP(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> fields.promptTruncateTokens(0));
    assertThatIllegalArgumentException().isThrownBy(() -> fields.maxCompletionTokens(0));
    assertThatIllegalArgumentException().isThrownBy(() -> fields.echoLast(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FireworksVideo.at("x").sampleFps(Double.NaN));
  }

  @Test
  void aGuessMayBeTokens() {
    assertThat(FireworksChat.fields().speculation(1, 2).extra())
        .isEqualTo(Map.of("speculation", Json.parse("[1,2]")));
  }

  @Test
  void whatIsShownSaysHowItIsLookedAt() {
    ContentPart video =
        FireworksVideo.at("https://videos.example/cat.mp4?sig=s3cret")
            .detail("low")
            .maxFrames(16)
            .sampleFps(0.5)
            .spatialLimit(640)
            .part();
    ChatMessage shown =
        ChatMessage.user(
            List.of(FireworksChat.image("https://images.example/cat.png", "high"), video));
    assertThat(shown.toString()).contains("max_frames").doesNotContain("s3cret");
    try (FakeFireworks fake = FakeFireworks.start();
        FireworksClient client = FireworksClient.create(FakeConnection.to(fake).build())) {
      client
          .chat()
          .complete(
              ChatRequest.builder()
                  .model(ModelRef.of("accounts/fireworks/models/gpt-oss-120b"))
                  .addMessages(shown)
                  .build());
      String body =
          fake.journal().lastCall("POST /inference/v1/chat/completions").orElseThrow().body();
      // the journal masks what signs an address
      assertThat(Json.parse(body).get("messages").at(0).get("content"))
          .isEqualTo(
              Json.parse(
                  """
                  [{"type":"image_url","image_url":{"url":"https://images.example/cat.png",
                    "detail":"high"}},
                   {"type":"video_url","video_url":{
                    "url":"https://videos.example/cat.mp4?sig=***","detail":"low",
                    "max_frames":16,"sample_fps":0.5,"spatial_limit":640}}]"""));
    }
  }
}
