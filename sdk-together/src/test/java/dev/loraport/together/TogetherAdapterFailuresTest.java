package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterSource;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.adapter.AdapterState;
import dev.loraport.error.ApiException;
import dev.loraport.error.BadRequestException;
import dev.loraport.error.UploadException;
import dev.loraport.error.WaitTimeoutException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The failures of an import that the provider has named; each message says what to do. */
class TogetherAdapterFailuresTest {
  private static final String BASE = "meta-llama/Meta-Llama-3.1-8B-Instruct-Reference";
  private static final String PUBLISH = "POST /v1/models";
  private static final URI SIGNED = URI.create("https://adapters.example.com/a.zip?sig=geheim");

  private final Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  private static AdapterSpec spec(String name, String base) {
    return AdapterSpec.builder()
        .name(name)
        .baseModel(base)
        .source(AdapterSource.signedUrl(SIGNED))
        .build();
  }

  private AdapterId publish(String name) {
    return rig.client.adapters().publish(spec(name, BASE)).id();
  }

  @Test
  void anImportThatStaysInProcessingNamesItsCausesAndTheWayOut() {
    rig.fake.stuckImports(true);
    AdapterId stuck = publish("support");

    assertThatExceptionOfType(WaitTimeoutException.class)
        .isThrownBy(() -> rig.client.adapters().awaitReady(stuck, Rig.HOURS))
        .withMessageContaining("adapter " + stuck)
        .withMessageContaining("last seen: \"Processing\"")
        .withMessageContaining("sign a fresh one")
        .withMessageContaining("size limit of the account")
        .withMessageContaining("Hugging Face token may read")
        .withMessageContaining("adapters().get(id)")
        .withMessageContaining("under a new name")
        .satisfies(e -> assertThat(e.timeout()).isEqualTo(Rig.HOURS))
        .satisfies(e -> assertThat(e.last()).isInstanceOf(Adapter.class));
    assertThat(rig.client.adapters().get(stuck).extra()).containsKey("status_updates");

    rig.fake.stuckImports(false);
    assertThat(rig.client.adapters().awaitReady(publish("other"), Rig.HOURS).state())
        .isEqualTo(AdapterState.READY);
  }

  @Test
  void anUploadToTheRegistryThatNeverEndsNamesTheSameCauses() {
    rig.fake
        .faults()
        .on("GET /v2/projects/{p}/models/uploads/{u}")
        .always(Rig.body(200, "{'id':'job_1','status':'REMOTE_UPLOAD_STATUS_RUNNING'}"));

    assertThatExceptionOfType(WaitTimeoutException.class)
        .isThrownBy(() -> rig.client.registry().awaitUpload(RegistryId.of("job_1"), Rig.HOURS))
        .withMessageContaining("last seen: \"REMOTE_UPLOAD_STATUS_RUNNING\"")
        .withMessageContaining("sign a fresh one")
        .withMessageContaining("registry().uploadEvents(id)");
  }

