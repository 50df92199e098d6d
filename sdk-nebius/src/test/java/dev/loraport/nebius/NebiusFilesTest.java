package dev.loraport.nebius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.loraport.error.DatasetException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileId;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NebiusFilesTest {
  private static final String FILE =
      "{'id':'file-1','object':'file','bytes':9120315571,'created_at':1765431030,"
          + "'filename':'train.jsonl','purpose':'fine-tune','status':null,'status_details':null}";
  private static final String ROW =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},"
          + "{\"role\":\"assistant\",\"content\":\"Hello\"}]}\n";

  private final Stub stub = new Stub();
  private final NebiusClient client = stub.client("2026-10-01", b -> b.project("project-7"));

  @AfterEach
  void close() {
    client.close();
    stub.close();
  }

  @Test
  void anUploadIsOneFormWithThePurposeAndTheProject() {
    stub.on("POST /v1/files", FILE);

    RemoteFile file = client.files().upload(upload(ROW.repeat(10)));

    assertThat(file.id()).isEqualTo(FileId.of("file-1"));
    assertThat(file.bytes()).hasValue(9_120_315_571L);
    assertThat(file.purpose()).contains(FilePurpose.FINE_TUNE);
    assertThat(file.state().isTerminal()).isTrue();
    Stub.Seen seen = stub.last("POST /v1/files");
    assertThat(seen.uri().getQuery()).isEqualTo("ai_project_id=project-7");
    assertThat(seen.text())
        .contains("name=\"purpose\"\r\n\r\nfine-tune")
        .contains("name=\"file\"; filename=\"train.jsonl\"")
        .contains(ROW);
    assertThat(seen.headers().get("Authorization")).containsExactly("Bearer " + Stub.KEY);
  }

  @Test
  void whatTheProviderWouldRefuseIsNotSent() {
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> client.files().upload(upload(ROW + "{\"messages\": [\n")));
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> client.files().upload(upload("")));
    FileUpload eval = FileUpload.builder().from(upload(ROW)).purpose(FilePurpose.EVAL).build();
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> client.files().upload(eval))
        .withMessageContaining("fine-tune and batch");
    assertThat(stub.seen()).isEmpty();
  }

  @Test
  void aListAsksForMoreThanTheTenOfTheDefault() {
    stub.on("GET /v1/files", "{'object':'list','data':[" + FILE + "]}");

    assertThat(client.files().list())
        .extracting(RemoteFile::id)
        .containsExactly(FileId.of("file-1"));
    assertThat(stub.last("GET /v1/files").uri().getQuery())
        .isEqualTo("limit=1000&ai_project_id=project-7");
  }

  @Test
  void a403ThatSaysThatThereIsNoSuchThingIsNotFound() {
    stub.on(
        "GET /v1/files/file-9",
        403,
        "{'detail':'You don`t have access to the resource or it does not exist'}");

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> client.files().get(FileId.of("file-9")))
        .satisfies(e -> assertThat(e.status()).isEqualTo(403))
        .withMessageContaining("check the id and the project");
  }

  @Test
  void anEmptyAnswerToADeletionIsASuccess() {
    stub.on("DELETE /v1/files/file-1", "");

    client.files().delete(FileId.of("file-1"));

    assertThat(stub.lines()).containsExactly("DELETE /v1/files/file-1");
  }

  @Test
  void aDownloadIntoAFolderTakesTheLastPartOfTheRemoteName(@TempDir Path folder) {
    stub.on("GET /v1/files/file-1", FILE.replace("train.jsonl", "ckpt_1/../../adapter.bin"));
    stub.text("GET /v1/files/file-1/content", "weights");

    Path written = client.files().download(FileId.of("file-1"), folder);

    assertThat(written).isEqualTo(folder.resolve("adapter.bin")).hasContent("weights");
  }

  @Test
  void aContentThatIsNotThereIsNotFoundAlthoughTheServiceSays403(@TempDir Path folder) {
    stub.on(
        "GET /v1/files/file-1/content",
        403,
        "{'detail':'You do not have access to the resource or it does not exist'}");

    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(
            () -> client.files().download(FileId.of("file-1"), folder.resolve("out.jsonl")));
  }

  @Test
  void aLinkIsMaskedInTexts() {
    stub.on(
        "GET /v1/files/file-1/link", "{'url':'https://storage.example.com/x?signature=s3cret'}");

    FileLink link = client.fileLink(FileId.of("file-1"));

    assertThat(link.url().getQuery()).isEqualTo("signature=s3cret");
    assertThat(link.toString()).contains("storage.example.com").doesNotContain("s3cret");
  }

  private static FileUpload upload(String rows) {
    byte[] bytes = rows.getBytes(StandardCharsets.UTF_8);
    return FileUpload.builder().source(FileSource.of("train.jsonl", bytes)).build();
  }
}
