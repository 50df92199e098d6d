package dev.loraport.together.internal.file;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileId;
import dev.loraport.file.FileService;
import dev.loraport.file.FileState;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.spi.Call;
import dev.loraport.spi.Downloads;
import dev.loraport.spi.Operation;
import dev.loraport.spi.Operation.Kind;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.WaitOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Calls for files. */
public final class FileCalls implements FileService.Async {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration POLL_MAX = Duration.ofSeconds(10);

  private final Api api;
  private final Uploader uploader;

  /**
   * Makes them.
   *
   * @param api the way
   * @param way how files go up, one of the words of {@link Settings#UPLOAD}
   * @param partBytes the target size of a part; that of the provider's own clients where it is 0
   */
  public FileCalls(Api api, String way, long partBytes) {
    this.api = api;
    this.uploader = new Uploader(api, way, partBytes == 0 ? Parting.TARGET : partBytes);
  }

  @Override
  public CompletableFuture<RemoteFile> upload(FileUpload upload, RequestOptions options) {
    return uploader.upload(upload, options);
  }

  @Override
  public CompletableFuture<RemoteFile> get(FileId id, RequestOptions options) {
    return api.get("files.get", uri(id), options, FileReader::read);
  }

  @Override
  public CompletableFuture<Page<RemoteFile>> list(RequestOptions options) {
    return api.list("files.list", api.v1("/files"), "data", options, FileReader::read);
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(FileId id, RequestOptions options) {
    return api.send(Call.delete(Operation.write("files.delete"), uri(id)), options)
        .thenApply(answer -> null);
  }

  @Override
  public CompletableFuture<RemoteFile> awaitReady(
      FileId id, Duration timeout, RequestOptions options) {
    WaitOptions wait =
        WaitOptions.builder().timeout(timeout).initialInterval(POLL).maxInterval(POLL_MAX).build();
    return api.poll(
            "files.awaitReady",
            "file " + id,
            wait,
            Duration.ZERO,
            () -> get(id, options),
            file -> file.state().isTerminal(),
            (file, elapsed, next) -> {})
        .thenApply(FileCalls::usable);
  }

  private static RemoteFile usable(RemoteFile file) {
    if (file.state() == FileState.READY) {
      return file;
    }
    boolean invalid = file.state() == FileState.INVALID;
    throw new UploadException(
        Settings.PROVIDER,
        "files.awaitReady",
        "file "
            + file.id()
            + " can't be used ("
            + file.status().orElse("no status")
            + "): "
            + file.problem().orElse("the provider gives no reason")
            + (invalid ? "; correct the data and upload it again" : "; upload it again"),
        UploadException.Step.PROCESS,
        file.id().value(),
        null);
  }

  @Override
  public CompletableFuture<Path> download(FileId id, Path target, RequestOptions options) {
    Call content =
        Call.get(
                new Operation("files.download", Kind.DOWNLOAD),
                api.v1("/files/" + Api.path(id) + "/content"))
            .header("Accept", "application/binary")
            .build();
    return remoteName(id, target, options)
        .thenCompose(
            name ->
                Downloads.download(
                    api.caller(), content, target, name.orElse(id + ".jsonl"), options));
  }

  private CompletableFuture<Optional<String>> remoteName(
      FileId id, Path target, RequestOptions options) {
    return Files.isDirectory(target)
        ? get(id, options).thenApply(RemoteFile::name)
        : api.done(Optional.empty());
  }

  private URI uri(FileId id) {
    return api.v1("/files/" + Api.path(id));
  }
}
