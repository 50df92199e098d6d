package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.Http.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Keys, routes and files of the fake of Nebius. */
class FakeNebiusFilesTest {
  private final FakeNebius fake = FakeNebius.start();
  private final Http http = new Http(fake);
  private final NebiusRoad road = new NebiusRoad(http);

  @AfterEach
  void close() {
    fake.close();
  }

  @Test
  void asksForTheKey() throws Exception {
    Reply refused =
        http.send(HttpRequest.newBuilder(URI.create(fake.baseUrl() + "/v1/files")).build());

    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.json().path("detail").asString()).isEqualTo("Unauthorized");
  }

  @Test
  void keepsAFileUntilItIsDeleted() throws Exception {
    byte[] bytes = Samples.chat(3).getBytes(StandardCharsets.UTF_8);
    JsonNode file =
        road.send("/v1/files?ai_project_id=p1", "support.jsonl", bytes, "fine-tune").json();
    String path = "/v1/files/" + file.path("id").asString();

    assertThat(file.path("id").asString()).matches("file-[0-9a-f-]{36}");
    assertThat(file.path("bytes").asLong()).isEqualTo(bytes.length);
    assertThat(file.path("filename").asString()).isEqualTo("support.jsonl");
    assertThat(file.path("status").isNull()).isTrue();
    assertThat(http.get(path).json()).isEqualTo(file);
    assertThat(http.get(path + "/content").raw().body()).isEqualTo(bytes);
    assertThat(http.delete(path).json().path("deleted").asBoolean()).isTrue();
    Reply missing = http.get(path);
    assertThat(missing.status()).isEqualTo(403);
    assertThat(missing.json().path("detail").asString())
        .isEqualTo("You don't have access to the resource or it does not exist");
    fake.service().missingStatus(404);
    assertThat(http.get(path).status()).isEqualTo(404);
    fake.assertNoViolations();
  }

  @Test
  void linksToAFileOnAHostThatMustNotSeeTheKey() throws Exception {
    String id = road.upload("fine-tune", "{\"text\":\"a\"}\n");
    String url = http.get("/v1/files/" + id + "/link").json().path("url").asString();

    assertThat(http.send(HttpRequest.newBuilder(URI.create(url)).build()).text())
        .isEqualTo("{\"text\":\"a\"}\n");
    fake.assertNoViolations();
    HttpRequest leaking =
        HttpRequest.newBuilder(URI.create(url)).header("Authorization", "Bearer k").build();
    assertThat(http.send(leaking).status()).isEqualTo(400);
    assertThat(fake.journal().violations()).hasSize(1);
  }

  @Test
  void listsTenFilesByPurposeUnlessToldOtherwise() throws Exception {
    for (int i = 0; i < 12; i++) {
      road.upload(i == 0 ? "batch" : "fine-tune", "{}\n");
    }

    assertThat(http.get("/v1/files").json().path("data").size()).isEqualTo(10);
    assertThat(http.get("/v1/files").json().has("has_more")).isFalse();
    assertThat(http.get("/v1/files?limit=100").json().path("data").size()).isEqualTo(12);
    assertThat(http.get("/v1/files?purpose=batch").json().path("data").size()).isEqualTo(1);
    Reply wrong = http.get("/v1/files?purpose=other");
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().path("detail").path(0).path("loc").toString())
        .isEqualTo("[\"query\",\"purpose\"]");
    fake.assertNoViolations();
  }

  @Test
  void namesWhatAnUploadLacks() throws Exception {
    byte[] bytes = {'{', '}'};
    JsonNode missing = road.send("/v1/files", "a.jsonl", bytes).json().path("detail");
    JsonNode unknown = road.send("/v1/files", "a.jsonl", bytes, "other").json().path("detail");

    assertThat(missing.path(0).path("type").asString()).isEqualTo("missing");
    assertThat(missing.path(0).path("loc").toString()).isEqualTo("[\"body\",\"purpose\"]");
    assertThat(unknown.path(0).path("msg").asString())
        .isEqualTo("Input should be 'batch' or 'fine-tune'");
    assertThat(unknown.path(0).path("ctx").path("expected").asString())
        .isEqualTo("'batch' or 'fine-tune'");
  }

  @Test
  void namesWhatItDoesNotServeAndWhatDoesNotExist() throws Exception {
    Reply unserved = http.post("/v1/embeddings", "{}");
    Reply unknown = http.get("/v1/models/openai/gpt-oss-20b");

    assertThat(unserved.status()).isEqualTo(501);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.json().path("detail").asString()).isEqualTo("Not Found");
    assertThat(fake.journal().violations()).hasSize(2);
  }

  @Test
  void plannedFaultsHaveTheShapeOfTheService() throws Exception {
    fake.faults().on("GET /v1/files").next(Fault.status(503));
    fake.faults().on("POST /v1/chat/completions").next(2, Fault.status(503));

    assertThat(http.get("/v1/files").json().path("detail").isString()).isTrue();
    assertThat(http.post("/v1/chat/completions", "{}").json().path("detail").isString()).isTrue();
    fake.service().engineErrors(true);
    assertThat(http.post("/v1/chat/completions", "{}").json().path("error").has("message"))
        .isTrue();
  }
}
