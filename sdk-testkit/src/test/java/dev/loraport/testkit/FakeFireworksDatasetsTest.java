package dev.loraport.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.Http.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Data sets of the fake of Fireworks. */
class FakeFireworksDatasetsTest {
  private static final String ROOT = "/v1/accounts/my-team/datasets";
  private static final String FORM =
      "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n%s\r\n--x--\r\n";

  private final FakeFireworks fake = FakeFireworks.start();
  private final Http http = new Http(fake);

  @AfterEach
  void close() {
    fake.close();
  }

  private Reply create(String id) throws IOException, InterruptedException {
    return http.post(
        ROOT,
        "{\"datasetId\":\""
            + id
            + "\",\"dataset\":{\"userUploaded\":{},\"exampleCount\":\"7\",\"format\":\"CHAT\"}}");
  }

  private Reply upload(String id, String file, String content)
      throws IOException, InterruptedException {
    return http.send(
        http.request(ROOT + "/" + id + ":upload")
            .header("Content-Type", "multipart/form-data; boundary=x")
            .POST(BodyPublishers.ofString(FORM.formatted(file, content)))
            .build());
  }

  private String signedUrl(String id, String file, int size)
      throws IOException, InterruptedException {
    return http.post(
            ROOT + "/" + id + ":getUploadEndpoint",
            "{\"filenameToSize\":{\"" + file + "\":\"" + size + "\"}}")
        .json()
        .path("filenameToSignedUrls")
        .path(file)
        .asString();
  }

