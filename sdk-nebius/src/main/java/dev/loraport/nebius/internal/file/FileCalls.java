package dev.loraport.nebius.internal.file;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.file.FileId;
import dev.loraport.file.FileService;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.nebius.FileLink;
import dev.loraport.nebius.internal.wire.Api;
import dev.loraport.spi.Call;
import dev.loraport.spi.Downloads;
import dev.loraport.spi.MultipartForm;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.spi.StoppableSource;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls for files. */
public final class FileCalls implements FileService.Async {
  private static final Operation UPLOAD = new Operation("files.upload", Kind.UPLOAD);
  private static final Operation DOWNLOAD = new Operation("files.download", Kind.DOWNLOAD);
  // the default is 10, a maximum is not documented, and pages are not either
  private static final String LIST_LIMIT = "1000";

  private final Api api;

  /**
   * Makes them.
   *
   * @param api the way
   */
  public FileCalls(Api api) {
    this.api = api;
  }

  @Override
  public CompletableFuture<RemoteFile> upload(FileUpload upload, RequestOptions options) {
    return api.begin(
        () -> {
          UploadCheck.form(upload);
          return api.follow(checked(upload)).thenCompose(x -> send(upload, options));
        });
  }

  private CompletableFuture<Boolean> checked(FileUpload upload) {
    StoppableSource source = new StoppableSource(upload.source());
    CompletableFuture<Boolean> check =
        CompletableFuture.supplyAsync(
            () -> {
              UploadCheck.content(FileUpload.builder().from(upload).source(source).build());
              return true;
            },
            api.caller().executor());
    // a future that is cancelled leaves the work that it stands for going on
    check.whenComplete((x, failure) -> source.stop());
    return check;
  }

  private CompletableFuture<RemoteFile> send(FileUpload upload, RequestOptions options) {
    MultipartForm form =
        MultipartForm.builder()
            .listener(upload.listener())
            .field("purpose", upload.purpose().value())
            .file("file", upload.source(), "application/octet-stream");
    return api.send(
        api.scoped(Call.post(UPLOAD, api.v1("/files")).body(form.build())),
        options,
        FileReader::read);
  }

  @Override
  public CompletableFuture<RemoteFile> get(FileId id, RequestOptions options) {
    return api.get("files.get", uri(id, ""), options, FileReader::read);
  }

  @Override
  public CompletableFuture<Page<RemoteFile>> list(RequestOptions options) {
    Call.Builder call =
        Call.get(Operation.read("files.list"), api.v1("/files")).query("limit", LIST_LIMIT);
    return api.list(api.scoped(call), options, FileReader::read, "data");
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(FileId id, RequestOptions options) {
    return api.send(Call.delete(Operation.write("files.delete"), uri(id, "")), options)
        .thenApply(answer -> null);
  }

  @Override
  public CompletableFuture<RemoteFile> awaitReady(
      FileId id, Duration timeout, RequestOptions options) {
    return get(id, options);
  }

  @Override
  public CompletableFuture<Path> download(FileId id, Path target, RequestOptions options) {
    CompletableFuture<Optional<String>> name =
        Files.isDirectory(target)
            ? get(id, options).thenApply(RemoteFile::name)
            : api.done(Optional.empty());
    return api.follow(name)
        .thenCompose(found -> content(id, target, found.orElse(id + ".jsonl"), options));
  }

  /** Downloads a file whose name is known. */
  public CompletableFuture<Path> content(
      FileId id, Path target, String name, RequestOptions options) {
    Call content = Call.get(DOWNLOAD, uri(id, "/content")).build();
    return api.found(Downloads.download(api.caller(), content, target, name, options));
  }

  /** An address from which a file can be downloaded. */
  public CompletableFuture<FileLink> link(FileId id, RequestOptions options) {
    return api.get(
        "files.link",
        uri(id, "/link"),
        options,
        (answer, json) -> {
          try {
            return new FileLink(id, URI.create(json.get("url").string().orElse("").strip()));
          } catch (IllegalArgumentException e) {
            // the address is a secret, so neither it nor the exception is shown
            throw answer.unreadable("\"url\" is no address", null);
          }
        });
  }

  private URI uri(FileId id, String rest) {
    return api.v1("/files/" + Api.path(id) + rest);
  }
}
