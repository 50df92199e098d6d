package dev.loraport.testkit;

import static dev.loraport.testkit.NebiusRoad.SERVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.loraport.testkit.Http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Adapters without a deployment at the fake of Nebius, in the years that had them and after. */
class FakeNebiusCustomModelsTest {
  private static final String MODELS = "/v0/models";
  private static final String CHAT = "/v1/chat/completions";

  private final FakeNebius fake = FakeNebius.builder().asOf(LocalDate.of(2025, 12, 11)).build();
  private final Http http = new Http(fake);
  private final NebiusRoad road = new NebiusRoad(http);

  @AfterEach
  void close() {
    fake.close();
  }

  private Reply create(String source) throws Exception {
    return create(SERVED, source);
  }

  private Reply create(String base, String source) throws Exception {
    return http.post(
        MODELS,
        "{\"name\":\"support-v3\",\"base_model\":\"%s\",\"source\":\"%s\"}"
            .formatted(base, source));
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(1);
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void servesACheckpointUnderTheNameThatItMade() throws Exception {
    String source = road.source();
    JsonNode created = create(source).json();
    String name = created.path("name").asString();

    assertThat(name).matches("\\Q" + SERVED + "\\E-LoRa:support-v3-[A-Za-z]{4}");
    assertThat(created.path("status").asString()).isEqualTo("validating");
    assertThat(created.path("source").asString()).isEqualTo(source);
    assertThat(http.post(CHAT, Samples.ask(name, "Hi")).status()).isEqualTo(404);
    Reply early = http.get(MODELS + "/" + name);
    assertThat(early.status()).isEqualTo(403);
    assertThat(early.json().has("status")).isFalse();
    JsonNode model = http.get(MODELS + "/" + name).json();
    assertThat(model.path("status").asString()).isEqualTo("active");
    assertThat(model.path("job_id").asString() + ":" + model.path("checkpoint_id").asString())
        .isEqualTo(source);
    assertThat(model.path("file_id").isNull()).isTrue();
    JsonNode list = http.get(MODELS + "?ai_project_id=p").json();
    assertThat(list.isArray()).isTrue();
    assertThat(list.path(0)).isEqualTo(model);
    assertThat(http.get(MODELS + "/" + name.substring(name.indexOf(':') + 1)).json())
        .isEqualTo(model);
    assertThat(http.post(CHAT, Samples.ask(name, "Hi")).json().path("model").asString())
        .isEqualTo(name);
    fake.assertNoViolations();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void deletesByEitherName(boolean full) throws Exception {
    String name = create("huggingface.co/acme/support-lora").json().path("name").asString();
    String path = MODELS + "/" + (full ? name : name.substring(name.indexOf(':') + 1));
    JsonNode deleted = http.delete(path).json();

    assertThat(deleted.path("status").asString()).isEqualTo("deleted");
    assertThat(deleted.path("name").asString()).isEqualTo(name);
    assertThat(http.delete(path).status()).isEqualTo(403);
    assertThat(http.get(MODELS).json().isEmpty()).isTrue();
    fake.assertNoViolations();
  }

  @Test
  void answersWithTheShortNameInEarly2025() throws Exception {
    try (FakeNebius early = FakeNebius.builder().asOf(LocalDate.of(2025, 4, 8)).build()) {
      Http other = new Http(early);
      String body =
          "{\"name\":\"a\",\"base_model\":\"%s\",\"source\":\"https://huggingface.co/acme/a\"}";
      String name = other.post(MODELS, body.formatted(SERVED)).json().path("name").asString();
      other.get(MODELS);
      JsonNode model = other.get(MODELS).json().path(0);

      assertThat(name).matches("a-[A-Za-z]{4}");
      assertThat(model.path("name").asString()).isEqualTo(SERVED + "-LoRa:" + name);
      assertThat(model.path("url").asString()).isEqualTo("https://huggingface.co/acme/a");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "adapter_config.json adapter_model.safetensors, active,",
    "support/adapter_config.json support/adapter_model.safetensors, active,",
    "adapter_config.json, error, The archive has no adapter_model.safetensors"
  })
  void looksIntoAnUploadedArchive(String names, String status, String reason) throws Exception {
    Reply upload = road.send(MODELS + "/upload", "support.zip", zip(names.split(" ", -1)));
    create(upload.json().path("id").asString());
    http.get(MODELS);
    JsonNode model = http.get(MODELS).json().path(0);

    assertThat(upload.json().path("filename").asString()).isEqualTo("support.zip");
    assertThat(model.path("status").asString()).isEqualTo(status);
    assertThat(model.path("status_reason").asString("")).isEqualTo(reason == null ? "" : reason);
    assertThat(model.path("file_id")).isEqualTo(upload.json().path("id"));
    fake.assertNoViolations();
  }

  @Test
  void refusesBasesAndSourcesThatItDoesNotTake() throws Exception {
    Reply base = create(NebiusRoad.TRAINED, "huggingface.co/acme/a");
    Reply source = create("ftjob-1:ftckpt_1");
    Reply training = create(road.upload("fine-tune", "{}\n"));

    assertThat(base.status()).isEqualTo(400);
    assertThat(base.json().path("detail").asString()).contains(NebiusRoad.TRAINED);
    assertThat(source.status()).isEqualTo(400);
    assertThat(training.status()).isEqualTo(400);
    assertThat(http.post(MODELS, "{}").json().path("detail").size()).isEqualTo(3);
  }

  @Test
  void validatesAsLongAsATestWants() throws Exception {
    fake.service().validationLooks(1).validationError("rank too high");
    String name = create("huggingface.co/acme/a").json().path("name").asString();
    http.get(MODELS + "/" + name);

    assertThat(http.get(MODELS + "/" + name).json().path("status").asString())
        .isEqualTo("validating");
    JsonNode model = http.get(MODELS + "/" + name).json();
    assertThat(model.path("status").asString()).isEqualTo("error");
    assertThat(model.path("status_reason").asString()).isEqualTo("rank too high");
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 405})
  void isGoneSinceTheDescriptionOfJuly2026(int status) throws Exception {
    try (FakeNebius later = FakeNebius.builder().asOf(LocalDate.of(2026, 7, 29)).build()) {
      later.service().goneStatus(status);
      Http other = new Http(later);
      byte[] archive = zip("a");

      assertThat(other.get(MODELS).status()).isEqualTo(status);
      assertThat(other.post(MODELS, "{}").status()).isEqualTo(status);
      assertThat(other.get(MODELS + "/a/b").status()).isEqualTo(status);
      assertThat(new NebiusRoad(other).send(MODELS + "/upload", "a.zip", archive).status())
          .isEqualTo(status);
      assertThat(other.get("/v1/batches").status()).isEqualTo(status);
      later.service().customModels(true);
      assertThat(other.get(MODELS).status()).isEqualTo(200);
    }
  }
}
