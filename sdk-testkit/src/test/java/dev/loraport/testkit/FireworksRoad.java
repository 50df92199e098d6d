package dev.loraport.testkit;

import dev.loraport.testkit.Http.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The steps that several tests of the fake of Fireworks take. */
final class FireworksRoad {
  static final String ACCOUNT = "/v1/accounts/my-team";
  static final String SFT = ACCOUNT + "/supervisedFineTuningJobs";
  static final String QWEN = "accounts/fireworks/models/qwen3-8b";

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Http http;

  FireworksRoad(Http http) {
    this.http = http;
  }

  /** Makes a data set that is ready. */
  Reply dataset(String id, String content) throws IOException, InterruptedException {
    http.post(ACCOUNT + "/datasets", "{\"datasetId\":\"" + id + "\",\"dataset\":{}}");
    return http.send(
        http.request(ACCOUNT + "/datasets/" + id + ":upload")
            .header("Content-Type", "multipart/form-data; boundary=x")
            .POST(
                BodyPublishers.ofString(
                    "--x\r\nContent-Disposition: form-data; name=\"file\";"
                        + " filename=\"train.jsonl\"\r\n\r\n"
                        + content
                        + "\r\n--x--\r\n"))
            .build());
  }

  /** A request for a LoRA job with some fields replaced; null takes one out. */
  static ObjectNode job(String... changes) {
    ObjectNode job =
        JSON.createObjectNode()
            .put("dataset", "accounts/my-team/datasets/train")
            .put("baseModel", QWEN)
            .put("outputModel", "accounts/my-team/models/support-v1")
            .put("loraRank", 8)
            .put("epochs", 2);
    for (String change : changes) {
      JsonNode fields = JSON.readTree(change);
      for (Map.Entry<String, JsonNode> field : fields.properties()) {
        if (field.getValue().isNull()) {
          job.remove(field.getKey());
        } else {
          job.set(field.getKey(), field.getValue());
        }
      }
    }
    return job;
  }

  Reply create(String id, String... changes) throws IOException, InterruptedException {
    return http.post(SFT + "?supervisedFineTuningJobId=" + id, job(changes).toString());
  }

  /** Puts bytes to a signed URL with the headers that were signed. */
  Reply put(String url, byte[] bytes) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/octet-stream")
            .header("x-goog-content-length-range", bytes.length + "," + bytes.length)
            .PUT(BodyPublishers.ofByteArray(bytes))
            .build());
  }

  Reply fetch(String url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build());
  }
}
