package dev.loraport.fireworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.ClientConfig;
import dev.loraport.error.ConflictException;
import dev.loraport.error.DatasetException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.DownloadException;
import dev.loraport.error.PermissionDeniedException;
import dev.loraport.error.UploadException;
import dev.loraport.error.UploadException.Step;
import dev.loraport.error.WaitTimeoutException;
import dev.loraport.file.FileId;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileState;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.json.Json;
import dev.loraport.testkit.FakeFireworks;
import dev.loraport.testkit.Fault;
import dev.loraport.testkit.RecordedCall;
import dev.loraport.testkit.junit.FakeConnection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FireworksFilesTest {
  private static final Duration HOURS = Duration.ofHours(2);
  private static final String DATASETS = "/v1/accounts/{a}/datasets";
  private static final String DATASET = DATASETS + "/{id}";

  private final FakeFireworks fake = FakeFireworks.start();
  private final FireworksClient client = open("auto");

  private final OtherClient others = new OtherClient(fake);

  private FireworksClient open(String upload) {
    ClientConfig.Builder config = FakeConnection.to(fake).putSettings("upload", upload);
    return FireworksClient.create(config.putSettings("account", fake.accountId()).build());
  }

  @AfterEach
  void close() {
    client.close();
    fake.close();
  }

  @Test
  void anUploadMakesTheRecordAndThenSendsOneForm() {
    RemoteFile file = client.files().upload(chatFile("Support train.jsonl", 3));

    assertThat(file.id().value()).matches("support-train-[0-9a-f]{16}");
    assertThat(file.name()).contains("Support train.jsonl");
    assertThat(file.lines()).hasValue(3);
    assertThat(file.bytes()).hasValue(chatFile("x.jsonl", 3).source().length());
    assertThat(file.purpose()).contains(FilePurpose.FINE_TUNE);
    assertThat(file.state()).isEqualTo(FileState.READY);
    assertThat(file.reused()).isFalse();
    assertThat(changes()).containsExactly("POST /datasets", "POST /datasets/{id}:upload");
    assertThat(fake.journal().lastCall("POST " + DATASETS).orElseThrow().body())
        .isEqualTo(
            "{\"datasetId\":\""
                + file.id()
                + "\",\"dataset\":{\"userUploaded\":{},\"exampleCount\":\"3\",\"format\":\"CHAT\"}}");
    fake.assertNoViolations();
  }

  @Test
  void anUploadToASignedAddressNeverShowsTheKeyToTheStorage() {
    try (FireworksClient signed = open("signed")) {
      RemoteFile file = signed.files().upload(chatFile("train.jsonl", 3));
      assertThat(signed.files().awaitReady(file.id(), HOURS).state()).isEqualTo(FileState.READY);

      assertThat(changes())
          .containsExactly(
              "POST /datasets",
              "POST /datasets/{id}:getUploadEndpoint",
              "PUT /storage",
              "POST /datasets/{id}:validateUpload");
      RecordedCall put =
          fake.journal().calls().stream()
              .filter(call -> call.method().equals("PUT"))
              .findFirst()
              .orElseThrow();
      long size = file.bytes().orElseThrow();
      assertThat(put.header("Authorization")).isEmpty();
      assertThat(put.header("Content-Type")).isEqualTo("application/octet-stream");
      assertThat(put.header("x-goog-content-length-range")).isEqualTo(size + "," + size);
      assertThat(put.header("Content-Length")).isEqualTo(Long.toString(size));
    }
    fake.assertNoViolations();
  }

  @Test
  void aFileOverTheLimitOfAFormGoesToASignedAddress() {
    fake.faults().on("POST " + DATASET + ":getUploadEndpoint").always(Fault.status(400));
    byte[] blank = "\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
    FileSource large =
        FileSource.of("large.jsonl", 150_000_000, () -> new RepeatedBytes(blank, 150_000_000));
    FileUpload upload = FileUpload.builder().source(large).purpose(FilePurpose.BATCH).build();

    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> client.files().upload(upload))
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.SEND));
    assertThat(changes())
        .containsExactly("POST /datasets", "POST /datasets/{id}:getUploadEndpoint");
  }

  @Test
  void identicalContentUnderTheSameNameIsTheOlderDataSet() {
    RemoteFile first = client.files().upload(chatFile("a.jsonl", 4));
    RemoteFile again = client.files().upload(chatFile("a.jsonl", 4));
    RemoteFile other = client.files().upload(chatFile("a.jsonl", 5));

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.reused()).isTrue();
    assertThat(other.id()).isNotEqualTo(first.id());
    assertThat(fake.journal().count("POST " + DATASET + ":upload")).isEqualTo(2);
    fake.assertNoViolations();
  }

  @Test
  void anUploadThatEndedHalfwayGoesOnWithTheSameRecord() {
    fake.faults().on("POST " + DATASET + ":upload").always(Fault.status(500));
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> client.files().upload(chatFile("a.jsonl", 4)))
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.SEND))
        .satisfies(e -> assertThat(e.fileId()).startsWith("a-"));
    fake.faults().clear();

    RemoteFile file = client.files().upload(chatFile("a.jsonl", 4));

    assertThat(file.reused()).isFalse();
    assertThat(client.files().awaitReady(file.id(), HOURS).state()).isEqualTo(FileState.READY);
    assertThat(client.files().list().toList()).hasSize(1);
  }

  @Test
  void aLostAnswerMakesNoSecondDataSet() {
    fake.faults().on("POST " + DATASETS).next(Fault.lostAnswer());

    RemoteFile file = client.files().upload(chatFile("a.jsonl", 4));

    assertThat(file.state()).isEqualTo(FileState.READY);
    assertThat(client.files().list().toList()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"9, 4, '9 rows there, 4 here'", "4, 3, ' bytes there, '"})
  void anIdWithOtherContentIsRefused(int counted, int stored, String difference) {
    FileId id = client.files().upload(chatFile("a.jsonl", 4)).id();
    client.files().delete(id);
    others.record(id.value(), counted);
    others.fill(id.value(), rows(stored), "a.jsonl");

    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> client.files().upload(chatFile("a.jsonl", 4)))
        .withMessageContaining(id.value())
        .withMessageContaining("other content")
        .withMessageContaining(difference);
  }

  @ParameterizedTest
  @CsvSource({
    "train.csv, 10, convert it to JSON Lines",
    "train.JSONL, 10, in lower case",
    "train.jsonl, 0, empty",
    "データ.jsonl, 10, no data set id",
    "--.jsonl, 10, no data set id"
  })
  void whatCanNotBeUploadedIsRefusedBeforeAnyRequest(String name, long length, String why) {
    FileSource source = FileSource.of(name, length, InputStream::nullInputStream);
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> client.files().upload(FileUpload.builder().source(source).build()))
        .withMessageContaining(name)
        .withMessageContaining(why)
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.READ));
    assertThat(fake.journal().calls()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "\ufeff [\n"})
  void anArrayIsNotToBeNamedOtherwise(String text) {
    FileSource source = FileSource.of("array.json", text.getBytes(StandardCharsets.UTF_8));
    FileUpload upload = FileUpload.builder().source(source).build();
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> client.files().upload(upload))
        .withMessageContaining("it is a JSON array; write one element a line");
    assertThat(fake.journal().calls()).isEmpty();
  }

  @Test
  void aChatFileOfTwoRowsIsRefusedBeforeAnyRequest() {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> client.files().upload(chatFile("two.jsonl", 2)))
        .withMessageContaining("nothing was uploaded")
        .withMessageContaining("3");
    assertThat(fake.journal().calls()).isEmpty();
  }

  @Test
  void aPreferenceFileOfTwoRowsIsRefusedBeforeAnyRequest() {
    String row =
        "{\"input\":{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]},\"preferred_output\":"
            + "[{\"role\":\"assistant\",\"content\":\"b\"}],\"non_preferred_output\":"
            + "[{\"role\":\"assistant\",\"content\":\"c\"}]}\n";
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> client.files().upload(upload("two.jsonl", row + "\n \n" + row)))
        .withMessageContaining("examples: 2; Fireworks asks for 3");
    assertThat(fake.journal().calls()).isEmpty();

    RemoteFile three = client.files().upload(upload("three.jsonl", row + row + row));
    assertThat(three.lines()).hasValue(3);
    assertThat(Json.write(three.extra())).contains("\"format\":\"CHAT\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "user,user           | assistant | assistant | two messages in a row from user",
        "user,assistant      | assistant | assistant | (input.messages[1].role)",
        "system              | assistant | assistant | exactly one user turn, not 0",
        "user                | assistant,assistant | assistant | \"preferred_output\" must be",
        "user                | assistant | user | \"non_preferred_output\" must be"
      })
  void aPreferenceRowThatNoJobTakesIsRefusedBeforeAnyRequest(
      String prompt, String preferred, String other, String why) {
    String good = pair("system,user", "assistant", "assistant");
    String rows = good + good + pair(prompt, preferred, other);
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> client.files().upload(upload("pairs.jsonl", rows)))
        .withMessageContaining("pairs.jsonl: line 3")
        .withMessageContaining(why);
    assertThat(fake.journal().calls()).isEmpty();
  }

  private static String pair(String prompt, String preferred, String other) {
    return "{\"input\":{\"messages\":"
        + turns(prompt)
        + "},\"preferred_output\":"
        + turns(preferred)
        + ",\"non_preferred_output\":"
        + turns(other)
        + "}\n";
  }

  private static String turns(String roles) {
    return Stream.of(roles.split(","))
        .map(role -> "{\"role\":\"" + role + "\",\"content\":\"x\"}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void theCheckCanBeLeftToTheProvider() {
    FileUpload two = FileUpload.builder().from(chatFile("two.jsonl", 2)).checkFirst(false).build();
    assertThat(client.files().upload(two).lines()).hasValue(2);
  }

  @Test
  void aBatchFileIsNotCheckedAsTrainingData() {
    String row = "{\"custom_id\":\"r-1\",\"body\":{\"messages\":[]}}\n";
    FileUpload batch =
        FileUpload.builder().from(upload("batch.jsonl", row)).purpose(FilePurpose.BATCH).build();
    RemoteFile file = client.files().upload(batch);
    assertThat(file.purpose()).contains(FilePurpose.BATCH);
    assertThat(fake.journal().lastCall("POST " + DATASETS).orElseThrow().body())
        .doesNotContain("format");
  }

  @Test
  void whatCanBeReadOnlyOnceGetsAnIdOfItsOwn() {
    byte[] rows = rows(3).getBytes(StandardCharsets.UTF_8);
    FileUpload unchecked =
        FileUpload.builder()
            .source(FileSource.oneShot("once.jsonl", rows.length, new ByteArrayInputStream(rows)))
            .checkFirst(false)
            .build();
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(
            () ->
                client
                    .files()
                    .upload(FileUpload.builder().from(unchecked).checkFirst(true).build()))
        .withMessageContaining("checkFirst(false)");

    RemoteFile file = client.files().upload(unchecked);

    assertThat(file.id().value()).matches("once-[0-9a-f]{16}");
    assertThat(file.lines()).isEmpty();
    assertThat(file.state()).isEqualTo(FileState.READY);
  }

  @Test
  void aKeyWithoutTheRightToWriteIsToldSo() {
    fake.account().readOnly(true);
    assertThatExceptionOfType(PermissionDeniedException.class)
        .isThrownBy(() -> client.files().upload(chatFile("a.jsonl", 3)))
        .withMessageContaining("PERMISSION_DENIED")
        .withMessageContaining("role");
    assertThat(fake.journal().calls()).hasSize(1);
  }

  @Test
  void aSuspendedAccountIsToldTheWayOutAndNothingIsRepeated() {
    fake.account().suspend("CREDIT_DEPLETED");
    assertThatExceptionOfType(ConflictException.class)
        .isThrownBy(() -> client.files().upload(chatFile("a.jsonl", 3)))
        .withMessageContaining("412")
        .withMessageContaining("CREDIT_DEPLETED")
        .withMessageContaining("add credit");
    assertThat(fake.journal().calls()).hasSize(1);
  }

  @Test
  void noByteIsSentWhereTheClientWouldHaveToEncryptIt() {
    fake.account().customerKeys(true);
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> client.files().upload(chatFile("a.jsonl", 3)))
        .withMessageContaining("ENCRYPTION_STATE_CMEK")
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.START));
    assertThat(changes()).containsExactly("POST /datasets");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'filenameToSignedUrls':{'a.jsonl':'ftp://h/secret'}} | no https address",
        "{'filenameToSignedUrls':{'a.jsonl':'/secret'}} | no https address",
        "{'filenameToSignedUrls':{'a.jsonl':17}} | no https address",
        "{'filenameToSignedUrls':{'b.jsonl':'http://h/secret'}} | [b.jsonl] in place of [a.jsonl]",
        "{'filenameToSignedUrls':{}} | [] in place of [a.jsonl]",
        "{} | [] in place of [a.jsonl]"
      })
  void anAddressThatCanNotBeUsedIsRefusedAndNotShown(String body, String why) {
    fake.faults()
        .on("POST " + DATASET + ":getUploadEndpoint")
        .next(Fault.status(200).body("application/json", body.replace('\'', '"')));
    try (FireworksClient signed = open("signed")) {
      assertThatExceptionOfType(DecodeException.class)
          .isThrownBy(() -> signed.files().upload(chatFile("a.jsonl", 3)))
          .withMessageContaining(why)
          .satisfies(e -> assertThat(e.getMessage() + e.rawBody()).doesNotContain("secret"));
    }
  }

  @Test
  void aRefusalOfTheStorageTellsWhereItHappened() {
    fake.faults().on("PUT /**").always(Fault.expiredSignedUrl());
    try (FireworksClient signed = open("signed")) {
      assertThatExceptionOfType(UploadException.class)
          .isThrownBy(() -> signed.files().upload(chatFile("a.jsonl", 3)))
          .satisfies(e -> assertThat(e.step()).isEqualTo(Step.SEND))
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("http", "ignature="));
    }
  }

  @Test
  void aDataSetThatCanNotBeReadBackIsToldAsAnUploadThatHasBegun() {
    fake.faults().on("GET " + DATASET).always(Fault.status(403));

    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> client.files().upload(chatFile("a.jsonl", 3)))
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.FINISH));
  }

  @Test
  void contentThatTheProviderRefusesAtTheEndIsToldSo() {
    try (FireworksClient signed = open("signed")) {
      FileUpload broken =
          FileUpload.builder().from(upload("a.jsonl", "{\n")).checkFirst(false).build();
      assertThatExceptionOfType(UploadException.class)
          .isThrownBy(() -> signed.files().upload(broken))
          .withMessageContaining("DATASET_INVALID")
          .withMessageContaining("correct the data")
          .satisfies(e -> assertThat(e.step()).isEqualTo(Step.FINISH));
    }
  }

  @Test
  void aDataSetThatIsFoundInvalidLaterEndsTheWait() {
    FileId id = client.files().upload(chatFile("a.jsonl", 3)).id();
    fake.faults()
        .on("GET " + DATASET)
        .next(
            Fault.status(200)
                .body(
                    "application/json",
                    "{\"name\":\"accounts/my-team/datasets/a\",\"state\":\"UPLOADING\",\"status\":"
                        + "{\"code\":\"INVALID_ARGUMENT\",\"message\":\"row 2 is broken\"}}"));
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> client.files().awaitReady(id, HOURS))
        .withMessageContaining("INVALID_ARGUMENT: row 2 is broken")
        .satisfies(e -> assertThat(e.step()).isEqualTo(Step.PROCESS));
  }

  @Test
  void aDataSetWhoseBytesNeverCameEndsTheWaitByTime() {
    others.record("empty", 3);
    assertThatExceptionOfType(WaitTimeoutException.class)
        .isThrownBy(() -> client.files().awaitReady(FileId.of("empty"), Duration.ofMinutes(1)))
        .withMessageContaining("data set empty");
  }

  @Test
  void aDataSetOfOneFileIsDownloadedIntoAFileOrAFolder(@TempDir Path folder) {
    FileId id = client.files().upload(chatFile("a.jsonl", 3)).id();

    Path named = client.files().download(id, folder.resolve("copy.jsonl"));
    Path found = client.files().download(id, folder);

    assertThat(named).hasContent(rows(3));
    assertThat(found).isEqualTo(folder.resolve("a.jsonl")).hasContent(rows(3));
    assertThat(fake.journal().calls())
        .filteredOn(call -> !call.path().startsWith("/v1/"))
        .isNotEmpty()
        .allSatisfy(call -> assertThat(call.header("Authorization")).isEmpty());
  }

  @Test
  void aDataSetOfSeveralFilesNeedsAFolder(@TempDir Path folder) throws IOException {
    FileId id = FileId.of("sharded");
    others.record("sharded", 6);
    others.fill("sharded", rows(3), "part-000.jsonl", "part-001.jsonl");

    assertThatExceptionOfType(DownloadException.class)
        .isThrownBy(() -> client.files().download(id, folder.resolve("copy.jsonl")))
        .withMessageContaining("2 files; give a folder");
    assertThat(client.files().download(id, folder)).isEqualTo(folder);
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("part-000.jsonl", "part-001.jsonl");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'filenameToSignedUrls':{}} | no files yet",
        "{'filenameToSignedUrls':{'x/a.jsonl':'http://h/1','y/a.jsonl':'http://h/2'}} | the name a.jsonl"
      })
  void whatHasNoFilesOrTwoOfOneNameIsNotDownloaded(String body, String why, @TempDir Path folder) {
    fake.faults()
        .on("GET " + DATASET + ":getDownloadEndpoint")
        .next(Fault.status(200).body("application/json", body.replace('\'', '"')));
    assertThatExceptionOfType(DownloadException.class)
        .isThrownBy(() -> client.files().download(FileId.of("x"), folder))
        .withMessageContaining(why);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void allPagesOfAListAreGoneThrough() {
    for (int i = 0; i < 203; i++) {
      others.record("d" + i, 3);
    }
    assertThat(client.files().list().toList()).hasSize(203);
    assertThat(fake.journal().count("GET " + DATASETS)).isEqualTo(2);
  }

  private List<String> changes() {
    return fake.journal().calls().stream()
        .filter(call -> !call.method().equals("GET"))
        .map(call -> call.method() + " " + shortened(call.path()))
        .toList();
  }

  private static String shortened(String path) {
    return path.startsWith("/v1/")
        ? path.replaceFirst("^/v1/accounts/[^/]+", "")
            .replaceFirst("/[a-z-]+-[0-9a-f]{16}", "/{id}")
        : "/storage";
  }

  private static FileUpload chatFile(String name, int rows) {
    return upload(name, rows(rows));
  }

  private static FileUpload upload(String name, String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return FileUpload.builder().source(FileSource.of(name, bytes)).build();
  }

  private static String rows(int count) {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < count; i++) {
      rows.append("{\"messages\":[{\"role\":\"user\",\"content\":\"Where is order ")
          .append(i)
          .append("?\"},{\"role\":\"assistant\",\"content\":\"On its way.\"}]}\n");
    }
    return rows.toString();
  }
}
