package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.Capability;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.adapter.AdapterState;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.error.ServerErrorException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.error.UploadException;
import dev.loraport.json.Json;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingMode;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.testkit.SampleAdapter;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.TuningResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NebiusServingTest {
  private static final String THEN = "2025-12-15";
  private static final String BETWEEN = "2026-06-15";
  private static final String NOW = "2026-10-01";
  private static final String TRAINED = "meta-llama/Llama-3.1-8B-Instruct";
  private static final String SERVED = "meta-llama/Meta-Llama-3.1-8B-Instruct";
  private static final String FULL = SERVED + "-LoRa:support-QxTd";
  private static final String MODEL = "/v0/models/" + FULL;
  private static final Duration HOUR = Duration.ofHours(1);

  private final Stub stub = new Stub();

  @AfterEach
  void close() {
    stub.close();
  }

  @Test
  void aFinishedJobIsServedAndItsAdapterDeletedOnClose() {
    checkpoints();
    stub.on("POST /v0/models", created("validating"));
    stub.on("GET " + MODEL, "{'detail':'not yet'}");
    stub.on("GET " + MODEL, created("active"));
    stub.on("POST /v1/chat/completions", 404, "{'detail':'no such model'}");
    stub.on("POST /v1/chat/completions", "{'id':'c','choices':[]}");
    stub.on("DELETE " + MODEL, created("deleted"));

    try (NebiusClient client = stub.client(THEN);
        ServedModel served =
            client.serving().serve(result(), ServingOptions.builder().name("support").build())) {
      assertThat(served.mode()).isEqualTo(ServingMode.SERVERLESS);
      assertThat(served.model().name()).isEqualTo(FULL);
      assertThat(stub.last("POST /v0/models").json())
          .isEqualTo(
              json("{'name':'support','base_model':'" + SERVED + "','source':'ftjob-1:ftckpt_2'}"));
      assertThat(stub.last("POST /v1/chat/completions").json().get("max_tokens").integer())
          .contains(1L);
      assertThat(stub.lines()).doesNotContain("DELETE " + MODEL);
    }
    assertThat(stub.lines()).endsWith("DELETE " + MODEL);
  }

  @Test
  void anAdapterThatIsRefusedIsDeletedAgain() {
    checkpoints();
    stub.on("POST /v0/models", created("validating"));
    stub.on("GET " + MODEL, created("error").replace("}", ",'status_reason':'rank too high'}"));
    stub.on("DELETE " + MODEL, created("deleted"));

    try (NebiusClient client = stub.client(THEN)) {
      assertThatExceptionOfType(UploadException.class)
          .isThrownBy(
              () ->
                  client.serving().serve(result(), ServingOptions.serverlessOrDedicated()).close())
          .withMessageContaining("rank too high");
    }
    assertThat(stub.lines()).endsWith("DELETE " + MODEL);
  }

  @Test
  void todayAPlanRefusesWithReasonDateAndTwoWaysOutBeforeAnythingIsSent() {
    try (NebiusClient client = stub.client(NOW)) {
      ServingPlan plan = client.serving().plan(TRAINED, ServingOptions.serverlessOrDedicated());

      assertThat(plan.mode()).isEqualTo(ServingMode.NONE);
      assertThat(plan.reason()).contains("2026-09-24").contains("2026-09-19");
      assertThat(plan.alternatives()).hasSize(2);
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(() -> client.serving().serve(result(), ServingOptions.dedicated()).close())
          .withMessageContaining("download the adapter")
          .withMessageContaining("custom weights");
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> client.adapters().list().toList())
          .satisfies(e -> assertThat(e.capability()).isEqualTo(Capability.ADAPTER_UPLOAD));
    }
    assertThat(stub.seen()).isEmpty();
  }

  @Test
  void whatIsServedDependsOnTheDay() {
    try (NebiusClient then = stub.client(THEN);
        NebiusClient between = stub.client(BETWEEN);
        NebiusClient now = stub.client(NOW);
        NebiusClient off = stub.client(THEN, b -> b.legacy("off"));
        NebiusClient tried = stub.client(NOW, b -> b.legacy("try"))) {
      assertThat(then.capabilities().has(Capability.SERVERLESS_LORA)).isTrue();
      assertThat(then.capabilities().has(Capability.BATCHES)).isTrue();
      assertThat(between.capabilities().has(Capability.SERVERLESS_LORA)).isFalse();
      assertThat(now.capabilities().has(Capability.SERVERLESS_LORA)).isFalse();
      assertThat(now.capabilities().reasonAgainst(Capability.SERVERLESS_LORA).orElseThrow())
          .contains("2026-09-24");
      assertThat(off.capabilities().has(Capability.SERVERLESS_LORA)).isFalse();
      ServingOptions any = ServingOptions.serverlessOrDedicated();
      assertThat(then.serving().plan(TRAINED, any).certain()).isTrue();
      assertThat(between.serving().plan(TRAINED, any))
          .satisfies(plan -> assertThat(plan.mode()).isEqualTo(ServingMode.SERVERLESS))
          .satisfies(plan -> assertThat(plan.certain()).isFalse());
      assertThat(then.serving().plan("nobody/else", any))
          .satisfies(plan -> assertThat(plan.mode()).isEqualTo(ServingMode.SERVERLESS))
          .satisfies(plan -> assertThat(plan.certain()).isFalse())
          .satisfies(plan -> assertThat(plan.reason()).contains("it is tried"));
      assertThat(off.serving().plan(TRAINED, any).mode()).isEqualTo(ServingMode.NONE);
      assertThat(tried.serving().plan(TRAINED, any).certain()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405})
  void aServiceThatIsGoneIsAskedOnceByAClientAndItsViews(int status) {
    stub.on("POST /v0/models", status, "{'detail':'gone'}");
    stub.on("GET /v0/models", status, "{'detail':'gone'}");
    try (NebiusClient client = stub.client(BETWEEN)) {
      NebiusClient view = client.withOptions(dev.loraport.RequestOptions.none());

      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> client.adapters().publish(fromHuggingFace()))
          .withMessageContaining("answers " + status)
          .withMessageContaining("2026-06-15")
          .withMessageContaining("download the adapter");
      int calls = stub.seen().size();
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> view.adapters().get(AdapterId.of("support-QxTd")));
      assertThat(stub.seen()).hasSize(calls);
    }
  }

  @Test
  void aServiceThatIsGoneRefusesServingWithTheWaysOut() {
    checkpoints();
    stub.on("POST /v0/models", 404, "{'detail':'gone'}");
    try (NebiusClient client = stub.client(BETWEEN)) {
      assertThatExceptionOfType(ServingRefusedException.class)
          .isThrownBy(
              () ->
                  client.serving().serve(result(), ServingOptions.serverlessOrDedicated()).close())
          .satisfies(e -> assertThat(e.plan().mode()).isEqualTo(ServingMode.NONE))
          .satisfies(e -> assertThat(e.plan().alternatives()).hasSize(2));
    }
  }

  @Test
  void theNameUnderWhichABaseIsServedHoldsOnADayWithoutAFactOfItsOwn() {
    checkpoints();
    stub.on("POST /v0/models", 500, "{'detail':'boom'}");
    stub.on("GET /v0/models", "[]");
    AdapterSpec spec =
        AdapterSpec.builder().source(AdapterSource.job(result())).name("support").build();
    try (NebiusClient client = stub.client(BETWEEN)) {
      assertThatExceptionOfType(ServerErrorException.class)
          .isThrownBy(() -> client.adapters().publish(spec));
    }
    assertThat(stub.last("POST /v0/models").json().get("base_model").string()).contains(SERVED);
  }

  @Test
  void aLostAnswerLeadsToTheYoungestAdapterOfThatVeryCheckpoint() {
    checkpoints();
    stub.on("POST /v0/models", 500, "{'detail':'boom'}");
    stub.on(
        "GET /v0/models",
        "["
            + listed("AAAA", 4_000_000_003L, "'job_id':'ftjob-1','checkpoint_id':'ftckpt_1'")
            + ","
            + listed("BBBB", 4_000_000_004L, "'job_id':'ftjob-1','checkpoint_id':'','url':''")
            + ","
            + listed("CCCC", 4_000_000_001L, "'job_id':'ftjob-1','checkpoint_id':'ftckpt_2'")
            + ","
            + listed("DDDD", 4_000_000_002L, "'job_id':'ftjob-1','checkpoint_id':'ftckpt_2'")
            + "]");
    AdapterSpec spec =
        AdapterSpec.builder().source(AdapterSource.job(result())).name("support").build();
    try (NebiusClient client = stub.client(THEN)) {
      assertThat(client.adapters().publish(spec).id().value()).endsWith("support-DDDD");
    }
    assertThat(stub.lines()).filteredOn("POST /v0/models"::equals).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://huggingface.co/someone/adapter", "huggingface.co/someone/adapter"})
  void aLostAnswerLeadsToTheAdapterOfThatAddress(String url) {
    stub.on("POST /v0/models", 500, "{'detail':'boom'}");
    stub.on("GET /v0/models", "[" + listed("EEEE", 4_000_000_001L, "'url':'" + url + "'") + "]");
    try (NebiusClient client = stub.client(THEN)) {
      assertThat(client.adapters().publish(fromHuggingFace()).id().value())
          .endsWith("support-EEEE");
    }
  }

  private static String listed(String letters, long createdAt, String origin) {
    return "{'name':'"
        + SERVED
        + "-LoRa:support-"
        + letters
        + "','status':'active','created_at':"
        + createdAt
        + ","
        + origin
        + "}";
  }

  @Test
  void aJobWithoutCheckpointsToReadIsNotBlamedOnTheServiceOfAdapters() {
    stub.on("GET /v1/fine_tuning/jobs/ftjob-1/checkpoints", 403, "{'detail':'not yours'}");
    stub.on("GET /v0/models", 404, "{'detail':'gone'}");
    AdapterSpec spec =
        AdapterSpec.builder().source(AdapterSource.job(result())).name("support").build();
    try (NebiusClient client = stub.client(BETWEEN)) {
      assertThatExceptionOfType(PermissionDeniedException.class)
          .isThrownBy(() -> client.adapters().publish(spec));
    }
    assertThat(stub.lines()).doesNotContain("GET /v0/models");
  }

  @Test
  void aServiceThatHasAnsweredIsNotGoneByALaterRefusal() {
    stub.on("GET " + MODEL, created("active"));
    stub.on("GET /v0/models", 404, "{'detail':'gone'}");
    try (NebiusClient client = stub.client(BETWEEN)) {
      client.adapters().get(AdapterId.of(FULL));

      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> client.adapters().get(AdapterId.of("none-here")));
    }
  }

  @Test
  void whatWasMadeIsDeletedAlthoughTheServiceIsGoneSince() {
    stub.on("POST /v0/models", 403, "{'detail':'gone'}");
    stub.on("GET /v0/models", 404, "{'detail':'gone'}");
    stub.on("DELETE " + MODEL, created("deleted"));
    try (NebiusClient client = stub.client(BETWEEN)) {
      assertThatExceptionOfType(UnsupportedCapabilityException.class)
          .isThrownBy(() -> client.adapters().publish(fromHuggingFace()))
          .withMessageContaining("answers 404");

      client.adapters().delete(AdapterId.of(FULL));
    }
    assertThat(stub.lines()).endsWith("DELETE " + MODEL);
  }

  @Test
  void anAdapterThatGetsNoStatusFailsWithWhatTheServiceSays() {
    InstantSource clock =
        new InstantSource() {
          private final AtomicLong looks = new AtomicLong();

          @Override
          public Instant instant() {
            return Instant.EPOCH.plusSeconds(10 * looks.getAndIncrement());
          }
        };
    stub.on("GET " + MODEL, "{'detail':'the source can not be read'}");
    try (NebiusClient client = stub.client(THEN, b -> b.config(config -> config.clock(clock)))) {
      assertThatExceptionOfType(UploadException.class)
          .isThrownBy(() -> client.adapters().awaitReady(AdapterId.of(FULL), HOUR))
          .withMessageContaining("the source can not be read");
    }
  }

  @Test
  void anAdapterThatIsNotThereIsNotFoundWhereTheServiceIs() {
    stub.on("GET /v0/models", "[]");
    try (NebiusClient client = stub.client(THEN)) {
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> client.adapters().get(AdapterId.of("none-here")));
      assertThatExceptionOfType(NotFoundException.class)
          .isThrownBy(() -> client.adapters().delete(AdapterId.of("none-here")));
    }
    assertThat(stub.lines()).filteredOn("GET /v0/models"::equals).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[%s]", "{'data':[%s]}"})
  void theListIsReadInBothOfItsForms(String form) {
    stub.on("GET /v0/models", String.format(form, created("active")));
    try (NebiusClient client = stub.client(THEN)) {
      assertThat(client.adapters().list())
          .singleElement()
          .satisfies(adapter -> assertThat(adapter.id().value()).isEqualTo(FULL))
          .satisfies(adapter -> assertThat(adapter.state()).isEqualTo(AdapterState.READY));
    }
  }

  @Test
  void aFolderIsPublishedAsAnArchive(@TempDir Path folder) throws IOException {
    SampleAdapter.write(folder, SERVED, 8);
    Files.writeString(folder.resolve("optimizer.pt"), "not wanted");
    stub.on("POST /v0/models/upload", "{'id':'file-9','bytes':1,'filename':'a.zip','purpose':'x'}");
    stub.on("POST /v0/models", created("validating"));
    try (NebiusClient client = stub.client(THEN)) {
      Adapter adapter =
          client
              .adapters()
              .publish(
                  AdapterSpec.builder()
                      .source(AdapterSource.folder(folder))
                      .name("support")
                      .baseModel(SERVED)
                      .build());

      assertThat(adapter.state()).isEqualTo(AdapterState.IMPORTING);
    }
    assertThat(stub.last("POST /v0/models/upload").text())
        .contains("adapter_config.json")
        .contains("adapter_model.safetensors")
        .doesNotContain("optimizer.pt");
    assertThat(stub.last("POST /v0/models").json().get("source").string()).contains("file-9");
  }

  @Test
  void theFilesOfACacheWhichAreLinksAreFollowed(@TempDir Path cache) throws IOException {
    Path blobs = Files.createDirectories(cache.resolve("blobs"));
    Path snapshot = Files.createDirectories(cache.resolve("snapshots/1"));
    SampleAdapter.write(blobs, SERVED, 8);
    for (String name : List.of("adapter_config.json", "adapter_model.safetensors")) {
      Files.createSymbolicLink(snapshot.resolve(name), blobs.resolve(name));
    }
    stub.on("POST /v0/models/upload", "{'id':'file-9','bytes':1,'filename':'a.zip','purpose':'x'}");
    stub.on("POST /v0/models", created("validating"));
    try (NebiusClient client = stub.client(THEN)) {
      client.adapters().publish(fromFolder(snapshot));
    }
    assertThat(stub.last("POST /v0/models/upload").text())
        .contains("adapter_config.json", "adapter_model.safetensors");
  }

  @Test
  void anAdapterThatIsFarTooLargeIsRefusedBeforeItIsPacked(@TempDir Path folder)
      throws IOException {
    SampleAdapter.write(folder, SERVED, 8);
    long bytes = 4L << 30;
    String header =
        "{\"base_model.model.m.q_proj.lora_A.weight\":{\"dtype\":\"U8\",\"shape\":[8,"
            + bytes / 8
            + "],\"data_offsets\":[0,"
            + bytes
            + "]},\"base_model.model.m.q_proj.lora_B.weight\":{\"dtype\":\"U8\",\"shape\":[0,8],"
            + "\"data_offsets\":["
            + bytes
            + ","
            + bytes
            + "]}}";
    try (RandomAccessFile weights =
        new RandomAccessFile(folder.resolve("adapter_model.safetensors").toFile(), "rw")) {
      weights.writeLong(Long.reverseBytes(header.length()));
      weights.writeBytes(header);
      weights.setLength(8 + header.length() + bytes);
    }
    try (NebiusClient client = stub.client(THEN)) {
      assertThatExceptionOfType(UploadException.class)
          .isThrownBy(() -> client.adapters().publish(fromFolder(folder)))
          .withMessageContaining("nebius takes 524288000 packed")
          .withMessageContaining("500 MB");
    }
    assertThat(stub.seen()).isEmpty();
  }

  @Test
  void aPublicationThatIsCancelledLeavesNoArchive(@TempDir Path folder) throws IOException {
    String mark = UUID.randomUUID().toString();
    SampleAdapter.write(folder, mark, 8);
    Queue<Runnable> later = new ConcurrentLinkedQueue<>();
    try (NebiusClient client = stub.client(THEN, b -> b.config(c -> c.executor(later::add)))) {
      CompletableFuture<Adapter> publication =
          client.adapters().async().publish(fromFolder(folder));
      publication.cancel(true);
      for (Runnable task = later.poll(); task != null; task = later.poll()) {
        task.run();
      }
      assertThat(publication).isCancelled();
    }
    assertThat(archivesWith(mark)).isZero();
  }

  private static long archivesWith(String mark) throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().matches("adapter\\d+\\.zip"))
          .filter(file -> hasConfig(file, mark))
          .count();
    }
  }

  // others on this machine may make and delete such files at the same time
  private static boolean hasConfig(Path zip, String config) {
    try (ZipFile archive = new ZipFile(zip.toFile())) {
      InputStream in = archive.getInputStream(archive.getEntry("adapter_config.json"));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).contains(config);
    } catch (IOException | NullPointerException e) {
      return false;
    }
  }

  private static AdapterSpec fromFolder(Path folder) {
    return AdapterSpec.builder()
        .source(AdapterSource.folder(folder))
        .name("support")
        .baseModel(SERVED)
        .build();
  }

  @Test
  void aFolderWithoutAnAdapterIsRefused(@TempDir Path folder) {
    try (NebiusClient client = stub.client(THEN)) {
      assertThatExceptionOfType(UploadException.class)
          .isThrownBy(
              () ->
                  client
                      .adapters()
                      .publish(
                          AdapterSpec.builder()
                              .source(AdapterSource.folder(folder))
                              .name("support")
                              .baseModel(SERVED)
                              .build()))
          .withMessageContaining("adapter_config.json");
    }
    assertThat(stub.seen()).isEmpty();
  }

  @Test
  void aHuggingFaceRepositoryIsGivenByItsAddress() {
    stub.on("POST /v0/models", created("validating"));
    try (NebiusClient client = stub.client(THEN)) {
      client.adapters().publish(fromHuggingFace());
    }
    assertThat(stub.last("POST /v0/models").json().get("source").string())
        .contains("https://huggingface.co/someone/adapter");
  }

  @Test
  void aShortNameIsAnIdToo() {
    stub.on("GET /v0/models/support-QxTd", created("active"));
    stub.on("DELETE /v0/models/support-QxTd", created("deleted"));
    try (NebiusClient client = stub.client(THEN)) {
      Adapter adapter = client.adapters().awaitReady(AdapterId.of("support-QxTd"), HOUR);

      assertThat(adapter.id().value()).isEqualTo("support-QxTd");
      assertThat(adapter.name()).contains(FULL);
      client.adapters().delete(adapter.id());
    }
    assertThat(stub.lines()).endsWith("DELETE /v0/models/support-QxTd");
  }

  private static AdapterSpec fromHuggingFace() {
    return AdapterSpec.builder()
        .source(AdapterSource.huggingFace("someone/adapter"))
        .name("support")
        .baseModel(SERVED)
        .build();
  }

  private void checkpoints() {
    stub.on(
        "GET /v1/fine_tuning/jobs/ftjob-1/checkpoints",
        "{'data':[{'id':'ftckpt_1','step_number':3},{'id':'ftckpt_2','step_number':6}]}");
  }

  private static TuningResult result() {
    return new TuningResult(
        "nebius",
        JobId.of("ftjob-1"),
        TRAINED,
        Optional.empty(),
        Optional.empty(),
        true,
        List.of());
  }

  private static String created(String status) {
    return "{'name':'"
        + FULL
        + "','base_model':'"
        + SERVED
        + "','source':'ftjob-1:ftckpt_2','created_at':1765431401,'status':'"
        + status
        + "'}";
  }

  private static Json json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }
}
