package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.adapter.AdapterState;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.error.UploadException;
import dev.loraport.testkit.Fault;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.TuningResult;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

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
        .withMessageContaining("Hugging Face");
    assertThat(rig.fake.journal().calls()).isEmpty();
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
  void aFailedUploadSaysWhatToDo() {
    rig.answer(
        "GET /v1/jobs/{id}",
        200,
        "{'job_id':'job-1','status':'Failed','type':'adapter_upload','status_updates':"
            + "[{'status':'Queued','message':'created'},"
            + "{'status':'Failed','message':'adapter_config.json is missing'}]}");
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.adapters().awaitReady(AdapterId.of("job-1"), Rig.HOURS))
        .withMessageContaining("adapter_config.json is missing")
        .withMessageContaining("at its root");
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
