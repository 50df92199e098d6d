package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchSpec;
import dev.loraport.chat.ChatRequest;
import dev.loraport.chat.TextRequest;
import dev.loraport.error.ApiException;
import dev.loraport.file.FileId;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.json.Json;
import dev.loraport.serving.DeploymentId;
import dev.loraport.testkit.SampleAdapter;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The support table of the documentation against the calls that the client really makes. */
class NebiusSupportTableTest {
  private static final Path TABLE = Path.of("..", "docs", "providers", "nebius.md");
  private static final Pattern ROW =
      Pattern.compile("\\| `([A-Z]+) (/v[^`]*)` \\| (yes|no)[^|]*\\|.*");

  private static final DataOperationId OPERATION = DataOperationId.of("operation-0");

  @TempDir private Path folder;

  @Test
  void whatTheTableCallsSupportedIsWhatTheClientCalls() throws IOException {
    Set<String> supported = new TreeSet<>();
    Set<String> lacking = new TreeSet<>();
    for (String line : Files.readAllLines(TABLE)) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        (row.group(3).equals("yes") ? supported : lacking)
            .add(row.group(1) + " " + row.group(2).replaceAll("\\{[a-z_]+}", "{}"));
      }
    }

    Set<String> called = called();

    assertThat(called).isEqualTo(supported);
    assertThat(called).doesNotContainAnyElementsOf(lacking);
    assertThat(lacking).isNotEmpty();
  }

  private Set<String> called() {
    try (Stub stub = new Stub();
        NebiusClient client = stub.client("2025-12-15")) {
      SampleAdapter.write(folder, "Qwen/Qwen3-4B", 8);
      stub.on("GET /v0/models", "[]");
      stub.on("POST /v0/models/upload", "{'id':'file-0'}");
      stub.on("GET /v1/batches", "{'data':[]}");
      for (Runnable call : calls(client, folder)) {
        try {
          call.run();
        } catch (ApiException notFound) {
          assertThat(notFound.status()).isEqualTo(404);
        }
      }
      return stub.lines().stream()
          .map(line -> line.replaceAll("/[a-z]+-0", "/{}"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  // Most meet a 404: here it counts only which route was asked for.
  private static List<Runnable> calls(NebiusClient client, Path folder) {
    FileId file = FileId.of("file-0");
    JobId job = JobId.of("ftjob-0");
    AdapterId adapter = AdapterId.of("name-0");
    AdapterId full = AdapterId.of("vendor-0/full-0");
    BatchId batch = BatchId.of("batch-0");
    DeploymentId endpoint = DeploymentId.of("endpoint-0");
    DedicatedEndpoints endpoints = client.dedicatedEndpoints();
    byte[] row =
        ("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
                + "{\"role\":\"assistant\",\"content\":\"b\"}]}\n")
            .getBytes(StandardCharsets.UTF_8);
    return List.of(
        () ->
            client
                .files()
                .upload(FileUpload.builder().source(FileSource.of("a.jsonl", row)).build()),
        () -> client.files().list().toList(),
        () -> client.files().get(file),
        () -> client.files().delete(file),
        () -> client.files().download(file, folder.resolve("out")),
        () -> client.fileLink(file),
        () -> client.jobs().create(TuningSpec.builder().model("m").trainingFile(file).build()),
        () -> client.jobs().list().toList(),
        () -> client.jobs().get(job),
        () -> client.jobs().cancel(job),
        () -> client.jobs().events(job).toList(),
        () -> client.jobs().checkpoints(job).toList(),
        () -> client.models().list().toList(),
        () -> client.chat().complete(ChatRequest.of("m", "Hi")),
        () -> client.chat().completeText(TextRequest.of("m", "Hi")),
        () -> client.batches().create(BatchSpec.builder().inputFile(file).build()),
        () -> client.batches().list().toList(),
        () -> client.batches().get(batch),
        () -> client.batches().cancel(batch),
        () -> client.operations().create(operation()),
        () -> client.operations().list().toList(),
        () -> client.operations().get(OPERATION),
        () -> client.operations().cancel(OPERATION),
        () -> client.operations().results(OPERATION),
        () -> client.operations().errors(OPERATION),
        () -> endpoints.templates().toList(),
        () ->
            endpoints.create(
                DedicatedEndpointSpec.builder()
                    .name("n")
                    .template("t")
                    .gpuType("g")
                    .gpuCount(1)
                    .region("eu-north1")
                    .build()),
        () -> endpoints.list().toList(),
        () -> endpoints.get(endpoint),
        () -> endpoints.update(endpoint, DedicatedEndpointChange.enabled(true)),
        () -> endpoints.delete(endpoint),
        () -> client.adapters().list().toList(),
        () -> client.adapters().get(adapter),
        () -> client.adapters().get(full),
        () -> client.adapters().delete(adapter),
        () -> client.adapters().delete(full),
        () ->
            client
                .adapters()
                .publish(
                    AdapterSpec.builder()
                        .source(AdapterSource.folder(folder))
                        .name("n")
                        .baseModel("b")
                        .build()));
  }

  private static DataOperationSpec operation() {
    Json params = Json.object().put("model", "m").build();
    return DataOperationSpec.batchInference("d", Optional.empty(), "messages", params);
  }
}
