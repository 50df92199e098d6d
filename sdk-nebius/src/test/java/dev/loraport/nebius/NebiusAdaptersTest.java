package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.adapter.AdapterState;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.UploadException;
import dev.loraport.testkit.SampleAdapter;
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
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Publishing, finding and deleting adapters. */
class NebiusAdaptersTest extends AdapterStub {
  private static final Duration HOUR = Duration.ofHours(1);

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
}
