package dev.loraport.fireworks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchSpec;
import dev.loraport.chat.TextRequest;
import dev.loraport.file.FileId;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.JobScript;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.testkit.junit.FakeConnection;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningMethod;
import dev.loraport.tuning.TuningSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the tables of {@code docs/providers/fireworks.md} against what is really called. */
class FireworksEndpointsTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| (GET|POST|PUT|PATCH|DELETE) \\| `([^`]+)` \\| .+ \\|$");
  private static final Duration HOURS = Duration.ofHours(9);
  private static final String BASE = "accounts/fireworks/models/llama-v3p1-8b-instruct";
  private static final String CHAT =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},"
          + "{\"role\":\"assistant\",\"content\":\"b\"}]}\n";
  private static final String PREFERENCE =
      "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]},\"preferred_output\":"
          + "[{\"role\":\"assistant\",\"content\":\"b\"}],\"non_preferred_output\":"
          + "[{\"role\":\"assistant\",\"content\":\"c\"}]}\n";
  private static final String PROMPT =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],\"ground_truth\":\"b\"}\n";

  private final FakeFireworks fake = FakeFireworks.start();
  private final FireworksClient client = FireworksClient.create(FakeConnection.to(fake).build());

  @TempDir Path folder;

  @AfterEach
  void close() {
    client.close();
    fake.close();
  }

  @Test
  void theTablesNameTheCallsThatAreMadeAndNoOthers() throws IOException {
    accounts();
    FileId chat = dataSets();
    jobs(chat, TuningMethod.SFT);
    jobs(rows("preference.jsonl", PREFERENCE), TuningMethod.DPO);
    jobs(rows("prompts.jsonl", PROMPT), TuningMethod.RFT);
    TuningJob tuned = jobs(chat);
    serving(tuned);
    batches();
    adapters(tuned);

    assertThat(made()).containsExactlyInAnyOrderElementsOf(documented());
    fake.assertNoViolations();
  }

  private void accounts() {
    assertThat(client.accounts().list()).isNotEmpty();
    assertThat(client.accounts().current().isSuspended()).isFalse();
    assertThat(client.accounts().quotas()).isNotEmpty();
    Fault answer =
        Fault.status(200).body("application/json", "{\"name\":\"accounts/a/quotas/gpus\"}");
    fake.faults().on("PATCH /v1/accounts/{a}/quotas/{id}").next(answer);
    client.accounts().limit("gpus", 1);
    fake.faults().on("POST /v1/accounts/{a}/usageCosts:query").next(answer);
    Instant day = Instant.parse("2026-10-05T00:00:00Z");
    assertThat(client.accounts().costs(FireworksCostQuery.between(day, day.plusSeconds(60))).rows())
        .isEmpty();
  }

  private FileId dataSets() {
    FireworksClient signed =
        FireworksClient.create(FakeConnection.to(fake).putSettings("upload", "signed").build());
    FileId large = signed.files().upload(upload("large.jsonl", CHAT.repeat(4))).id();
    signed.close();
    client.files().awaitReady(large, HOURS);
    client.files().delete(large);
    FileId chat = rows("chat.jsonl", CHAT);
    client.files().download(chat, folder.resolve("copy.jsonl"));
    assertThat(client.files().list()).hasSize(1);
    assertThat(client.models().list()).isNotEmpty();
    return chat;
  }

  private FileId rows(String name, String row) {
    FileId id = client.files().upload(upload(name, row.repeat(3))).id();
    return client.files().awaitReady(id, HOURS).id();
  }

  private static FileUpload upload(String name, String rows) {
    return FileUpload.builder()
        .source(FileSource.of(name, rows.getBytes(StandardCharsets.UTF_8)))
        .purpose(FilePurpose.FINE_TUNE)
        .checkFirst(false)
        .build();
  }

  private void jobs(FileId data, TuningMethod method) {
    TuningSpec.Builder spec = TuningSpec.builder().model(BASE).trainingFile(data).method(method);
    if (method.equals(TuningMethod.RFT)) {
      spec.putAllExtra(FireworksTuning.fields().evaluator("judge").extra());
    } else if (method.equals(TuningMethod.SFT)) {
      assertThat(client.jobs().estimate(spec.build()).total()).isPresent();
    }
    fake.jobs().next(JobScript.passes("JOB_STATE_RUNNING", "JOB_STATE_PAUSED"));
    JobId id = client.jobs().create(spec.build()).id();
    look(id);
    client.resumeJob(id);
    client.jobs().cancel(id);
    look(id);
    client.jobs().delete(id);
    assertThat(client.jobs().list()).isEmpty();

    if (!method.equals(TuningMethod.SFT)) {
      TuningJob done = client.jobs().await(client.jobs().create(spec.build()).id(), HOURS);
      assertThat(client.jobs().metrics(done.id())).isNotEmpty();
      client.jobs().delete(done.id());
    }
  }

  /** Each look takes the fake a step further. */
  private void look(JobId id) {
    for (int looks = 0; looks < 3; looks++) {
      assertThat(client.jobs().get(id).id()).isEqualTo(id);
    }
  }

  private TuningJob jobs(FileId data) {
    TuningSpec spec = TuningSpec.builder().model(BASE).trainingFile(data).build();
    return client.jobs().await(client.jobs().create(spec).id(), HOURS);
  }

  private void serving(TuningJob tuned) {
    assertThat(client.serving().hardware()).isNotEmpty();
    ServingOptions options = ServingOptions.builder().hotLoad(true).build();
    DeploymentId id;
    try (ServedModel served = client.serving().serve(tuned.result(), options)) {
      assertThat(client.chat().complete(served.model(), "Hello").text()).isNotEmpty();
      TextRequest text =
          TextRequest.builder().model(served.model()).prompt("Once").maxTokens(8).build();
      assertThat(client.chat().completeText(text).text()).isNotEmpty();
      id = served.deployment().orElseThrow().id();
      AdapterId loaded = client.serving().loaded(id).iterator().next().adapter();
      client.serving().unload(id, loaded);
      client.scale(id, 0);
    }
    assertThat(client.serving().deployments()).isEmpty();
    client.undelete(id);
    client.serving().delete(id);
  }

  private void batches() {
    FileId requests = rows("batch.jsonl", "{\"custom_id\":\"r\",\"body\":{\"messages\":[]}}\n");
    BatchId id =
        client
            .batches()
            .create(
                BatchSpec.builder()
                    .inputFile(requests)
                    .model("accounts/fireworks/models/gpt-oss-20b")
                    .build())
            .id();
    client.batches().await(id, HOURS);
    assertThat(client.batches().list()).hasSize(1);
    client.deleteBatch(id);
  }

  private void adapters(TuningJob tuned) throws IOException {
    Path target = Files.createDirectory(folder.resolve("weights"));
    assertThat(client.jobs().download(tuned.result(), target)).isNotEmpty();
    AdapterSpec local =
        AdapterSpec.builder()
            .source(AdapterSource.folder(target))
            .name("local")
            .baseModel(BASE)
            .build();
    AdapterId id = client.adapters().publish(local).id();
    client.adapters().awaitReady(id, HOURS);
    AdapterSpec foreign =
        AdapterSpec.builder()
            .source(AdapterSource.huggingFace("someone/an-adapter"))
            .name("foreign")
            .baseModel(BASE)
            .putAllExtra(FireworksTuning.adapterShape(16, List.of("q_proj")))
            .build();
    client.adapters().publish(foreign);
    assertThat(client.adapters().list()).hasSize(5);
    client.adapters().delete(id);
  }

  /** The calls that have come in, in the form of the tables. */
  private Set<String> made() {
    Set<String> made = new TreeSet<>();
    for (RecordedCall call : fake.journal().calls()) {
      if (!call.path().startsWith("/storage/")) {
        made.add(call.method() + " " + form(call.path()));
      }
    }
    return made;
  }

  private static String form(String path) {
    String below = path.replaceFirst("^/v1/accounts/[^/]+", "{A}");
    Matcher resource = Pattern.compile("(\\{A}/[A-Za-z]+)/[^/:]+(:[A-Za-z]+)?").matcher(below);
    return resource.matches()
        ? resource.group(1) + "/{id}" + (resource.group(2) == null ? "" : resource.group(2))
        : below;
  }

  private static Set<String> documented() throws IOException {
    Set<String> documented = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("../docs/providers/fireworks.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        assertThat(documented.add(row.group(1) + " " + row.group(2))).as(line).isTrue();
      }
    }
    return documented;
  }
}
