package dev.example.toy;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.dataset.CheckReport;
import dev.loraport.dataset.Dataset;
import dev.loraport.error.DatasetException;
import dev.loraport.file.FileId;
import dev.loraport.file.FilePurpose;
import dev.loraport.file.FileService;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.json.Json;
import dev.loraport.spi.Answer;
import dev.loraport.spi.Call;
import dev.loraport.spi.Fields;
import dev.loraport.spi.LinkedFuture;
import dev.loraport.spi.MultipartForm;
import dev.loraport.spi.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls for files: one multipart form, and ready at once. */
record ToyFiles(ToyApi api) implements FileService.Async {
  private static final Operation UPLOAD = new Operation("files.upload", Operation.Kind.UPLOAD);

  @Override
  public CompletableFuture<RemoteFile> upload(FileUpload upload, RequestOptions options) {
    // reading the whole file is not for the thread that calls
    return LinkedFuture.of(
            api.caller().executor(),
            CompletableFuture.supplyAsync(() -> form(upload), api.caller().executor()))
        .thenCompose(
            form ->
                api.send(
                    Call.post(UPLOAD, api.uri("/files")).body(form.build()),
                    options,
                    ToyFiles::read));
  }

  private static MultipartForm form(FileUpload upload) {
    if (upload.checkFirst() && upload.purpose().equals(FilePurpose.FINE_TUNE)) {
      CheckReport report = Dataset.of(upload.source()).check();
      if (!report.passed()) {
        throw new DatasetException(
            ToyFactory.NAME,
            "files.upload",
            "nothing was uploaded: " + report.summary(),
            report,
            null);
      }
    }
    return MultipartForm.builder()
        .field("purpose", upload.purpose().value())
        .listener(upload.listener())
        .file("file", upload.source(), "application/jsonl");
  }

  @Override
  public CompletableFuture<RemoteFile> get(FileId id, RequestOptions options) {
    return api.send(
        Call.get(Operation.read("files.get"), api.uri("/files", id)), options, ToyFiles::read);
  }

  @Override
  public CompletableFuture<Page<RemoteFile>> list(RequestOptions options) {
    return api.list("files.list", api.uri("/files"), options, ToyFiles::read);
  }

  @Override
  public CompletableFuture<Void> delete(FileId id, RequestOptions options) {
    return api.send(
        Call.delete(Operation.write("files.delete"), api.uri("/files", id)),
        options,
        (answer, json) -> null);
  }

  @Override
  public CompletableFuture<RemoteFile> awaitReady(
      FileId id, Duration timeout, RequestOptions options) {
    return get(id, options);
  }

  @Override
  public CompletableFuture<Path> download(FileId id, Path target, RequestOptions options) {
    return api.lacks(Capability.FILE_DOWNLOAD);
  }

  private static RemoteFile read(Answer answer, Json json) {
    Fields fields = Fields.of(json);
    return RemoteFile.builder()
        .id(FileId.of(fields.requireText(answer, "id")))
        .name(fields.text("filename"))
        .bytes(fields.integer("bytes"))
        .putAllExtra(fields.rest())
        .build();
  }
}
