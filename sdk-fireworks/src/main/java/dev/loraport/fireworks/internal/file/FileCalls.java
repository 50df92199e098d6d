package dev.loraport.fireworks.internal.file;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.error.UploadException;
import dev.loraport.file.FileId;
import dev.loraport.file.FileService;
import dev.loraport.file.FileState;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.tuning.WaitOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Calls for files, which are data sets here. */
public final class FileCalls implements FileService.Async {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration POLL_MAX = Duration.ofSeconds(10);

  private final Api api;
  private final Uploader uploader;
  private final Downloader downloader;

  /**
   * Makes them.
   *
   * @param api the way
   * @param signedUpload whether all files go up to signed addresses, small ones too
   */
  public FileCalls(Api api, boolean signedUpload) {
    this.api = api;
    this.uploader = new Uploader(api, signedUpload);
    this.downloader = new Downloader(api);
  }

  @Override
  public CompletableFuture<RemoteFile> upload(FileUpload upload, RequestOptions options) {
    return uploader.upload(upload, options);
  }

  @Override
  public CompletableFuture<RemoteFile> get(FileId id, RequestOptions options) {
    return named(
        id, options, name -> api.get("files.get", api.uri(name), options, DatasetReader::read));
  }

  @Override
  public CompletableFuture<Page<RemoteFile>> list(RequestOptions options) {
    return api.within(
        options,
        account ->
            api.list(
                "files.list",
                api.uri(account, Collection.DATASETS),
                Collection.DATASETS,
                Map.of(),
                options,
                DatasetReader::read));
  }

  @Override
  public CompletableFuture<@Nullable Void> delete(FileId id, RequestOptions options) {
    return named(id, options, name -> api.delete("files.delete", api.uri(name), options));
  }

  @Override
  public CompletableFuture<RemoteFile> awaitReady(
      FileId id, Duration timeout, RequestOptions options) {
    WaitOptions wait =
        WaitOptions.builder().timeout(timeout).initialInterval(POLL).maxInterval(POLL_MAX).build();
    return api.poll(
            "files.awaitReady",
            "data set " + id,
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
    throw new UploadException(
        Settings.PROVIDER,
        "files.awaitReady",
        "data set "
            + file.id()
            + " can't be used ("
            + file.status().orElse("no state")
            + "): "
            + file.problem().orElse("the provider gives no reason")
            + "; correct the data and upload it again",
        UploadException.Step.PROCESS,
        file.id().value(),
        null);
  }

  @Override
  public CompletableFuture<Path> download(FileId id, Path target, RequestOptions options) {
    return named(id, options, name -> downloader.download(name, target, options));
  }

  private <T extends @Nullable Object> CompletableFuture<T> named(
      FileId id, RequestOptions options, Function<ResourceName, CompletableFuture<T>> next) {
    return api.begin(
        () -> {
          ResourceName.check(Collection.DATASETS, id.value());
          return api.within(
              options, account -> next.apply(account.name(Collection.DATASETS, id.value())));
        });
  }
}
