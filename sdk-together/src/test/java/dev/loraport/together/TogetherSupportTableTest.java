package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchSpec;
import dev.loraport.chat.ModelRef;
import dev.loraport.chat.TextRequest;
import dev.loraport.error.JobFailedException;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileId;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.testkit.junit.FakeConnection;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningResult;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tables of {@code docs/providers/together.md} against the calls that are really made. */
class TogetherSupportTableTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `([A-Z]+) ([^`]+)` \\| (yes|no) \\| \\S.* \\|");
  private static final String ABORT = "POST /v1/files/multipart/abort";

  /** The rows of the page, and whether they are called. */
  private final Map<String, Boolean> rows = new TreeMap<>();

  @TempDir private Path folder;

  @BeforeEach
  void readThePage() {
    for (String line : Tables.page().lines()) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Boolean known = rows.put(row.group(1) + " " + row.group(2), row.group(3).equals("yes"));
        assertThat(known).as(line).isNull();
      }
    }
  }

  @Test
  void eachOperationOfTheContractIsInThePage() {
    assumeTrue(
        Tables.contract().isPresent(),
        "together.md is not beside the project: nothing was checked");
    Set<String> operations = ContractOperations.of(Tables.contract().orElseThrow());

    assertThat(operations).hasSizeGreaterThan(75);
    assertThat(rows.keySet()).containsExactlyInAnyOrderElementsOf(operations);
  }

  @Test
  void whatThePageCallsSupportedIsWhatTheClientCalls() throws IOException {
    Set<String> made = new TreeSet<>();
    try (Rig rig = new Rig(Rig.TODAY)) {
      files(rig);
      uploadsOfOtherKinds(rig);
      TuningResult first = jobs(rig);
      inference(rig);
      serving(rig, first);
      adapters(rig, first);
      registry(rig);
      made.addAll(made(rig));
      rig.fake.assertNoViolations();
    }
    try (Rig before = new Rig("2026-05-01")) {
      endpointsOfTheFirstApi(before.client.v1Endpoints());
      made.addAll(made(before));
      before.fake.assertNoViolations();
    }

    Set<String> supported = new TreeSet<>(rows.keySet());
    supported.removeIf(row -> !rows.getOrDefault(row, false));
    assertThat(made).containsExactlyInAnyOrderElementsOf(supported);
  }

  private void files(Rig rig) {
    FileId file = rig.trainingFile();
    rig.client.files().download(file, folder.resolve("copy.jsonl"));
    assertThat(rig.client.files().list()).hasSize(1);
    rig.client.files().delete(file);
  }

  private static void uploadsOfOtherKinds(Rig rig) {
    try (TogetherClient direct = client(rig, "direct");
        TogetherClient parts = client(rig, "parts")) {
      direct.files().upload(eval("direct.jsonl"));
      parts.files().upload(eval("parts.jsonl"));
      rig.answer("POST /v1/files/multipart/complete", 400, "{'error':{'message':'no'}}");
      assertThatExceptionOfType(UploadException.class)
          .isThrownBy(() -> parts.files().upload(eval("aborted.jsonl")));
      assertThat(rig.fake.journal().count(ABORT)).isEqualTo(1);
    }
  }

  private static TogetherClient client(Rig rig, String upload) {
    return TogetherClient.create(FakeConnection.to(rig.fake).putSettings("upload", upload).build());
  }

  private static FileUpload eval(String name) {
    byte[] row = ("{\"text\":\"" + name + "\"}\n").getBytes(StandardCharsets.UTF_8);
    return FileUpload.builder().source(FileSource.of(name, row)).purpose(FilePurpose.EVAL).build();
  }

  private TuningResult jobs(Rig rig) throws IOException {
    assertThat(rig.client.jobs().estimate(rig.spec().build()).total()).isPresent();
    TuningJob done = rig.finishedJob(Rig.BASE);
    assertThat(rig.client.jobs().events(done.id())).isNotEmpty();
    assertThat(rig.client.jobs().checkpoints(done.id())).isNotEmpty();
    assertThat(rig.client.jobs().metrics(done.id())).isNotEmpty();
    Path weights = Files.createDirectory(folder.resolve("weights"));
    assertThat(rig.client.jobs().download(done.result(), weights)).isNotEmpty();
    assertThat(rig.client.fineTuning().models()).contains(Rig.BASE);
    assertThat(rig.client.fineTuning().limits(Rig.BASE).model()).isEqualTo(Rig.BASE);
    rig.client.fineTuning().downloadTokenizedDataset(done.id(), folder);
    rig.client.fineTuning().preview(TogetherPreviewQuery.of(Rig.BASE, rig.trainingFile()));
    JobId other = rig.client.jobs().create(rig.spec().build()).id();
    rig.client.jobs().cancel(other);
    assertThatExceptionOfType(JobFailedException.class)
        .isThrownBy(() -> rig.client.jobs().await(other, Rig.HOURS));
    rig.client.jobs().delete(other);
    assertThat(rig.client.jobs().list()).extracting(TuningJob::id).containsExactly(done.id());
    return done.result();
  }

  private static void inference(Rig rig) {
    String model = "meta-llama/Llama-3.3-70B-Instruct-Turbo";
    assertThat(rig.client.models().list()).isNotEmpty();
    TextRequest text =
        TextRequest.builder().model(ModelRef.of(model)).prompt("Once").maxTokens(8).build();
    assertThat(rig.client.chat().completeText(text).text()).isNotEmpty();
    String request =
        "{\"custom_id\":\"1\",\"body\":{\"model\":\""
            + model
            + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}}\n";
    FileUpload upload =
        FileUpload.builder()
            .source(FileSource.of("b.jsonl", request.getBytes(StandardCharsets.UTF_8)))
            .purpose(FilePurpose.BATCH)
            .build();
    FileId file = rig.client.files().upload(upload).id();
    BatchId batch = rig.client.batches().create(BatchSpec.builder().inputFile(file).build()).id();
    rig.client.batches().cancel(batch);
    assertThat(rig.client.batches().get(batch).id()).isEqualTo(batch);
    assertThat(rig.client.batches().list()).hasSize(1);
  }

  private static void serving(Rig rig, TuningResult first) {
    AdapterId second = AdapterId.of(rig.result().artifact(ArtifactKind.ADAPTER).orElseThrow().id());
    assertThat(rig.client.serving().hardware()).isNotEmpty();
    try (ServedModel served = rig.client.serving().serve(first, ServingOptions.dedicated())) {
      assertThat(rig.client.chat().complete(served.model(), "Hello").text()).isNotEmpty();
      DeploymentId id = served.deployment().orElseThrow().id();
      rig.client.serving().load(id, second);
      assertThat(rig.client.serving().loaded(id)).isNotEmpty();
      rig.client.deployments().revise(id, second, "rv_2");
      rig.client.serving().unload(id, second);
      rig.client.scale(id, 1, 2);
    }
    assertThat(rig.client.serving().deployments()).isEmpty();
    String model = rig.client.deployments().supportedModels().iterator().next().id();
    assertThat(rig.client.deployments().supportedModel(model).id()).isEqualTo(model);
    String machine = rig.client.serving().hardware().iterator().next().id();
    assertThat(rig.client.deployments().machine(machine).id()).isEqualTo(machine);
  }

  private static void registry(Rig rig) {
    TogetherRegistry registry = rig.client.registry();
    String base = rig.client.deployments().supportedModels().iterator().next().id();
    RegistryId model = registry.create(RegistryModelSpec.adapter("own", base)).id();
    RegistryId upload = registry.upload(model, URI.create("https://e.com/a.zip?s=1"), null).id();
    registry.awaitUpload(upload, Rig.HOURS);
    assertThat(registry.uploads()).hasSize(1);
    assertThat(registry.uploadEvents(upload)).isNotEmpty();
    assertThat(registry.files(model, null).files()).isNotEmpty();
    assertThat(registry.revisions(model)).isNotEmpty();
    registry.update(model, RegistryChange.none().name("renamed"));
    assertThat(registry.ofOrganization("org_1")).isNotEmpty();
  }

  private static void adapters(Rig rig, TuningResult tuned) {
    AdapterSpec foreign =
        AdapterSpec.builder()
            .source(AdapterSource.huggingFace("acme/lora"))
            .name("support")
            .baseModel("meta-llama/Meta-Llama-3.1-8B-Instruct-Reference")
            .build();
    AdapterId upload = rig.client.adapters().publish(foreign).id();
    try (TogetherClient older =
        TogetherClient.create(FakeConnection.to(rig.fake).putSettings("publish", "v0").build())) {
      older.adapters().publish(AdapterSpec.builder().from(foreign).name("older").build());
    }
    rig.client.adapters().awaitReady(upload, Rig.HOURS);
    AdapterId own = AdapterId.of(tuned.artifact(ArtifactKind.ADAPTER).orElseThrow().id());
    assertThat(rig.client.adapters().get(own).id()).isEqualTo(own);
    assertThat(rig.client.adapters().list()).hasSizeGreaterThan(2);
    rig.client.adapters().delete(own);
  }

  private static void endpointsOfTheFirstApi(V1Endpoints endpoints) {
    String machine = endpoints.hardware().iterator().next().id();
    assertThat(endpoints.zones()).isNotEmpty();
    DeploymentId id = endpoints.create(V1EndpointSpec.of(Rig.BASE, machine, 1, 1)).id();
    assertThat(endpoints.get(id).id()).isEqualTo(id);
    endpoints.addAdapter(id, "acme/support");
    assertThat(endpoints.adapters(id)).hasSize(1);
    endpoints.removeAdapter(id, "acme/support");
    endpoints.stop(id);
    endpoints.start(id);
    endpoints.update(id, V1EndpointChange.none().displayName("support"));
    assertThat(endpoints.list()).hasSize(1);
    endpoints.delete(id);
  }

  /** The calls that have come in, each as its row; one that no row has as it came. */
  private Set<String> made(Rig rig) {
    Set<String> made = new TreeSet<>();
    for (RecordedCall call : rig.fake.journal().calls()) {
      if (!call.path().startsWith("/storage/")) {
        made.add(row(call.method() + " " + call.path()));
      }
    }
    return made;
  }

  private String row(String call) {
    return rows.keySet().stream()
        .filter(row -> call.matches(pattern(row)))
        // GET /v1/fine-tunes/models/limits is no job
        .min(Comparator.comparingInt(row -> row.split("\\{id}", -1).length))
        .orElse(call);
  }

  private static String pattern(String row) {
    return row.replace("{P}", "/v2/projects/[^/]+").replace("{id}", "[^/]+");
  }
}
