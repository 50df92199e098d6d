package dev.loraport.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.error.ApiException;
import dev.loraport.error.DatasetException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileId;
import dev.loraport.file.FileSource;
import dev.loraport.file.FileState;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.file.UploadProgress;
import dev.loraport.testkit.Fault;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files. */
interface FilesContract extends ContractPart {
  @Test
  default void anUploadedFileBecomesReadyForAJob() {
    run().needs(Capability.FILES);
    RemoteFile uploaded = run().client().files().upload(run().training());
    RemoteFile ready = run().client().files().awaitReady(uploaded.id(), ContractRun.HOURS);
    assertThat(ready.state()).isEqualTo(FileState.READY);
    assertThat(ready.id()).isEqualTo(uploaded.id());
    assertThat(uploaded.reused()).isFalse();
  }

  @Test
  default void identicalContentIsEitherStoredAgainOrSaidToBeReused() {
    run().needs(Capability.FILES);
    RemoteFile first = run().client().files().upload(run().training());
    RemoteFile second = run().client().files().upload(run().training());
    assertThat(second.reused()).isEqualTo(second.id().equals(first.id()));
    assertThat(run().client().files().awaitReady(second.id(), ContractRun.HOURS).state())
        .isEqualTo(FileState.READY);
  }

  @Test
  default void aFileIsListedAndFoundUntilItIsDeleted() {
    run().needs(Capability.FILES);
    FileId id = run().trainingFile();
    assertThat(run().client().files().list()).extracting(RemoteFile::id).contains(id);
    assertThat(run().client().files().get(id).id()).isEqualTo(id);
    run().client().files().delete(id);
    assertThat(run().client().files().list()).extracting(RemoteFile::id).doesNotContain(id);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> run().client().files().get(id));
  }

  @Test
  default void anUploadTellsHowFarItIsUpToTheLastByte() {
    run().needs(Capability.FILES);
    List<UploadProgress> told = new CopyOnWriteArrayList<>();
    FileUpload upload = run().training();
    run().client().files().upload(FileUpload.builder().from(upload).listener(told::add).build());
    assertThat(told)
        .isNotEmpty()
        .allSatisfy(progress -> assertThat(progress.total()).isPositive())
        .extracting(UploadProgress::sent)
        .isSorted();
    assertThat(told.get(told.size() - 1).fraction()).isEqualTo(1.0);
  }

  @Test
  default void aSourceThatEndsTooSoonFailsTheUpload() {
    run().needs(Capability.FILES);
    byte[] bytes = run().setup().trainingData().getBytes(StandardCharsets.UTF_8);
    FileSource tooShort =
        FileSource.of("train.jsonl", bytes.length + 10L, () -> new ByteArrayInputStream(bytes));
    FileUpload upload = FileUpload.builder().source(tooShort).checkFirst(false).build();
    assertThatExceptionOfType(UploadException.class)
        .isThrownBy(() -> run().client().files().upload(upload))
        .withMessageContaining("train.jsonl");
  }

  @Test
  default void aBadTrainingFileIsRefusedBeforeAnyRequest() {
    run().needs(Capability.FILES);
    String bad = run().setup().trainingData() + "{\"messages\": [\n";
    FileUpload upload = FileUpload.builder().source(run().source("bad.jsonl", bad)).build();
    assertThatExceptionOfType(DatasetException.class)
        .isThrownBy(() -> run().client().files().upload(upload))
        .satisfies(e -> assertThat(e.report().toString()).isNotEmpty());
    assertThat(run().fake().journal().calls()).isEmpty();
  }

  @Test
  default void aCancelledUploadIsSeenByTheServer() throws InterruptedException {
    run().inOneFormOnly();
    run().needs(Capability.FILES);
    run().on(ContractRoute.FILE_UPLOAD).next(Fault.stallBeforeHeaders());
    CompletableFuture<RemoteFile> upload = run().client().files().async().upload(run().training());
    run().awaitFault(ContractRoute.FILE_UPLOAD);
    upload.cancel(true);
    run().seesClientGone(ContractRoute.FILE_UPLOAD);
  }

  @Test
  default void pagesLeadToTheEndAndNameEachFileOnce() {
    run().inOneFormOnly();
    run().needs(Capability.FILES);
    Set<FileId> uploaded = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      String data = run().setup().trainingData().repeat(i + 1);
      FileUpload upload =
          FileUpload.builder().source(run().source("train-" + i + ".jsonl", data)).build();
      uploaded.add(run().client().files().upload(upload).id());
    }
    List<FileId> seen = new ArrayList<>();
    Page<RemoteFile> page = run().client().files().async().list().join();
    page.items().forEach(file -> seen.add(file.id()));
    while (page.hasNext()) {
      page = page.next().orElseThrow().join();
      page.items().forEach(file -> seen.add(file.id()));
    }
    assertThat(seen).doesNotHaveDuplicates().containsAll(uploaded);
    assertThat(run().client().files().list()).extracting(RemoteFile::id).isEqualTo(seen);
  }

  @Test
  default void anOddIdStaysOneSegmentOfThePath() {
    run().needs(Capability.FILES);
    assertThat(run().client().files().list()).isEmpty(); // a client may look at its account first
    run().fake().journal().clear();
    FileId odd = FileId.of("file-\u00fc&limit=1;a+b@c:d");
    assertThatThrownBy(() -> run().client().files().get(odd))
        .as("refused by the client, or by the server, which knows no such file")
        .isInstanceOfAny(IllegalArgumentException.class, ApiException.class);
    assertThat(run().fake().journal().calls())
        .allSatisfy(
            call -> assertThat(call.query()).extracting(Map.Entry::getKey).doesNotContain("limit"))
        .allSatisfy(call -> assertThat(call.status()).isBetween(400, 499));
  }

  @Test
  default void anUnknownFileIsNotFound() {
    run().needs(Capability.FILES);
    assertThatExceptionOfType(NotFoundException.class)
        .isThrownBy(() -> run().client().files().get(FileId.of("file-that-never-was")));
  }

  @Test
  default void aDownloadGivesTheBytesThatWereUploaded(@TempDir Path folder) {
    run().needs(Capability.FILES, Capability.FILE_DOWNLOAD);
    Path target = folder.resolve("copy.jsonl");
    Path written = run().client().files().download(run().trainingFile(), target);
    assertThat(written).isEqualTo(target).hasContent(run().setup().trainingData());
  }

  @Test
  default void aBrokenDownloadLeavesNothingBehind(@TempDir Path folder) {
    run().needs(Capability.FILES, Capability.FILE_DOWNLOAD);
    FileId id = run().trainingFile();
    run().on(ContractRoute.FILE_DOWNLOAD).always(Fault.cutStream());
    assertThatExceptionOfType(LoraportException.class)
        .isThrownBy(() -> run().client().files().download(id, folder.resolve("copy.jsonl")));
    assertThat(folder).isEmptyDirectory();
  }
}