  @Test
  void aJobThatStillTrainsIsNoImportThatFails() {
    rig.fake
        .faults()
        .on("GET /v1/fine-tunes/{id}")
        .always(Rig.body(200, "{'id':'ft-1','status':'running'}"));

    assertThatExceptionOfType(WaitTimeoutException.class)
        .isThrownBy(() -> rig.client.adapters().awaitReady(AdapterId.of("ft-1"), Rig.HOURS))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("sign a fresh one"));
  }

  @Test
  void aBaseThatTakesNoServerlessAdaptersIsRefusedWithTheVariantThatDoes() {
    AdapterSpec turbo = spec("support", "meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo");
    assertThatExceptionOfType(BadRequestException.class)
        .isThrownBy(() -> rig.client.adapters().publish(turbo))
        .withMessageContaining("No lora_model specified")
        .withMessageContaining("-Reference variant, not -Turbo");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "409 | Model name already exists         | choose another name",
        "422 | adapter_model.safetensors missing | at its root and not in a folder",
        "400 | base model is incompatible        | that it was trained on",
        "400 | The presigned URL has expired     | sign a fresh address, for at least 100 minutes",
        "401 | Unauthorized                      | TOGETHER_API_KEY, and the Hugging Face token",
        "403 | Forbidden                         | check the signed address"
      })
  void aRefusedImportSaysWhatToDo(int status, String problem, String wayOut) {
    rig.answer(PUBLISH, status, "{'error':{'message':'" + problem + "'}}");
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> publish("support"))
        .withMessageContaining(problem)
        .withMessageContaining(wayOut);
  }

  @Test
  void theTextOfAnAdapterDoesNotShowWhatAnImportReports() {
    rig.answer(
        "GET /v1/jobs/{id}",
        200,
        "{'job_id':'job-1','status':'Processing','status_updates':[{'message':'fetching "
            + SIGNED
            + "'}]}");

    Adapter adapter = rig.client.adapters().get(AdapterId.of("job-1"));
    assertThat(adapter.extra().get("status_updates")).asString().contains("geheim");
    assertThat(adapter).asString().contains("job-1").doesNotContain("geheim");
  }

  @Test
  void aRefusedImportRepeatsNeitherTheSignatureNorTheToken() {
    AdapterSpec spec =
        AdapterSpec.builder()
            .name("support")
            .baseModel(BASE)
            .source(AdapterSource.huggingFace("acme/lora", "hf_geheim"))
            .build();
    rig.answer(PUBLISH, 400, "{'error':{'message':'hf_geheim may not read acme/lora'}}");
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> rig.client.adapters().publish(spec))
        .withMessageContaining("*** may not read acme/lora")
        .satisfies(e -> assertThat(e.rawBody()).doesNotContain("geheim"));

    rig.answer(PUBLISH, 400, "{'error':{'message':'" + SIGNED + " is gone, sig geheim'}}");
    assertThatExceptionOfType(ApiException.class)
        .isThrownBy(() -> publish("support"))
        .withMessageContaining("https://adapters.example.com/a.zip?*** is gone, sig ***")
        .satisfies(e -> assertThat(e.rawBody()).doesNotContain("geheim"));
  }

  @Test
  void anImportThatFailsDoesNotRepeatTheSignedAddress() {
    String gone = "GET " + SIGNED + " answered 403";
    String shown = "GET https://adapters.example.com/a.zip?*** answered 403";
    rig.answer(
        "GET /v1/jobs/{id}",
        200,
        "{'job_id':'job-1','status':'Failed','status_updates':[{'message':'" + gone + "'}]}");
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.adapters().awaitReady(AdapterId.of("job-1"), Rig.HOURS))
        .withMessageContaining(shown)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("geheim"));

    rig.answer(
        "GET /v2/projects/{p}/models/uploads/{u}",
        200,
        "{'id':'job_1','status':'REMOTE_UPLOAD_STATUS_FAILED','statusMessage':'" + gone + "'}");
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.registry().awaitUpload(RegistryId.of("job_1"), Rig.HOURS))
        .withMessageContaining(shown)
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("geheim"));

    rig.answer(
        "GET /v2/projects/{p}/models/uploads/{u}/events",
        200,
        "{'data':[{'id':'e1','message':'" + gone + "'}]}");
    assertThat(rig.client.registry().uploadEvents(RegistryId.of("job_1")).toList())
        .extracting(event -> event.message().orElse(""))
        .containsExactly(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Model name already exists         | choose another name",
        "No lora_model specified           | -Reference, not -Turbo",
        "adapter_model.safetensors missing | at its root",
        "adapter incompatible with base    | the base model it was trained on",
        "URL expired                       | at least 100 minutes",
        "The source answered 403           | check the signed address",
        "The source answered 401           | Hugging Face token",
        "archive is too large              | account's limit"
      })
  void anImportThatFailsSaysWhatToDo(String problem, String wayOut) {
    rig.answer(
        "GET /v1/jobs/{id}",
        200,
        "{'job_id':'job-1','status':'Failed','type':'adapter_upload','status_updates':"
            + "[{'status':'Queued','message':'created'},{'status':'Failed','message':'"
            + problem
            + "'}]}");
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.adapters().awaitReady(AdapterId.of("job-1"), Rig.HOURS))
        .withMessageContaining(problem)
        .withMessageContaining(wayOut);
  }
}
