package dev.loraport.testkit;

import dev.loraport.testkit.Http.Reply;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The steps of a client of Nebius by plain HTTP: upload, tune, look. */
record NebiusRoad(Http http) {
  static final String JOBS = "/v1/fine_tuning/jobs";
  static final String TRAINED = "meta-llama/Llama-3.1-8B-Instruct";
  static final String SERVED = "meta-llama/Meta-Llama-3.1-8B-Instruct";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String BOUNDARY = "xxboundaryxx";

  /** Sends one file, with a purpose where one is given. */
  Reply send(String path, String name, byte[] content, String... purpose)
      throws IOException, InterruptedException {
    List<byte[]> parts = new ArrayList<>();
    for (String value : purpose) {
      parts.add(
          bytes(
              "--%s\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n%s\r\n"
                  .formatted(BOUNDARY, value)));
    }
    parts.add(
        bytes(
            "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"%s\"\r\n\r\n"
                .formatted(BOUNDARY, name)));
    parts.add(content);
    parts.add(bytes("\r\n--" + BOUNDARY + "--\r\n"));
    return http.send(
        http.request(path)
            .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
            .POST(BodyPublishers.ofByteArrays(parts))
            .build());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Uploads text; the id of the file. */
  String upload(String purpose, String content) throws IOException, InterruptedException {
    Reply reply = send("/v1/files", "train.jsonl", bytes(content), purpose);
    return reply.json().path("id").asString();
  }

  /** A request for a LoRA job; {@code hyper} replaces or adds hyper-parameters. */
  ObjectNode job(String hyper) throws IOException, InterruptedException {
    ObjectNode job =
        JSON.createObjectNode()
            .put("model", TRAINED)
            .put("training_file", upload("fine-tune", Samples.chat(20)))
            .put("suffix", "support-v3");
    ObjectNode parameters =
        job.putObject("hyperparameters").put("lora", true).put("lora_r", 16).put("n_epochs", 3);
    JSON.readTree(hyper)
        .properties()
        .forEach(field -> parameters.set(field.getKey(), field.getValue()));
    return job;
  }

  Reply create(ObjectNode job) throws IOException, InterruptedException {
    return http.post(JOBS, job.toString());
  }

  /** Creates a LoRA job and looks until it has ended; its id. */
  String finishedJob() throws IOException, InterruptedException {
    String id = create(job("{}")).json().path("id").asString();
    http.await(JOBS + "/" + id, "status", "succeeded");
    return id;
  }

  /** The checkpoints of a job. */
  JsonNode checkpoints(String job) throws IOException, InterruptedException {
    return http.get(JOBS + "/" + job + "/checkpoints").json().path("data");
  }

  /** A finished job with its last checkpoint, as the source of a custom model. */
  String source() throws IOException, InterruptedException {
    String job = finishedJob();
    JsonNode checkpoints = checkpoints(job);
    return job + ":" + checkpoints.path(checkpoints.size() - 1).path("id").asString();
  }
}
