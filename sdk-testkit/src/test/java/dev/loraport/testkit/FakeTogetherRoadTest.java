package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The whole way from a file to a chat, on both sides of the launch of v2. */
class FakeTogetherRoadTest {
  @Test
  void trainsAndServesAnAdapterServerlessInFebruary2026() throws Exception {
    try (FakeTogether fake = FakeTogether.builder().asOf(LocalDate.of(2026, 2, 13)).build()) {
      Http http = new Http(fake);
      String job = http.completedJob(Samples.LLAMA_8B);
      JsonNode done = http.get("/v1/fine-tunes/" + job).json();
      String output = done.path("model_output_name").asString();

      assertThat(output).startsWith("acme/Meta-Llama-3.1-8B-Instruct-Reference-support-v1-");
      assertThat(done.has("model_object_id")).isFalse();
      Http.Reply answer = http.post("/v1/chat/completions", Samples.ask(output, "Hello"));
      assertThat(answer.json().at("/choices/0/message/content").asString()).contains("Hello");
      fake.assertNoViolations();
    }
  }

  @Test
  void servesATunedModelOnADeploymentInAugust2026() throws Exception {
    try (FakeTogether fake = FakeTogether.builder().asOf(LocalDate.of(2026, 8, 18)).build()) {
      Http http = new Http(fake);
      JsonNode job = http.get("/v1/fine-tunes/" + http.completedJob(Samples.QWEN_8B)).json();
      String output = job.path("model_output_name").asString();
      Http.Reply refused = http.post("/v1/chat/completions", Samples.ask(output, "Hello"));
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.json().at("/error/code").asString()).isEqualTo("model_not_available");

      Deployed deployed = Deployed.of(http, job.path("model_object_id").asString());
      Http.Reply early = http.post("/v1/chat/completions", Samples.ask(deployed.name(), "Hello"));
      assertThat(early.status()).isEqualTo(503);
      assertThat(early.json().at("/error/type").asString()).isEqualTo("routing_error");

      deployed.becomeReady(http);
      Http.Reply answer = http.post("/v1/chat/completions", Samples.ask(deployed.name(), "Hello"));
      assertThat(answer.status()).isEqualTo(200);
      fake.assertNoViolations();
    }
  }
}
