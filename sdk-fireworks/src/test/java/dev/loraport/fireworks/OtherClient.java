package dev.loraport.fireworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.json.Json;
import dev.loraport.testkit.FakeFireworks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Puts data sets there that this library did not make. */
record OtherClient(FakeFireworks fake) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  /** A record without bytes. */
  void record(String id, int counted) {
    post(
        "/datasets",
        "{\"datasetId\":\""
            + id
            + "\",\"dataset\":{\"userUploaded\":{},\"exampleCount\":\""
            + counted
            + "\"}}");
  }

  /** Files of that content for a record. */
  void fill(String id, String content, String... names) {
    int size = content.getBytes(StandardCharsets.UTF_8).length;
    String sizes =
        Arrays.stream(names)
            .map(name -> "\"" + name + "\":\"" + size + "\"")
            .collect(Collectors.joining(","));
    Json answer =
        post("/datasets/" + id + ":getUploadEndpoint", "{\"filenameToSize\":{" + sizes + "}}");
    for (String name : names) {
      String url = answer.get("filenameToSignedUrls").get(name).string().orElseThrow();
      send(
          HttpRequest.newBuilder(URI.create(url))
              .header("Content-Type", "application/octet-stream")
              .header("x-goog-content-length-range", size + "," + size)
              .PUT(BodyPublishers.ofString(content)));
    }
    post("/datasets/" + id + ":validateUpload", "{}");
    String state = "";
    for (int looks = 0; looks < 10 && !state.equals("READY"); looks++) {
      state = get("/datasets/" + id).get("state").string().orElse("");
    }
    assertThat(state).isEqualTo("READY");
  }

  private Json get(String path) {
    return Json.parse(send(request(path).GET()));
  }

  private Json post(String path, String body) {
    return Json.parse(
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create(fake.baseUrl() + "/v1/accounts/" + fake.accountId() + path))
        .header("Authorization", "Bearer " + fake.apiKey());
  }

  private static String send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = CLIENT.send(request.build(), BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return response.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
