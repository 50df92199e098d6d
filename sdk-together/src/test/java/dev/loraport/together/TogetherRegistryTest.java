package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.loraport.error.ConflictException;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.error.UploadException;
import dev.loraport.json.Json;
import dev.loraport.testkit.Fault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TogetherRegistryTest {
  private static final String MODELS = "/v2/projects/{p}/models";
  private static final String CREATE = "POST " + MODELS;
  private static final String UPLOAD = "POST " + MODELS + "/uploads";
  private static final URI SOURCE = URI.create("https://files.example.com/lora.zip?sig=geheim");

  private Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  private TogetherRegistry registry() {
    return rig.client.registry();
  }

  private RegistryModelSpec support() {
    return RegistryModelSpec.adapter("support", base());
  }

  private String base() {
    return rig.client.deployments().supportedModels().stream()
        .filter(model -> model.name().filter(Rig.BASE::equals).isPresent())
        .map(TogetherModel::id)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAdapterOfOnesOwnGetsInByARecordAndAnUpload() {
    RegistryModel made = registry().create(support().describedAs("answers tickets"));
    assertThat(rig.lastBody(CREATE))
        .isEqualTo(
            Json.parse(
                "{\"baseModelId\":\""
                    + base()
                    + "\",\"name\":\"support\",\"type\":\"adapter\","
                    + "\"description\":\"answers tickets\"}"));
    assertThat(made.isAdapter()).isTrue();
    assertThat(made.baseModel()).contains(Rig.BASE);
    assertThat(made.contextLength()).isPresent();
    assertThat(made.parameters()).isPresent();
    assertThat(registry().files(made.id(), null).files()).isEmpty();
    assertThat(registry().revisions(made.id())).isEmpty();

    RegistryUpload begun = registry().upload(made.id(), SOURCE, "hf_secret");
    assertThat(rig.lastBody(UPLOAD).members())
        .containsOnlyKeys("modelId", "remoteUrl", "token")
        .containsEntry("remoteUrl", Json.of("https://files.example.com/lora.zip?sig=***"));
    assertThat(begun.state()).isEqualTo(RegistryUpload.State.RUNNING);
    assertThat(begun.toString()).contains("lora.zip").doesNotContain("geheim", "hf_secret");

    RegistryUpload done = registry().awaitUpload(begun.id(), Rig.HOURS);
    assertThat(done.state()).isEqualTo(RegistryUpload.State.SUCCEEDED);
    assertThat(registry().uploads()).extracting(RegistryUpload::id).containsExactly(begun.id());
    assertThat(registry().upload(begun.id()).model()).contains(made.id());
    assertThat(registry().uploadEvents(begun.id()))
        .isNotEmpty()
        .allSatisfy(event -> assertThat(event.level()).contains("LEVEL_INFO"));
    RegistryRevision revision = registry().revisions(made.id()).get(0);
    assertThat(revision.isValid()).isTrue();
    RegistryFiles files = registry().files(made.id(), revision.id());
    assertThat(files.files())
        .extracting(RegistryFiles.Entry::path)
        .containsExactly("adapter_config.json", "adapter_model.safetensors");
    assertThat(files.totalBytes()).hasValue(512 + 16_384);
    rig.fake.assertNoViolations();
  }

  @Test
  void aModelIsRenamedListedAndDeleted() {
    RegistryId id = registry().create(RegistryModelSpec.model("merged", base())).id();
    assertThat(registry().get(id).isAdapter()).isFalse();

    RegistryModel changed =
        registry()
            .update(
                id, RegistryChange.none().name("other").description("x").visibleToOrganization());

    assertThat(rig.fake.journal().lastCall("PATCH " + MODELS + "/{id}").orElseThrow().query())
        .contains(Map.entry("updateMask", "name,description,visibility"));
    assertThat(changed.name()).hasValueSatisfying(name -> assertThat(name).endsWith("/other"));
    assertThat(changed.visibility()).contains("VISIBILITY_INTERNAL");
    assertThat(registry().update(id, RegistryChange.none().visibleToProject()).visibility())
        .contains("VISIBILITY_PRIVATE");
    assertThat(registry().list()).extracting(RegistryModel::id).containsExactly(id);
    assertThat(registry().ofOrganization("org_1")).hasSize(1);
    registry().delete(id);
    assertThat(registry().list()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> registry().update(id, RegistryChange.none()))
        .withMessageContaining("nothing is to be changed");
    assertThatIllegalArgumentException().isThrownBy(() -> RegistryChange.none().name(" "));
    assertThatIllegalArgumentException().isThrownBy(() -> RegistryModelSpec.adapter("", "ml_1"));
  }

  @Test
  void aNameWithASlugIsRefusedSinceItMayBeDoubled() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegistryModelSpec.adapter("acme/support", "ml_1"))
        .withMessageContaining("\"acme/support\" must be bare");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RegistryChange.none().name("acme/support"))
        .withMessageContaining("must be bare");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TogetherEndpointChange.none().name("acme/support"))
        .withMessageContaining("must be bare");
  }

  @Test
  void aNameThatIsTakenIsRefused() {
    registry().create(support());
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> registry().create(support()))
        .withMessageContaining("already exists");
  }

  @Test
  void lostAnswersMakeNothingTwice() {
    rig.fake.faults().on(CREATE).next(Fault.lostAnswer());
    RegistryModel made = registry().create(support());
    assertThat(registry().list()).extracting(RegistryModel::id).containsExactly(made.id());
    assertThat(rig.fake.journal().count(CREATE)).isEqualTo(1);

    rig.fake.faults().on(UPLOAD).next(Fault.lostAnswer());
    RegistryUpload upload = registry().upload(made.id(), SOURCE, null);
    assertThat(registry().uploads()).extracting(RegistryUpload::id).containsExactly(upload.id());
    assertThat(rig.fake.journal().count(UPLOAD)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "REMOTE_UPLOAD_STATUS_PENDING, 0, RUNNING",
    "REMOTE_UPLOAD_STATUS_RUNNING, 0, RUNNING",
    "REMOTE_UPLOAD_STATUS_SUCCEEDED, 0, SUCCEEDED",
    "REMOTE_UPLOAD_STATUS_FAILED, 0, FAILED",
    "REMOTE_UPLOAD_STATUS_ERROR, 2, RUNNING",
    "REMOTE_UPLOAD_STATUS_ERROR, 3, FAILED",
    "RUNNING, 0, RUNNING",
    "REMOTE_UPLOAD_STATUS_PAUSED, 0, UNKNOWN",
    "'', 0, UNKNOWN"
  })
  void eachWordHasAState(String word, int restarts, RegistryUpload.State state) {
    rig.answer(
        "GET " + MODELS + "/uploads/{u}",
        200,
        "{'id':'job_1','status':'"
            + word
            + "','restartCount':"
            + restarts
            + ",'maxRestarts':3,'odd':1}");
    RegistryUpload upload = registry().upload(RegistryId.of("job_1"));
    assertThat(upload.state()).isEqualTo(state);
    assertThat(upload.status()).isEqualTo(word);
    assertThat(upload.extra()).containsKey("odd");
  }

  @Test
  void anUploadThatFailsSaysWhyAndWhatToDo() {
    rig.answer(
        "GET " + MODELS + "/uploads/{u}",
        200,
        "{'id':'job_1','modelId':'ml_1','status':'REMOTE_UPLOAD_STATUS_FAILED',"
            + "'statusMessage':'URL expired'}");
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> registry().awaitUpload(RegistryId.of("job_1"), Duration.ofHours(1)))
        .withMessageContaining("of model ml_1 failed")
        .withMessageContaining("URL expired; sign the address for at least 100 minutes");
  }

  @Test
  void problemsOfARevisionAreTold() {
    rig.answer(
        "GET " + MODELS + "/{id}/revisions",
        200,
        "{'data':[{'revisionId':'rv_1','validationStatus':'REVISION_VALIDATION_STATUS_FAILED',"
            + "'validationErrors':[{'rule':'rank','severity':'ERROR','message':'rank 128'}]}]}");
    List<RegistryRevision> revisions = registry().revisions(RegistryId.of("ml_1"));
    assertThat(revisions)
        .singleElement()
        .satisfies(revision -> assertThat(revision.isValid()).isFalse())
        .satisfies(
            revision -> assertThat(revision.problems().get(0).message()).contains("rank 128"));
  }

  @Test
  void thereIsNoneBeforeItsDay() {
    rig.close();
    rig = new Rig("2026-07-15");
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> registry().get(RegistryId.of("ml_1")))
        .withMessageContaining("2026-07-16");
    assertThatExceptionOfType(UnsupportedCapabilityException.class)
        .isThrownBy(() -> registry().ofOrganization("org_1").toList());
    assertThat(rig.fake.journal().calls()).isEmpty();
  }
}
