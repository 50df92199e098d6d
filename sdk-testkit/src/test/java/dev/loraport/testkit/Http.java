package dev.loraport.testkit;

import dev.loraport.published.PublishedApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A plain client of a fake: no part of the SDK. */
final class Http {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  record Reply(int status, HttpResponse<byte[]> raw) {
    String text() {
      return new String(raw.body(), StandardCharsets.UTF_8);
    }

    JsonNode json() {
      return JSON.readTree(raw.body());
    }

    String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String root;
  private final String key;
  private final Optional<PublishedApi> document;

  Http(FakeTogether fake) {
    this(fake.url(), fake.apiKey(), PublishedApi.together());
  }

  Http(FakeFireworks fake) {
    this(fake.baseUrl(), fake.apiKey(), Optional.empty());
  }

  Http(FakeNebius fake) {
    this(fake.baseUrl(), fake.apiKey(), Optional.empty());
  }

  private Http(String root, String key, Optional<PublishedApi> document) {
    this.root = root;
    this.key = key;
    this.document = document;
  }

  HttpClient client() {
    return client;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(root + path)).header("Authorization", "Bearer " + key);
  }

  Reply send(HttpRequest request) throws IOException, InterruptedException {
    return send(request, null);
  }

  private Reply send(HttpRequest request, @Nullable String json)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
    Reply reply = new Reply(response.statusCode(), response);
    document.ifPresent(api -> hold(api, request, json, reply));
    return reply;
  }

  private static void hold(
      PublishedApi api, HttpRequest request, @Nullable String json, Reply reply) {
    List<String> problems =
        api.problems(
            new PublishedApi.Exchange(
                request.method(),
                request.uri().getPath(),
                json,
                reply.status(),
                reply.header("Content-Type"),
                reply.text()));
    if (!problems.isEmpty()) {
      throw new AssertionError(
          "not as the provider's document says:\n" + String.join("\n", problems));
    }
  }

  Reply get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  Reply delete(String path) throws IOException, InterruptedException {
    return send(request(path).DELETE().build());
  }

  Reply post(String path, String json) throws IOException, InterruptedException {
    return json("POST", path, json);
  }

  Reply json(String method, String path, String json) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(json))
            .build(),
        json);
  }

  Reply form(String path, String form) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build());
  }

  Reply put(String url, BodyPublisher body) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(URI.create(url)).PUT(body).build());
  }

  /** Uploads by the redirect flow; the id of the file, not yet processed. */
  String upload(String purpose, String content) throws IOException, InterruptedException {
    Reply created =
        form("/v1/files", "purpose=" + purpose + "&file_name=train.jsonl&file_type=jsonl");
    put(created.header("Location"), BodyPublishers.ofString(content));
    return created.header("X-Together-File-Id");
  }

  /** Uploads a small chat data set and looks at it until it is processed. */
  String readyFile() throws IOException, InterruptedException {
    String id = upload("fine-tune", Samples.chat(20));
    await("/v1/files/" + id, "processing_status", "COMPLETED");
    return id;
  }

  /** Looks until a field has a value, at most 20 times; all values seen. */
  List<String> await(String path, String field, String wanted)
      throws IOException, InterruptedException {
    List<String> seen = new ArrayList<>();
    for (int i = 0; i < 20 && !seen.contains(wanted); i++) {
      seen.add(get(path).json().at(field.startsWith("/") ? field : "/" + field).asString());
    }
    return seen;
  }

  /** Creates a LoRA job and looks at it until it is completed; its id. */
  String completedJob(String model) throws IOException, InterruptedException {
    Reply created = post("/v1/fine-tunes", Samples.job(model, readyFile()));
    String id = created.json().path("id").asString();
    await("/v1/fine-tunes/" + id, "status", "completed");
    return id;
  }
}