  private Reply put(String url, String content, String type, String range)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", type)
            .header("x-goog-content-length-range", range)
            .PUT(BodyPublishers.ofString(content))
            .build());
  }

  @Test
  void emitsDefaultsAndEchoesTheCountOfTheClient() throws Exception {
    JsonNode created = create("support").json();

    assertThat(created.path("name").asString()).isEqualTo("accounts/my-team/datasets/support");
    assertThat(created.path("state").asString()).isEqualTo("UPLOADING");
    assertThat(created.path("displayName").asString()).isEmpty();
    assertThat(created.path("exampleCount").asString()).isEqualTo("7");
    assertThat(created.path("status").path("code").asString()).isEqualTo("OK");
    assertThat(created.path("createTime").asString()).matches(".*\\.\\d{9}Z");
    JsonNode later = http.get(ROOT + "/support").json();
    assertThat(later.path("createTime").asString()).matches(".*\\.\\d{6}Z");
    fake.assertNoViolations();
  }

  @Test
  void isReadyAtOnceAfterASmallUpload() throws Exception {
    create("support");
    JsonNode answer = upload("support", "train.jsonl", Samples.chat(5)).json();

    assertThat(answer.path("id").asString()).isEqualTo("accounts/my-team/datasets/support");
    assertThat(answer.path("bytes").isIntegralNumber()).isTrue();
    JsonNode ready = http.get(ROOT + "/support").json();
    assertThat(ready.path("state").asString()).isEqualTo("READY");
    assertThat(ready.path("exampleCount").asString()).isEqualTo("7");
    fake.assertNoViolations();
  }

  @Test
  void takesSignedUploadsAndGivesTheBytesBack() throws Exception {
    String content = Samples.chat(5);
    int size = content.length();
    create("support");
    String url = signedUrl("support", "part-000.jsonl", size);
    Reply early = http.post(ROOT + "/support:validateUpload", "{}");
    assertThat(early.status()).isEqualTo(400);
    assertThat(early.json().path("code").asInt()).isEqualTo(9);

    assertThat(put(url, content, "application/octet-stream", size + "," + size).status())
        .isEqualTo(200);
    assertThat(http.post(ROOT + "/support:validateUpload", "{}").text()).isEqualTo("{}");
    assertThat(http.await(ROOT + "/support", "state", "READY"))
        .containsExactly("UPLOADING", "READY");
    JsonNode urls = http.get(ROOT + "/support:getDownloadEndpoint").json();
    String download = urls.path("filenameToSignedUrls").path("part-000.jsonl").asString();
    HttpRequest fetch = HttpRequest.newBuilder(URI.create(download)).build();
    assertThat(http.send(fetch).text()).isEqualTo(content);
    assertThat(http.post(ROOT + "/support:validateUpload", "{}").status()).isEqualTo(200);
    assertThat(http.get(ROOT + "/support").json().path("state").asString()).isEqualTo("READY");
    fake.assertNoViolations();
    http.delete(ROOT + "/support");
    assertThat(http.send(fetch).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain, 5, 403, SignatureDoesNotMatch",
    "application/octet-stream, 6, 403, SignatureDoesNotMatch",
    "application/octet-stream, 9, 400, EntityTooSmall"
  })
  void refusesAPutThatIsNotAsSigned(String type, int size, int status, String code)
      throws Exception {
    create("support");
    int announced = size == 9 ? 9 : 5;
    String url = signedUrl("support", "a.jsonl", announced);
    Reply refused = put(url, "12345", type, size + "," + size);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.text()).contains("<Code>" + code + "</Code>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Authorization", "X-Api-Key"})
  void refusesCredentialsAtASignedUrl(String header) throws Exception {
    create("support");
    String url = signedUrl("support", "a.jsonl", 5);
    Reply refused =
        http.send(
            HttpRequest.newBuilder(URI.create(url))
                .header(header, fake.apiKey())
                .PUT(BodyPublishers.ofString("12345"))
                .build());

    assertThat(refused.status()).isEqualTo(400);
    assertThat(fake.journal().violations()).anyMatch(line -> line.contains("leaked"));
  }

  @Test
  void forgetsASignedUrlAfterAnHour() throws Exception {
    create("support");
    String url = signedUrl("support", "a.jsonl", 5);
    fake.clock().advance(Duration.ofMinutes(61));

    assertThat(put(url, "12345", "application/octet-stream", "5,5").text())
        .contains("ExpiredToken");
  }

  @Test
  void replacesTheListOfFilesWhenAskedForUrlsAgain() throws Exception {
    create("support");
    String content = Samples.chat(3);
    String old = signedUrl("support", "old.jsonl", content.length());
    String range = content.length() + "," + content.length();
    put(old, content, "application/octet-stream", range);
    String renewed = signedUrl("support", "new.jsonl", content.length());

    assertThat(http.post(ROOT + "/support:validateUpload", "{}").status()).isEqualTo(400);
    put(renewed, content, "application/octet-stream", range);
    assertThat(http.post(ROOT + "/support:validateUpload", "{}").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"datasetId\":\"Support\",\"dataset\":{}}|400|3",
        "{\"datasetId\":\"1st\",\"dataset\":{}}|400|3",
        "{\"datasetId\":\"a\",\"dataset\":{},\"displayName\":\"x\"}|400|3",
        "{\"datasetId\":\"a\",\"dataset\":{\"user\":\"x\"}}|400|3",
        "{\"datasetId\":\"a\"}|400|3",
        "{\"datasetId\":\"taken\",\"dataset\":{}}|409|6"
      })
  void refusesRecords(String body, int status, int code) throws Exception {
    create("taken");
    Reply refused = http.post(ROOT, body);

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.json().path("code").asInt()).isEqualTo(code);
    assertThat(refused.json().path("details").isArray()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "{\"messages\":", "[1]"})
  void refusesAFileThatIsNoJsonLines(String content) throws Exception {
    create("support");
    Reply refused = upload("support", "train.jsonl", content);

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("details").path(0).path("reason").asString())
        .isEqualTo("DATASET_INVALID");
    assertThat(http.get(ROOT + "/support").json().path("state").asString()).isEqualTo("UPLOADING");
  }

  @Test
  void updatesWhatTheMaskNamesAndResetsTheRestWithoutOne() throws Exception {
    create("support");
    String path = ROOT + "/support";
    JsonNode masked =
        http.json("PATCH", path + "?updateMask=display_name", "{\"displayName\":\"B\"}").json();
    assertThat(masked.path("displayName").asString()).isEqualTo("B");
    assertThat(masked.path("exampleCount").asString()).isEqualTo("7");

    JsonNode whole = http.json("PATCH", path, "{\"displayName\":\"C\"}").json();
    assertThat(whole.path("displayName").asString()).isEqualTo("C");
    assertThat(whole.path("exampleCount").asString()).isEqualTo("0");
  }

  @Test
  void freesTheIdWithTheRecord() throws Exception {
    create("support");
    assertThat(http.delete(ROOT + "/support").text()).isEqualTo("{}");

    assertThat(http.get(ROOT + "/support").status()).isEqualTo(404);
    assertThat(http.delete(ROOT + "/support").json().path("code").asInt()).isEqualTo(5);
    assertThat(create("support").status()).isEqualTo(200);
  }
}
