package dev.loraport.fireworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.adapter.AdapterState;
import dev.loraport.adapter.LocalAdapter;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.error.UploadException;
import dev.loraport.json.Json;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.testkit.SampleAdapter;
import dev.loraport.tuning.TuningResult;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FireworksAdaptersTest {
  private static final String MODELS = "/v1/accounts/{account}/models";

  private final TuningRig rig = new TuningRig();

  @TempDir Path folder;

  @BeforeEach
  void fill() {
    SampleAdapter.write(folder, "Qwen/Qwen3-8B", 16);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private AdapterSpec.Builder spec() {
    return AdapterSpec.builder()
        .source(AdapterSource.folder(folder))
        .name("Support LoRA")
        .baseModel(TuningRig.BASE);
  }

  private void answer(String route, int status, String json) {
    rig.fake
        .faults()
        .on(route)
        .next(Fault.status(status).body("application/json", json.replace('\'', '"')));
  }

  @Test
  void aFolderGoesUpAndComesBack(@TempDir Path target) {
    Adapter adapter = rig.client.adapters().publish(spec().description("Tone").build());

    assertThat(adapter.state()).isEqualTo(AdapterState.READY);
    assertThat(adapter.id().value()).matches("support-lora-[0-9a-f]{8}");
    assertThat(adapter.name()).contains("Support LoRA");
    assertThat(adapter.modelId())
        .contains("accounts/" + rig.fake.accountId() + "/models/" + adapter.id());
    assertThat(adapter.baseModel()).contains(TuningRig.BASE);
    assertThat(rig.client.adapters().awaitReady(adapter.id(), Duration.ofMinutes(1)).id())
        .isEqualTo(adapter.id());
    assertThat(rig.client.adapters().list()).extracting(Adapter::id).containsExactly(adapter.id());

    RecordedCall create = rig.calls("POST", "/models").get(0);
    assertThat(Json.parse(create.body()))
        .isEqualTo(
            Json.parse(
                ("{'modelId':'ID','model':{'kind':'HF_PEFT_ADDON','displayName':'Support LoRA',"
                        + "'description':'Tone','peftDetails':{"
                        + "'baseModel':'accounts/fireworks/models/qwen3-8b','r':16,"
                        + "'targetModules':['q_proj','v_proj']}}}")
                    .replace('\'', '"')
                    .replace("ID", adapter.id().value())));

    List<Path> files = rig.client.adapters().download(adapter.id(), target);
    assertThat(files)
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder("adapter_config.json", "adapter_model.safetensors");
    assertThat(target.resolve("adapter_model.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("adapter_model.safetensors"));
    rig.fake.assertNoViolations();
  }

  @Test
  void aZipGoesUpAsItsFiles(@TempDir Path target) {
    Path zip = target.resolve("support.zip");
    LocalAdapter.inspect(folder).writeZip(zip);
    Adapter fromFolder = rig.client.adapters().publish(spec().build());

    Adapter fromZip =
        rig.client.adapters().publish(spec().source(AdapterSource.folder(zip)).build());

    assertThat(fromZip.id()).isEqualTo(fromFolder.id());
  }

  @Test
  void aSecondPublishOfTheSameFolderFindsTheFirst() {
    Adapter first = rig.client.adapters().publish(spec().build());
    int puts = rig.calls("PUT", "").size();
    Adapter second = rig.client.adapters().publish(spec().build());
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(rig.calls("PUT", "")).hasSize(puts);
  }

  @Test
  void aPublishThatBrokeOffGoesOnWithTheSameRecord() {
    answer(
        "POST " + MODELS + "/{id}:getUploadEndpoint",
        403,
        "{'code':7,'message':'no rights','details':[]}");
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.adapters().publish(spec().build()))
        .withMessageContaining("publish it again to go on with it")
        .satisfies(e -> assertThat(e.step()).isEqualTo(UploadException.Step.SEND));
    Adapter half = rig.client.adapters().list().firstPage().items().get(0);
    assertThat(half.state()).isEqualTo(AdapterState.IMPORTING);

    Adapter whole = rig.client.adapters().publish(spec().build());

    assertThat(whole.id()).isEqualTo(half.id());
    assertThat(whole.state()).isEqualTo(AdapterState.READY);
    rig.fake.assertNoViolations();
  }

  @Test
  void otherContentIsAnotherModel() {
    Adapter first = rig.client.adapters().publish(spec().build());
    SampleAdapter.write(folder, "Qwen/Qwen3-8B", 8);
    assertThat(rig.client.adapters().publish(spec().build()).id()).isNotEqualTo(first.id());
  }

  @Test
  void aLostAnswerEndsWithTheOneRecord() {
    rig.fake.faults().on("POST " + MODELS).next(Fault.lostAnswer());
    rig.client.adapters().publish(spec().build());
    assertThat(rig.calls("POST", "/models").stream().filter(c -> c.path().endsWith("/models")))
        .hasSize(1);
    assertThat(rig.client.adapters().list()).hasSize(1);
  }

  @Test
  void theUploadIsClosedOnlyOnceTheFilesHaveLanded() {
    for (int i = 0; i < 2; i++) {
      answer(
          "GET " + MODELS + "/{id}:validateUpload",
          400,
          "{'code':9,'message':'files are still being uploaded','details':[]}");
    }
    Adapter adapter = rig.client.adapters().publish(spec().build());
    assertThat(adapter.state()).isEqualTo(AdapterState.READY);
    assertThat(rig.calls("GET", ":validateUpload")).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aFileThatTheProviderRefusesEndsThePublish() {
    answer(
        "GET " + MODELS + "/{id}:validateUpload",
        400,
        "{'code':3,'message':'adapter_config.json: unknown key','details':[]}");
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.adapters().publish(spec().build()))
        .withMessageContaining("adapter_config.json: unknown key")
        .satisfies(e -> assertThat(e.step()).isEqualTo(UploadException.Step.FINISH));
  }

  @Test
  void anAdapterOfAnotherBaseIsRefusedBeforeTheUpload() {
    SampleAdapter.write(folder, "Qwen/Qwen3-32B", 16);
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.adapters().publish(spec().build()))
        .withMessageContaining("adapter_config.json")
        .withMessageContaining("field base_model_name_or_path")
        .withMessageContaining("Qwen/Qwen3-32B");
    assertThat(rig.calls("POST", "/models")).isEmpty();
  }

  @Test
  void aBaseThatTakesNoAdaptersIsRefusedBeforeTheUpload() {
    answer("GET " + MODELS + "/{id}", 200, "{'supportsLora':false}");
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.adapters().publish(spec().build()))
        .withMessageContaining("supportsLora is false");
    assertThat(rig.calls("POST", "/models")).isEmpty();
  }

  @Test
  void aFolderNeedsItsBaseAndANameOfLetters() {
    AdapterSpec noBase =
        AdapterSpec.builder().source(AdapterSource.folder(folder)).name("a").build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.client.adapters().publish(noBase))
        .withMessageContaining("baseModel is required");
    AdapterSpec noName = spec().name("日本").build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.client.adapters().publish(noName))
        .withMessageContaining("no model id can be made");
  }

  @Test
  void theAdapterOfAJobIsThereAlready(@TempDir Path target) {
    TuningResult result = rig.finished(rig.spec().build()).result();
    Adapter adapter =
        rig.client
            .adapters()
            .publish(
                AdapterSpec.builder().source(AdapterSource.job(result)).name("unused").build());
    assertThat(adapter.modelId()).isEqualTo(result.modelName());
    assertThat(adapter.state()).isEqualTo(AdapterState.READY);
    assertThat(rig.calls("POST", "/models")).isEmpty();
    assertThat(rig.client.jobs().download(result, target))
        .extracting(file -> file.getFileName().toString())
        .contains("adapter_config.json");
  }

  private static AdapterSpec imported(String repository, int rank) {
    return AdapterSpec.builder()
        .source(AdapterSource.huggingFace(repository))
        .name("imported")
        .baseModel(TuningRig.BASE)
        .putAllExtra(FireworksTuning.adapterShape(rank, List.of("q_proj")))
        .build();
  }

  @Test
  void anImportIsFollowedToItsEnd() {
    Adapter adapter = rig.client.adapters().publish(imported("someone/an-adapter", 16));
    assertThat(adapter.id().value()).matches("imported-[0-9a-f]{8}");
    assertThat(rig.calls("POST", ":import")).hasSize(1);
    assertThat(rig.client.adapters().awaitReady(adapter.id(), Duration.ofHours(1)).state())
        .isEqualTo(AdapterState.READY);
  }

  @Test
  void anImportUnderAUsedNameIsNeverAnotherRepositoryOrShape() {
    AdapterId first = rig.client.adapters().publish(imported("someone/an-adapter", 16)).id();
    assertThat(rig.client.adapters().publish(imported("someone/an-adapter", 16)).id())
        .isEqualTo(first);
    assertThat(rig.client.adapters().publish(imported("someone/other", 16)).id())
        .isNotEqualTo(first);
    assertThat(rig.client.adapters().publish(imported("someone/an-adapter", 32)).id())
        .isNotEqualTo(first);
  }

  @Test
  void whatTheProviderWarnsOfIsKept() {
    answer("GET " + MODELS + "/{id}:validateUpload", 200, "{'warnings':['no tokenizer']}");
    assertThat(rig.client.adapters().publish(spec().build()).extra().get("warnings"))
        .isEqualTo(Json.strings(List.of("no tokenizer")));
  }

  @Test
  void anImportNeedsTheShapeOfTheAdapter() {
    AdapterSpec spec =
        AdapterSpec.builder()
            .source(AdapterSource.huggingFace("someone/an-adapter"))
            .name("imported")
            .baseModel(TuningRig.BASE)
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rig.client.adapters().publish(spec))
        .withMessageContaining("FireworksTuning.adapterShape");
  }

  @Test
  void archivesAreNotFetched() {
    AdapterSpec spec =
        spec()
            .source(AdapterSource.signedUrl(URI.create("https://s.example.net/a.zip?sig=x")))
            .build();
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> rig.client.adapters().publish(spec))
        .withMessageContaining("publish the folder");
  }

  @Test
  void whatWasRefusedLaterEndsAWait() {
    answer(
        "GET " + MODELS + "/{id}",
        200,
        "{'name':'accounts/a/models/m','state':'UPLOADING','kind':'HF_PEFT_ADDON',"
            + "'status':{'code':'INVALID_ARGUMENT','message':'rank does not fit'}}");
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.adapters().awaitReady(AdapterId.of("m"), Duration.ofHours(1)))
        .withMessageContaining("rank does not fit");
  }

  @Test
  void aDeletedAdapterIsGone() {
    AdapterId id = rig.client.adapters().publish(spec().build()).id();
    rig.client.adapters().delete(id);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> rig.client.adapters().get(id));
    assertThat(rig.client.adapters().list()).isEmpty();
  }
}
