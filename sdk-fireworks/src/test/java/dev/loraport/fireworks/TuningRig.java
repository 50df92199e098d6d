package dev.loraport.fireworks;

import dev.loraport.file.FileId;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.json.Json;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.testkit.junit.FakeConnection;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;

/** A fake with a client of it, and the steps on the way to a tuned model. */
final class TuningRig implements AutoCloseable {
  static final String BASE = "accounts/fireworks/models/qwen3-8b";
  static final Duration HOURS = Duration.ofHours(5);

  final FakeFireworks fake;
  final FireworksClient client;

  TuningRig() {
    fake = FakeFireworks.builder().asOf(LocalDate.parse("2026-11-01")).build();
    client = FireworksClient.create(FakeConnection.to(fake).build());
  }

  static FileUpload chatFile(String name) {
    return upload(
        name,
        "{'messages':[{'role':'user','content':'Where is order %d?'},"
            + "{'role':'assistant','content':'On its way.'}]}");
  }

  static FileUpload pairsFile(String name) {
    return upload(
        name,
        "{'input':{'messages':[{'role':'user','content':'Question %d'}]},"
            + "'preferred_output':[{'role':'assistant','content':'Yes.'}],"
            + "'non_preferred_output':[{'role':'assistant','content':'No.'}]}");
  }

  private static FileUpload upload(String name, String row) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      rows.append(row.replace('\'', '"').replace("%d", Integer.toString(i))).append('\n');
    }
    byte[] bytes = rows.toString().getBytes(StandardCharsets.UTF_8);
    return FileUpload.builder().source(FileSource.of(name, bytes)).build();
  }

  FileId file(FileUpload upload) {
    return client.files().upload(upload).id();
  }

  TuningSpec.Builder spec() {
    return TuningSpec.builder().model(BASE).trainingFile(file(chatFile("train.jsonl")));
  }

  TuningJob finished(TuningSpec spec) {
    return client.jobs().await(client.jobs().create(spec).id(), HOURS);
  }

  /** The calls so far of that method whose path has that part. */
  List<RecordedCall> calls(String method, String part) {
    return fake.journal().calls().stream()
        .filter(call -> call.method().equals(method) && call.path().contains(part))
        .toList();
  }

  Json lastBody(String method, String part) {
    List<RecordedCall> calls = calls(method, part);
    return Json.parse(calls.get(calls.size() - 1).body());
  }

  @Override
  public void close() {
    client.close();
    fake.close();
  }
}
