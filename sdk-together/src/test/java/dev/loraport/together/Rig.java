package dev.loraport.together;

import dev.loraport.ClientConfig;
import dev.loraport.file.FileId;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.json.Json;
import dev.loraport.testkit.FakeTogether;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.testkit.junit.FakeConnection;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningResult;
import dev.loraport.tuning.TuningSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Consumer;

/** A fake of one day with a client of it, and the steps on the way to a tuned model. */
final class Rig implements AutoCloseable {
  static final String TODAY = "2026-08-20";
  static final String BASE = "Qwen/Qwen3-8B";
  static final String PAIR =
      "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]},"
          + "\"preferred_output\":[{\"role\":\"assistant\",\"content\":\"Hello\"}],"
          + "\"non_preferred_output\":[{\"role\":\"assistant\",\"content\":\"No\"}]}\n";
  static final String PICTURE =
      "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"What?\"},"
          + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}]},"
          + "{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"A square.\"}]}]}\n";
  static final Duration HOURS = Duration.ofHours(5);

  final FakeTogether fake;
  final TogetherClient client;

  Rig(String day) {
    this(day, config -> {});
  }

  Rig(String day, Consumer<ClientConfig.Builder> settings) {
    fake = PublishedRequests.watch(FakeTogether.builder().asOf(LocalDate.parse(day)).build());
    ClientConfig.Builder config = FakeConnection.to(fake);
    settings.accept(config);
    client = TogetherClient.create(config.build());
  }

  static FileUpload chatFile(String name) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      rows.append("{\"messages\":[{\"role\":\"user\",\"content\":\"Where is order ")
          .append(i)
          .append("?\"},{\"role\":\"assistant\",\"content\":\"On its way.\"}]}\n");
    }
    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
    return FileUpload.builder().source(FileSource.of(name, bytes)).build();
  }

  FileId upload(String name, String rows) {
    FileSource source = FileSource.of(name, rows.getBytes(StandardCharsets.UTF_8));
    return client.files().upload(FileUpload.builder().source(source).build()).id();
  }

  FileId trainingFile() {
    FileId id = client.files().upload(chatFile("train.jsonl")).id();
    client.files().awaitReady(id, HOURS);
    return id;
  }

  TuningSpec.Builder spec() {
    return TuningSpec.builder().model(BASE).trainingFile(trainingFile());
  }

  TuningJob finishedJob(String model) {
    TuningJob job = client.jobs().create(spec().model(model).build());
    return client.jobs().await(job.id(), HOURS);
  }

  TuningResult result() {
    return finishedJob(BASE).result();
  }

  /** Answers the next call of a route with this JSON, and a status. */
  void answer(String route, int status, String json) {
    fake.faults().on(route).next(body(status, json));
  }

  static Fault body(int status, String json) {
    return Fault.status(status).body("application/json", json.replace('\'', '"'));
  }

  Json lastBody(String route) {
    return Json.parse(fake.journal().lastCall(route).orElseThrow().body());
  }

  /** The calls so far that change something, as method and route. */
  List<String> changes() {
    return fake.journal().calls().stream()
        .filter(call -> !call.method().equals("GET"))
        .map(call -> call.method() + " " + shortened(call))
        .toList();
  }

  private static String shortened(RecordedCall call) {
    return call.path()
        .replaceAll("^/v[12](/projects/[^/]+)?", "")
        .replaceAll("(file|ft|ep|dep|ml)[-_][A-Za-z0-9-]+", "{$1}")
        .replaceAll("^/storage/.*", "/storage");
  }

  @Override
  public void close() {
    client.close();
    fake.close();
  }
}
