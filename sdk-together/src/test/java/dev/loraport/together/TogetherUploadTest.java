package dev.loraport.together;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.error.AuthenticationException;
import dev.loraport.error.DatasetException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.error.UploadException;
import dev.loraport.error.UploadException.Step;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileState;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.RecordedCall;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TogetherUploadTest {
  private Rig rig = new Rig(Rig.TODAY);

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void anUploadTakesThreeStepsAndTheStorageNeverSeesTheKey() {
    RemoteFile file = rig.client.files().upload(Rig.chatFile("support-train.jsonl"));

    assertThat(file.name()).contains("support-train.jsonl");
    assertThat(file.purpose()).contains(FilePurpose.FINE_TUNE);
    assertThat(file.reused()).isFalse();
    assertThat(rig.changes())
        .containsExactly("POST /files", "PUT /storage", "POST /files/{file}/preprocess");
    RecordedCall start = rig.fake.journal().lastCall("POST /v1/files").orElseThrow();
    assertThat(start.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(start.body())
        .matches(
            "purpose=fine-tune&file_name=support-train.jsonl&file_type=jsonl&checksum=[0-9a-f]{64}");
    RecordedCall put = rig.fake.journal().lastCall("PUT /storage/**").orElseThrow();
    assertThat(put.header("Authorization")).isEmpty();
    assertThat(put.header("Content-Length")).isEqualTo(Long.toString(file.bytes().orElseThrow()));
    rig.fake.assertNoViolations();
  }

  @Test
  void anUploadCanBeOneForm() {
    rig.close();
    rig = new Rig(Rig.TODAY, config -> config.putSettings("upload", "direct"));

    RemoteFile file = rig.client.files().upload(Rig.chatFile("train.jsonl"));

    assertThat(rig.changes()).containsExactly("POST /files/upload");
    assertThat(rig.client.files().awaitReady(file.id(), Rig.HOURS).state())
        .isEqualTo(FileState.READY);
    rig.fake.assertNoViolations();
  }

  @Test
  void identicalContentIsTheOlderFile() {
    RemoteFile first = rig.client.files().upload(Rig.chatFile("a.jsonl"));
    RemoteFile second = rig.client.files().upload(Rig.chatFile("b.jsonl"));

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.reused()).isTrue();
    assertThat(rig.fake.journal().count("PUT /storage/**")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "train.csv, fine-tune, 10, evaluations only",
    "eval.parquet, eval, 10, no Parquet",
    "train.txt, fine-tune, 10, .jsonl",
    "train, fine-tune, 10, .jsonl",
    "train.jsonl, fine-tune, 0, empty"
  })
  void whatCanNotBeUploadedIsRefusedBeforeAByteMoves(
      String name, String purpose, long length, String why) {
    FileUpload upload =
        FileUpload.builder()
            .source(FileSource.of(name, length, InputStream::nullInputStream))
            .purpose(FilePurpose.of(purpose))
            .build();
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.files().upload(upload))
        .withMessageContaining(name)
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.READ));
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "\ufeff [\n"})
  void anArrayIsNotToBeNamedOtherwise(String text) {
    FileSource source = FileSource.of("array.json", text.getBytes(StandardCharsets.UTF_8));
    FileUpload upload = FileUpload.builder().source(source).build();
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.files().upload(upload))
        .withMessageContaining("it is a JSON array; write one element a line");
    assertThat(rig.fake.journal().calls()).isEmpty();
  }

  /** The rows of Parquet are read by an add-on, which is not here. */
  @ParameterizedTest
  @CsvSource({"PAR1....PAR1, true", "PAR1........, false", "{} is none..., false", "PAR1, false"})
  void parquetIsToldByItsTwoEnds(String bytes, boolean sent) {
    FileUpload upload =
        FileUpload.builder()
            .source(FileSource.of("tokens.parquet", bytes.getBytes(StandardCharsets.UTF_8)))
            .build();

    if (sent) {
      assertThat(rig.client.files().upload(upload).name()).contains("tokens.parquet");
      return;
    }
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.files().upload(upload))
        .withMessageContaining("can't upload tokens.parquet: it does not begin and end as");
    assertThat(rig.changes()).isEmpty();
    FileUpload unchecked = FileUpload.builder().from(upload).checkFirst(false).build();
    assertThat(rig.client.files().upload(unchecked).name()).contains("tokens.parquet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"text\":\"a\"}\n", "{\"prompt\":\"a\",\"completion\":\"b\"}\n"})
  void rowsOfOtherFormatsAreLeftToTheProvidersOwnCheck(String row) {
    FileSource other = FileSource.of("rows.jsonl", row.getBytes(StandardCharsets.UTF_8));

    RemoteFile file = rig.client.files().upload(FileUpload.builder().source(other).build());

    assertThat(rig.client.files().awaitReady(file.id(), Rig.HOURS).state())
        .isEqualTo(FileState.READY);
  }

  @Test
  void badDataIsRefusedBeforeAByteMovesUnlessTheCheckIsOff() {
    FileSource bad = FileSource.of("bad.jsonl", "{\"no\": 1}\n".getBytes(StandardCharsets.UTF_8));
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> rig.client.files().upload(FileUpload.builder().source(bad).build()))
        .withMessageContaining("nothing was uploaded")
        .satisfies(e -> assertThat(e.report().errorCount()).isPositive());
    assertThat(rig.fake.journal().calls()).isEmpty();

    RemoteFile file =
        rig.client.files().upload(FileUpload.builder().source(bad).checkFirst(false).build());
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.files().awaitReady(file.id(), Rig.HOURS))
        .withMessageContaining("INVALID_FORMAT")
        .withMessageContaining("correct the data")
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.PROCESS))
        .satisfies(e -> assertThat(e.fileId()).isEqualTo(file.id().value()));
  }

  @Test
  void whatCanBeReadOnlyOnceIsNotCheckedSilently() {
    byte[] rows = Rig.chatFile("x.jsonl").source().name().getBytes(StandardCharsets.UTF_8);
    FileSource once = FileSource.oneShot("once.jsonl", rows.length, new ByteArrayInputStream(rows));
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.files().upload(FileUpload.builder().source(once).build()))
        .withMessageContaining("checkFirst(false)");
  }

  @ParameterizedTest
  @CsvSource({"201, 201 in place of 200", "403, 403"})
  void theStorageMustTakeTheBytesWith200(int status, String why) {
    rig.fake.faults().on("PUT /storage/**").always(Fault.status(status));
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.files().upload(Rig.chatFile("train.jsonl")))
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.SEND))
        .satisfies(e -> assertThat(e.fileId()).startsWith("file-"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("/storage/"));
  }

  @Test
  void aRefusalOfTheStorageDoesNotRepeatWhatWasSigned() {
    Fault refusal =
        Fault.status(403)
            .body(
                "application/xml",
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                    + "<Error><Code>SignatureDoesNotMatch</Code><Message>It does not match.</Message>"
                    + "<AWSAccessKeyId>AKIASECRET</AWSAccessKeyId><StringToSign>PUT\n/k"
                    + " X-Amz-Security-Token=SECRET</StringToSign></Error>");
    rig.fake.faults().on("PUT /storage/**").always(refusal);
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.files().upload(Rig.chatFile("train.jsonl")))
        .withMessageContaining("SignatureDoesNotMatch: It does not match.")
        .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("SECRET", "StringToSign"))
        .satisfies(
            e ->
                assertThat(e)
                    .hasCauseInstanceOf(PermissionDeniedException.class)
                    .extracting(
                        t ->
                            ((PermissionDeniedException) Objects.requireNonNull(t.getCause()))
                                .rawBody())
                    .isEqualTo(
                        "<Error><Code>SignatureDoesNotMatch</Code>"
                            + "<Message>It does not match.</Message></Error>"));
  }

  private static String stackTrace(Throwable error) {
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }

  @Test
  void aFailedLastStepNamesTheFile() {
    rig.fake.faults().on("POST /v1/files/{id}/preprocess").always(Fault.status(400));
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.files().upload(Rig.chatFile("train.jsonl")))
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.FINISH))
        .satisfies(e -> assertThat(e.fileId()).startsWith("file-"));
  }

  @ParameterizedTest
  @CsvSource({
    "../etc, http://127.0.0.1:1/x, file id",
    "file-1, '', no address",
    "'', http://127.0.0.1:1/x, file id"
  })
  void anAnswerWithoutAUsableIdOrAddressIsRefused(String id, String location, String why) {
    Fault fault = Fault.status(302).header("X-Together-File-Id", id).header("Location", location);
    rig.fake.faults().on("POST /v1/files").next(fault);
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.files().upload(Rig.chatFile("train.jsonl")))
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.START));
  }

  @Test
  void aConflictWithoutAnIdIsNotRepeated() {
    rig.answer("POST /v1/files", 409, "{'error':{'message':'odd'}}");
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> rig.client.files().upload(Rig.chatFile("train.jsonl")))
        .withMessageContaining("odd");
    assertThat(rig.fake.journal().count("POST /v1/files")).isEqualTo(1);
  }

  @Test
  void aRefusalOfTheKeyTellsBothReadings() {
    rig.answer("POST /v1/files", 401, "{'error':{'message':'no','code':'invalid_api_key'}}");
    assertThatExceptionOfType(AuthenticationException.class)
        .isThrownBy(() -> rig.client.files().upload(Rig.chatFile("train.jsonl")))
        .withMessageContaining("TOGETHER_API_KEY")
        .withMessageContaining("trial credit");
  }

  @Test
  void aBatchFileIsSentUnderTheProvidersWord() {
    FileSource rows =
        FileSource.of("b.jsonl", "{\"custom_id\":\"1\"}\n".getBytes(StandardCharsets.UTF_8));
    RemoteFile file =
        rig.client
            .files()
            .upload(FileUpload.builder().source(rows).purpose(FilePurpose.BATCH).build());
    assertThat(file.purpose()).contains(FilePurpose.BATCH);
    assertThat(rig.fake.journal().lastCall("POST /v1/files").orElseThrow().body())
        .contains("purpose=batch-api");
  }
}
