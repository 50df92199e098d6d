package dev.loraport.file;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Files at a provider: training data, batch requests. At Fireworks a file is a data set. */
public interface FileService {
  /**
   * Uploads a file in constant memory. A file for fine-tuning is checked first. Identical content
   * that the provider already has is not stored twice: see {@link RemoteFile#reused()}.
   */
  default RemoteFile upload(FileUpload upload) {
    return upload(upload, RequestOptions.none());
  }

  /** As {@link #upload(FileUpload)}, with options for this call. */
  RemoteFile upload(FileUpload upload, RequestOptions options);

  /** The file of that id. */
  default RemoteFile get(FileId id) {
    return get(id, RequestOptions.none());
  }

  /** As {@link #get(FileId)}, with options for this call. */
  RemoteFile get(FileId id, RequestOptions options);

  /** All files. */
  default Pages<RemoteFile> list() {
    return list(RequestOptions.none());
  }

  /** As {@link #list()}, with options for this call. */
  Pages<RemoteFile> list(RequestOptions options);

  /** Deletes a file. */
  default void delete(FileId id) {
    delete(id, RequestOptions.none());
  }

  /** As {@link #delete(FileId)}, with options for this call. */
  void delete(FileId id, RequestOptions options);

  /**
   * Waits until a job can use the file. Throws {@link dev.loraport.error.UploadException} if the
   * provider refuses the content, and {@link dev.loraport.error.WaitTimeoutException} if the time
   * is over.
   */
  default RemoteFile awaitReady(FileId id, Duration timeout) {
    return awaitReady(id, timeout, RequestOptions.none());
  }

  /** As {@link #awaitReady(FileId, Duration)}, with options for this call. */
  RemoteFile awaitReady(FileId id, Duration timeout, RequestOptions options);

  /**
   * Downloads the content. The target appears only when it is whole; a folder as target takes the
   * name of the file. Throws {@link dev.loraport.error.DownloadException} if the disk is full or
   * the length is wrong.
   */
  default Path download(FileId id, Path target) {
    return download(id, target, RequestOptions.none());
  }

  /** As {@link #download(FileId, Path)}, with options for this call. */
  Path download(FileId id, Path target, RequestOptions options);

  /** Uploads a local file for fine-tuning, see {@link #upload(FileUpload)}. */
  default RemoteFile upload(Path file) {
    return upload(FileUpload.of(file));
  }

  /** The same, without waiting. */
  Async async();

  /**
   * The same operations as futures. Cancelling a future closes its connection; dependent stages run
   * on the client's executor.
   */
  interface Async {
    /** As {@link FileService#upload}. */
    default CompletableFuture<RemoteFile> upload(FileUpload upload) {
      return upload(upload, RequestOptions.none());
    }

    /** As {@link FileService#upload}, with options for this call. */
    CompletableFuture<RemoteFile> upload(FileUpload upload, RequestOptions options);

    /** As {@link FileService#get}. */
    default CompletableFuture<RemoteFile> get(FileId id) {
      return get(id, RequestOptions.none());
    }

    /** As {@link FileService#get}, with options for this call. */
    CompletableFuture<RemoteFile> get(FileId id, RequestOptions options);

    /** As {@link FileService#list}; the first page, which leads to the next. */
    default CompletableFuture<Page<RemoteFile>> list() {
      return list(RequestOptions.none());
    }

    /** As {@link FileService#list}, with options for this call. */
    CompletableFuture<Page<RemoteFile>> list(RequestOptions options);

    /** As {@link FileService#delete}. */
    default CompletableFuture<@Nullable Void> delete(FileId id) {
      return delete(id, RequestOptions.none());
    }

    /** As {@link FileService#delete}, with options for this call. */
    CompletableFuture<@Nullable Void> delete(FileId id, RequestOptions options);

    /** As {@link FileService#awaitReady}. */
    default CompletableFuture<RemoteFile> awaitReady(FileId id, Duration timeout) {
      return awaitReady(id, timeout, RequestOptions.none());
    }

    /** As {@link FileService#awaitReady}, with options for this call. */
    CompletableFuture<RemoteFile> awaitReady(FileId id, Duration timeout, RequestOptions options);

    /** As {@link FileService#download}. */
    default CompletableFuture<Path> download(FileId id, Path target) {
      return download(id, target, RequestOptions.none());
    }

    /** As {@link FileService#download}, with options for this call. */
    CompletableFuture<Path> download(FileId id, Path target, RequestOptions options);
  }
}
