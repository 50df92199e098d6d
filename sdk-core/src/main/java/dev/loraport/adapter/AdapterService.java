package dev.loraport.adapter;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** LoRA adapters at a provider. */
public interface AdapterService {
  /**
   * Makes an adapter known to the provider; see {@link #awaitReady} for the end of it.
   *
   * <p>A folder or archive of this machine is looked into first, see {@link LocalAdapter}. A
   * provider that takes none has a reason against the capability {@code adapter_upload_folder}.
   */
  default Adapter publish(AdapterSpec spec) {
    return publish(spec, RequestOptions.none());
  }

  /** As {@link #publish(AdapterSpec)}, with options for this call. */
  Adapter publish(AdapterSpec spec, RequestOptions options);

  /** The adapter of that id. */
  default Adapter get(AdapterId id) {
    return get(id, RequestOptions.none());
  }

  /** As {@link #get(AdapterId)}, with options for this call. */
  Adapter get(AdapterId id, RequestOptions options);

  /** All adapters. */
  default Pages<Adapter> list() {
    return list(RequestOptions.none());
  }

  /** As {@link #list()}, with options for this call. */
  Pages<Adapter> list(RequestOptions options);

  /** Deletes an adapter. */
  default void delete(AdapterId id) {
    delete(id, RequestOptions.none());
  }

  /** As {@link #delete(AdapterId)}, with options for this call. */
  void delete(AdapterId id, RequestOptions options);

  /**
   * Waits until the adapter can be served. Throws {@link dev.loraport.error.UploadException} if it
   * is refused, and {@link dev.loraport.error.WaitTimeoutException} if the time is over.
   */
  default Adapter awaitReady(AdapterId id, Duration timeout) {
    return awaitReady(id, timeout, RequestOptions.none());
  }

  /** As {@link #awaitReady(AdapterId, Duration)}, with options for this call. */
  Adapter awaitReady(AdapterId id, Duration timeout, RequestOptions options);

  /**
   * Downloads the files of an adapter. Each appears under its name only when it is whole, in place
   * of a file that has the name; their names are made safe first. When one fails, those that were
   * whole before it stay.
   *
   * <p>Throws {@link dev.loraport.error.DownloadException} if a file can't be written or breaks off
   * too often.
   *
   * @param id the adapter
   * @param folder where the files go; made if it is not there
   * @return the files
   */
  default List<Path> download(AdapterId id, Path folder) {
    return download(id, folder, RequestOptions.none());
  }

  /** As {@link #download(AdapterId, Path)}, with options for these calls. */
  List<Path> download(AdapterId id, Path folder, RequestOptions options);

  /** The same, without waiting. */
  Async async();

  /**
   * The same operations as futures. Cancelling a future closes its connection; dependent stages run
   * on the client's executor.
   */
  interface Async {
    /** As {@link AdapterService#publish}. */
    default CompletableFuture<Adapter> publish(AdapterSpec spec) {
      return publish(spec, RequestOptions.none());
    }

    /** As {@link AdapterService#publish}, with options for this call. */
    CompletableFuture<Adapter> publish(AdapterSpec spec, RequestOptions options);

    /** As {@link AdapterService#get}. */
    default CompletableFuture<Adapter> get(AdapterId id) {
      return get(id, RequestOptions.none());
    }

    /** As {@link AdapterService#get}, with options for this call. */
    CompletableFuture<Adapter> get(AdapterId id, RequestOptions options);

    /** As {@link AdapterService#list}; the first page, which leads to the next. */
    default CompletableFuture<Page<Adapter>> list() {
      return list(RequestOptions.none());
    }

    /** As {@link AdapterService#list}, with options for this call. */
    CompletableFuture<Page<Adapter>> list(RequestOptions options);

    /** As {@link AdapterService#delete}. */
    default CompletableFuture<@Nullable Void> delete(AdapterId id) {
      return delete(id, RequestOptions.none());
    }

    /** As {@link AdapterService#delete}, with options for this call. */
    CompletableFuture<@Nullable Void> delete(AdapterId id, RequestOptions options);

    /** As {@link AdapterService#awaitReady}. */
    default CompletableFuture<Adapter> awaitReady(AdapterId id, Duration timeout) {
      return awaitReady(id, timeout, RequestOptions.none());
    }

    /** As {@link AdapterService#awaitReady}, with options for this call. */
    CompletableFuture<Adapter> awaitReady(AdapterId id, Duration timeout, RequestOptions options);

    /** As {@link AdapterService#download}. */
    default CompletableFuture<List<Path>> download(AdapterId id, Path folder) {
      return download(id, folder, RequestOptions.none());
    }

    /** As {@link AdapterService#download}, with options for these calls. */
    CompletableFuture<List<Path>> download(AdapterId id, Path folder, RequestOptions options);
  }
}
