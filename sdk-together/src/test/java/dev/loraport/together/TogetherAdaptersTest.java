package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.adapter.AdapterState;
import dev.loraport.adapter.ArtifactHost;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.error.UploadException;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.SampleAdapter;
import dev.loraport.testkit.junit.LoopbackHost;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.TuningResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TogetherAdaptersTest {
  private static final String BASE = "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference";
  private static final String PUBLISH = "POST /v1/models";

  private final Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void aRepositoryIsFetchedByTheProvider() {
    Adapter adapter =
        rig.client
            .adapters()
            .publish(
                spec(AdapterSource.huggingFace("acme/lora", "hf_secret")).description("d").build());

    assertThat(adapter.state()).isEqualTo(AdapterState.IMPORTING);
    assertThat(adapter.id().value()).startsWith("job-");
    assertThat(adapter.name()).hasValueSatisfying(name -> assertThat(name).endsWith("/support"));
    assertThat(rig.lastBody(PUBLISH).members().keySet())
        .containsExactly(
            "model_name", "model_source", "model_type", "base_model", "hf_token", "description");
    assertThat(rig.client.adapters().awaitReady(adapter.id(), Rig.HOURS).state())
        .isEqualTo(AdapterState.READY);
    rig.fake.assertNoViolations();
  }

  @Test
  void anArchiveIsFetchedFromItsSignedAddress() {
    URI url = URI.create("https://adapters.example.com/a.zip?sig=abc");
    rig.client.adapters().publish(spec(AdapterSource.signedUrl(url)).build());
    assertThat(rig.lastBody(PUBLISH).get("model_type").string()).contains("adapter");
    assertThat(rig.lastBody(PUBLISH).get("model_source").isAbsent()).isFalse();
    rig.fake.assertNoViolations();
  }

  @Test
  void aBaseModelIsAlwaysNeeded() {
    AdapterSpec bare =
        AdapterSpec.builder().name("x").source(AdapterSource.huggingFace("a/b")).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.client.adapters().publish(bare))
        .withMessageContaining("baseModel");
  }

  @Test
  void aFolderHasAWayOut() {
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(
            () -> rig.client.adapters().publish(spec(AdapterSource.folder(Path.of("x"))).build()))
        .withMessageContaining("ClientConfig.artifactHost")
        .withMessageContaining("Hugging Face");
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  private static AdapterSpec local(Path path) {
    return AdapterSpec.builder()
        .name("support")
        .baseModel(BASE)
        .source(AdapterSource.folder(path))
        .build();
  }

  @Test
  void aFolderIsFetchedFromAHostAndGoneAfterwards(@TempDir Path folder) {
    SampleAdapter.write(folder, "meta-llama/Meta-Llama-3.1-8B-Instruct", 8);
    try (LoopbackHost host = new LoopbackHost();
        Rig hosted = new Rig(Rig.TODAY, config -> config.artifactHost(host))) {
      Adapter adapter = hosted.client.adapters().publish(local(folder));

      assertThat(adapter.state()).isEqualTo(AdapterState.READY);
      assertThat(adapter.baseModel()).contains(BASE);
      assertThat(adapter.name().orElseThrow()).endsWith("/support");
      assertThat(host.names()).isEmpty();
      assertThat(host.fetched()).containsExactly("support.zip");
      assertThat(host.lifetimes()).containsExactly(Duration.ofHours(2));
      hosted.fake.assertNoViolations();
    }
  }

  @Test
  void whatIsNoAdapterOrOfAnotherBaseIsNeverPut(@TempDir Path folder) {
    try (LoopbackHost host = new LoopbackHost();
        Rig hosted = new Rig(Rig.TODAY, config -> config.artifactHost(host))) {
      assertThatExceptionOfType(UploadException.class)
          .isThrownBy(() -> hosted.client.adapters().publish(local(folder)))
          .withMessageContaining("adapter_config.json");
      SampleAdapter.write(folder, "Qwen/Qwen3-32B", 8);
      assertThatExceptionOfType(UploadException.class)
          .isThrownBy(() -> hosted.client.adapters().publish(local(folder)))
          .withMessageContaining("trained on Qwen/Qwen3-32B");
      assertThat(host.lifetimes()).isEmpty();
      assertThat(hosted.fake.journal().calls()).isEmpty();
    }
  }

  @Test
  void aFolderThatTogetherRefusesIsGoneToo(@TempDir Path folder) {
    SampleAdapter.write(folder, BASE, 8);
    try (LoopbackHost host = new LoopbackHost();
        Rig hosted = new Rig(Rig.TODAY, config -> config.artifactHost(host))) {
      hosted.answer(PUBLISH, 400, "{'error':{'message':'Model name already exists'}}");

      assertThatExceptionOfType(BadRequestException.class)
          .isThrownBy(() -> hosted.client.adapters().publish(local(folder)));
      assertThat(host.lifetimes()).hasSize(1);
      assertThat(host.names()).isEmpty();
    }
  }

  @Test
  void anAddressThatAnswersNothingEndsThePublish(@TempDir Path folder) {
    SampleAdapter.write(folder, BASE, 8);
    try (LoopbackHost host = new LoopbackHost();
        Rig hosted = new Rig(Rig.TODAY, config -> config.artifactHost(host))) {
      host.loseAll();

      assertThatExceptionOfType(UploadException.class)
          .isThrownBy(() -> hosted.client.adapters().publish(local(folder)))
          .withMessageContaining("The source answered 404");
    }
  }

  @Test
  void aHostThatFailsIsNamed(@TempDir Path folder) {
    SampleAdapter.write(folder, BASE, 8);
    ArtifactHost broken =
        (file, lifetime) -> {
          throw new IOException("no bucket");
        };
    try (Rig hosted = new Rig(Rig.TODAY, config -> config.artifactHost(broken))) {
      assertThatExceptionOfType(UploadException.class)
          .isThrownBy(() -> hosted.client.adapters().publish(local(folder)))
          .withMessageContaining("where Together fetches it: no bucket");
    }
  }

  @Test
  void aPublishThatIsCancelledLeavesNothingAtTheHost(@TempDir Path folder) throws Exception {
    SampleAdapter.write(folder, BASE, 8);
    CountDownLatch put = new CountDownLatch(1);
    CompletableFuture<String> read = new CompletableFuture<>();
    CountDownLatch cancelled = new CountDownLatch(1);
    ArtifactHost slow =
        (file, lifetime) -> {
          try (InputStream in = file.open()) {
            put.countDown();
            cancelled.await();
            in.readAllBytes();
            read.complete("all of it");
          } catch (CancellationException e) {
            read.complete("nobody waits");
            throw e;
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          throw new IOException("it goes on");
        };
    try (Rig hosted = new Rig(Rig.TODAY, config -> config.artifactHost(slow))) {
      CompletableFuture<Adapter> published =
          hosted.client.adapters().async().publish(local(folder));
      put.await();
      published.cancel(true);
      cancelled.countDown();

      assertThat(read.get()).isEqualTo("nobody waits");
      assertThat(hosted.fake.journal().calls()).isEmpty();
    }
  }

  @Test
  void whatAJobHasTrainedIsInTheRegistryAlready() {
    TuningResult result = rig.result();
    Adapter adapter = rig.client.adapters().publish(spec(AdapterSource.job(result)).build());

    assertThat(adapter.id().value()).startsWith("ml_");
    assertThat(adapter.state()).isEqualTo(AdapterState.READY);
    assertThat(rig.fake.journal().count(PUBLISH)).isZero();
    assertThat(rig.client.adapters().list()).extracting(Adapter::id).contains(adapter.id());
    rig.client.adapters().delete(adapter.id());
    assertThat(rig.client.adapters().list()).extracting(Adapter::id).doesNotContain(adapter.id());
  }

  @Test
  void aCheckpointThatIsNotRegisteredIsRefused() {
    AdapterSource source =
        AdapterSource.checkpoint(
            rig.result(),
            new Checkpoint(
                "ft-1:1",
                OptionalLong.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of()));
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.adapters().publish(spec(source).build()))
        .withMessageContaining("signed address");
  }

  @Test
  void aLostAnswerLeadsToTheOneUpload() {
    rig.fake.faults().on(PUBLISH).next(Fault.lostAnswer());
    Adapter adapter =
        rig.client.adapters().publish(spec(AdapterSource.huggingFace("acme/lora")).build());
    assertThat(adapter.id().value()).startsWith("job-");
    assertThat(rig.fake.journal().count(PUBLISH)).isEqualTo(1);
  }

  @Test
  void aNameThatIsTakenAsksForAnother() {
    AdapterSpec spec = spec(AdapterSource.huggingFace("acme/lora")).build();
    rig.client.adapters().publish(spec);
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> rig.client.adapters().publish(spec))
        .withMessageContaining("another name");
  }

  @Test
  void anUploadCanNotBeDeleted() {
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.adapters().delete(AdapterId.of("job-1")));
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  private static AdapterSpec.Builder spec(AdapterSource source) {
    return AdapterSpec.builder().name("support").baseModel(BASE).source(source);
  }
}
