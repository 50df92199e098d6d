package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Uploads, validation, download. */
class FakeTogetherFilesTest {
  private static final String FORM = "purpose=fine-tune&file_name=a/b/train.jsonl&file_type=jsonl";

  private final FakeTogether fake = FakeTogether.start();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"form", "query and form", "multipart"})
  void answersARequestForAnUploadUrlInEveryEncoding(String encoding) throws Exception {
    String multipart =
        part("purpose", "fine-tune") + part("file_name", "train.jsonl") + "--b--\r\n";
    Http.Reply reply =
        switch (encoding) {
          case "form" -> http.form("/v1/files", FORM);
          case "query and form" -> http.form("/v1/files?" + FORM, FORM);
          default -> multipart("/v1/files", multipart);
        };

    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("Location")).startsWith("http://127.0.0.1:");
    assertThat(reply.header("X-Together-File-Id")).startsWith("file-");
    fake.assertNoViolations();
  }

  @Test
  void movesAFileThroughItsProcessingStates() throws Exception {
    String id = http.upload("fine-tune", Samples.chat(20));
    JsonNode finished = http.json("POST", "/v1/files/" + id + "/preprocess", "").json();

    assertThat(finished.path("processing_status").asString()).isEqualTo("PENDING");
    assertThat(http.await("/v1/files/" + id, "processing_status", "COMPLETED"))
        .containsExactly("QUEUED", "RUNNING", "COMPLETED");
    JsonNode file = http.get("/v1/files/" + id).json();
    assertThat(file.path("Processed").asBoolean()).isTrue();
    assertThat(file.path("FileType").asString()).isEqualTo("jsonl");
    assertThat(file.at("/validation_report/nlines").asInt()).isEqualTo(20);
    assertThat(file.at("/validation_report/dataset_format").asString()).isEqualTo("conversation");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"messages\":[{\"content\":\"x\"}]} | Line 2: `messages[0]` has no `role` field.",
        "{\"messages\":[{\"role\":\"bot\",\"content\":\"x\"}]} | Line 2: `messages[0]` has the unknown"
            + " role `bot`.",
        "{broken | Line 2: is not valid JSON.",
        "[1] | Line 2: is not a JSON object.",
        "{\"text\":\"x\"} | Line 2: is of format `general` but the lines before are `conversation`.",
        "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]} | Line 2: `messages` has no assistant"
            + " message.",
        "{\"other\":1} | Line 2: matches no dataset format: it has none of `messages`, `prompt` and"
            + " `completion`, `text`."
      })
  void refusesBadLinesWithAReport(String line, String error) throws Exception {
    String id = http.upload("fine-tune", Samples.chat(1) + line + "\n");

    http.await("/v1/files/" + id, "processing_status", "INVALID_FORMAT");
    JsonNode report = http.get("/v1/files/" + id).json().path("validation_report");
    assertThat(report.path("valid").asBoolean()).isFalse();
    assertThat(report.path("error").asString()).isEqualTo(error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'text':1} | `text` must be a string or a list of parts.",
        "{'text':'a','weight':-1} | has a `weight` that is not a number of at least 0.",
        "{'prompt':'a','completion':2} | `completion` must be a string or a list of parts.",
        "{'messages':[]} | `messages` must be a list with at least one message.",
        "{'messages':[{'role':'user','content':'a'}]} | `messages` has no assistant message.",
        "{'messages':[{'role':'user','content':'a'},{'role':'user','content':'b'}]}"
            + " | `messages[1]` has the same role `user` as the message before it.",
        "{'messages':[{'role':'assistant','content':'a','weight':2}]}"
            + " | `messages[0].weight` must be 0 or 1.",
        "{'messages':[{'role':'assistant','content':'a','weight':true}]}"
            + " | `messages[0].weight` must be 0 or 1.",
        "{'input':{'messages':[{'role':'user','content':'a'}]},'preferred_output':[]}"
            + " | `preferred_output` must be a list with one message.",
        "{'input':{'messages':[{'role':'user','content':'a'}]},"
            + "'preferred_output':[{'role':'user','content':'a'}]}"
            + " | `preferred_output[0]` must be an assistant message."
      })
  void refusesARowThatBreaksTheRulesOfItsFormat(String line, String error) throws Exception {
    String id = http.upload("fine-tune", line.replace('\'', '"') + "\n");

    http.await("/v1/files/" + id, "processing_status", "INVALID_FORMAT");
    assertThat(http.get("/v1/files/" + id).json().at("/validation_report/error").asString())
        .isEqualTo("Line 1: " + error);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'text':'a','weight':0.5} | general | dataset_has_sample_weights",
        "{'prompt':'a','completion':'b'} | instruction | valid",
        "{'messages':[{'role':'assistant','content':'a','weight':0}]}"
            + " | conversation | dataset_has_message_weights",
        "{'messages':[{'role':'assistant','reasoning':'r','content':'a'}]}"
            + " | conversation | dataset_has_reasoning",
        "{'messages':[{'role':'user','content':[{'type':'text','text':'a'}]},"
            + "{'role':'assistant','content':'b'}]} | conversation | dataset_is_multimodal",
        "{'messages':[{'role':'assistant','tool_calls':[{'id':'a'},{'id':'b'}]},"
            + "{'role':'tool','content':'1'},{'role':'tool','content':'2'}]}"
            + " | conversation | dataset_has_parallel_tool_calls",
        "{'input':{'messages':[{'role':'user','content':'a'}],'tools':[]},"
            + "'preferred_output':[{'role':'assistant','content':'a'}],"
            + "'non_preferred_output':[{'role':'assistant','content':'b'}]}"
            + " | preference | dataset_has_tools"
      })
  void saysWhatItFoundInAGoodFile(String line, String format, String flag) throws Exception {
    String id = http.upload("fine-tune", line.replace('\'', '"') + "\n");

    http.await("/v1/files/" + id, "processing_status", "COMPLETED");
    JsonNode report = http.get("/v1/files/" + id).json().path("validation_report");
    assertThat(report.path("dataset_format").asString()).isEqualTo(format);
    assertThat(report.path(flag).asBoolean()).isTrue();
  }

  @Test
  void answersIdenticalContentWithTheFileThatHasIt() throws Exception {
    String id = http.upload("fine-tune", Samples.chat(3));
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(Samples.chat(3).getBytes(StandardCharsets.UTF_8));
    Http.Reply again =
        http.form("/v1/files", FORM + "&checksum=" + HexFormat.of().formatHex(digest));

    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().path("file_id").asString()).isEqualTo(id);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/files/upload, train.jsonl, x, train.jsonl",
    "/v1/files, '', data/train.jsonl, train.jsonl",
    "/v1/files, train.jsonl, x, train.jsonl"
  })
  void takesTheBytesInTheForm(String path, String name, String fileName, String stored)
      throws Exception {
    String body =
        part("purpose", "fine-tune")
            + (name.isEmpty() ? "" : part("file_name", name))
            + content(fileName);
    Http.Reply reply = multipart(path, body);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().path("filename").asString()).isEqualTo(stored);
    assertThat(reply.json().path("FileType").asString()).isEqualTo("jsonl");
    assertThat(reply.json().path("bytes").asInt()).isEqualTo(Samples.chat(2).length());
    String id = reply.json().path("id").asString();
    assertThat(http.get("/v1/files/" + id + "/content").text()).isEqualTo(Samples.chat(2));
    fake.assertNoViolations();
  }

  @Test
  void joinsTheFileOfAnUploadInParts() throws Exception {
    String content = Samples.chat(4);
    JsonNode started =
        http.post(
                "/v1/files/multipart/initiate",
                """
                {"file_name":"big.jsonl","file_size":%d,"num_parts":2,"purpose":"fine-tune",
                 "file_type":"jsonl"}
                """
                    .formatted(content.length()))
            .json();
    String first = putPart(started, 0, content.substring(0, 100));
    String second = putPart(started, 1, content.substring(100));
    String ids =
        "\"upload_id\":\"%s\",\"file_id\":\"%s\""
            .formatted(started.path("upload_id").asString(), started.path("file_id").asString());
    Http.Reply done =
        http.post(
            "/v1/files/multipart/complete",
            "{"
                + ids
                + ",\"parts\":[{\"part_number\":1,\"etag\":\""
                + first
                + "\"},{\"part_number\":2,\"etag\":\""
                + second
                + "\"}]}");

    assertThat(done.status()).isEqualTo(200);
    String id = done.json().at("/file/id").asString();
    assertThat(http.get("/v1/files/" + id + "/content").text()).isEqualTo(content);
    assertThat(http.post("/v1/files/multipart/abort", "{" + ids + "}").status()).isEqualTo(404);
  }

  @Test
  void downloadsARange() throws Exception {
    String id = http.upload("fine-tune", Samples.chat(3));
    Http.Reply part =
        http.send(
            http.request("/v1/files/" + id + "/content").header("Range", "bytes=10-").build());

    assertThat(part.status()).isEqualTo(206);
    assertThat(part.text()).isEqualTo(Samples.chat(3).substring(10));
    int size = Samples.chat(3).length();
    assertThat(part.header("Content-Range")).isEqualTo("bytes 10-" + (size - 1) + "/" + size);
  }

  @Test
  void forgetsADeletedFile() throws Exception {
    String id = http.upload("eval", "x");
    assertThat(http.get("/v1/files").json().path("data").size()).isEqualTo(1);

    assertThat(http.delete("/v1/files/" + id).json().path("deleted").asBoolean()).isTrue();
    assertThat(http.get("/v1/files/" + id).status()).isEqualTo(404);
    assertThat(http.get("/v1/files").json().path("data").size()).isZero();
  }

  @Test
  void noticesCredentialsSentToASignedUrl() throws Exception {
    Http.Reply created = http.form("/v1/files", FORM);
    Http.Reply leaked =
        http.send(
            HttpRequest.newBuilder(URI.create(created.header("Location")))
                .header("Authorization", "Bearer " + fake.apiKey())
                .PUT(BodyPublishers.ofString("x"))
                .build());

    assertThat(leaked.status()).isEqualTo(400);
    assertThatThrownBy(fake::assertNoViolations).hasMessageContaining("credentials leaked");
    assertThat(fake.journal().calls().toString()).doesNotContain(fake.apiKey());
  }

  @Test
  void pointsSignedUrlsAtTheHostThatTheCallerUsed() throws Exception {
    String url = fake.url().replace("127.0.0.1", "localhost") + "/v1/files?" + FORM;
    Http.Reply reply =
        http.send(
            HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + fake.apiKey())
                .POST(BodyPublishers.noBody())
                .build());

    assertThat(reply.header("Location")).startsWith("http://localhost:");
  }

  private String putPart(JsonNode started, int index, String content) throws Exception {
    String url = started.at("/parts/" + index + "/URL").asString();
    return http.put(url, BodyPublishers.ofString(content)).header("ETag").replace("\"", "");
  }

  private Http.Reply multipart(String path, String body) throws Exception {
    return http.send(
        http.request(path)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/files/upload, purpose, x, file and file_name are required",
    "/v1/files, purpose, '', the file has no name",
    "/v1/files, reason, x, Unknown form field reason"
  })
  void refusesAFormThatLacksWhatItNeeds(String path, String field, String fileName, String message)
      throws Exception {
    Http.Reply reply = multipart(path, part(field, "fine-tune") + content(fileName));

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.json().at("/error/message").asString()).isEqualTo(message);
    assertThat(http.get("/v1/files").json().path("data").size()).isZero();
  }

  private static String content(String fileName) {
    return "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
        + fileName
        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        + Samples.chat(2)
        + "\r\n--b--\r\n";
  }

  private static String part(String name, String value) {
    return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
  }
}
