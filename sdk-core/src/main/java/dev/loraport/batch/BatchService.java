package dev.loraport.batch;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Batch inference: many requests in a file, answered when there is room. */
public interface BatchService {
  /** Creates a batch. */
  default BatchJob create(BatchSpec spec) {
    return create(spec, RequestOptions.none());
  }

  /** As {@link #create(BatchSpec)}, with options for this call. */
  BatchJob create(BatchSpec spec, RequestOptions options);

  /** The batch of that id. */
  default BatchJob get(BatchId id) {
    return get(id, RequestOptions.none());
  }

  /** As {@link #get(BatchId)}, with options for this call. */
  BatchJob get(BatchId id, RequestOptions options);

  /** All batches. */
  default Pages<BatchJob> list() {
    return list(RequestOptions.none());
  }

  /** As {@link #list()}, with options for this call. */
  Pages<BatchJob> list(RequestOptions options);

  /** Asks for an end; answers that are there stay. */
  default BatchJob cancel(BatchId id) {
    return cancel(id, RequestOptions.none());
  }

  /** As {@link #cancel(BatchId)}, with options for this call. */
  BatchJob cancel(BatchId id, RequestOptions options);

  /**
   * Waits until a batch has ended, whatever the end. Throws {@link
   * dev.loraport.error.WaitTimeoutException} if the time is over.
   */
  default BatchJob await(BatchId id, Duration timeout) {
    return await(id, timeout, RequestOptions.none());
  }

  /** As {@link #await(BatchId, Duration)}, with options for this call. */
  BatchJob await(BatchId id, Duration timeout, RequestOptions options);

  /**
   * Begins a file of requests in the form that this provider takes.
   *
   * @param file where it goes once it is whole; its name must end in {@code .jsonl}
   * @throws dev.loraport.error.UnsupportedCapabilityException if the provider takes no batches of
   *     files
   * @throws java.io.IOException if it can't be made
   */
  BatchRequests requests(Path file) throws IOException;

  /** The same, without waiting. */
  Async async();

  /**
   * The same operations as futures. Cancelling a future closes its connection; dependent stages run
   * on the client's executor.
   */
  interface Async {
    /** As {@link BatchService#create}. */
    default CompletableFuture<BatchJob> create(BatchSpec spec) {
      return create(spec, RequestOptions.none());
    }

    /** As {@link BatchService#create}, with options for this call. */
    CompletableFuture<BatchJob> create(BatchSpec spec, RequestOptions options);

    /** As {@link BatchService#get}. */
    default CompletableFuture<BatchJob> get(BatchId id) {
      return get(id, RequestOptions.none());
    }

    /** As {@link BatchService#get}, with options for this call. */
    CompletableFuture<BatchJob> get(BatchId id, RequestOptions options);

    /** As {@link BatchService#list}; the first page, which leads to the next. */
    default CompletableFuture<Page<BatchJob>> list() {
      return list(RequestOptions.none());
    }

    /** As {@link BatchService#list}, with options for this call. */
    CompletableFuture<Page<BatchJob>> list(RequestOptions options);

    /** As {@link BatchService#cancel}. */
    default CompletableFuture<BatchJob> cancel(BatchId id) {
      return cancel(id, RequestOptions.none());
    }

    /** As {@link BatchService#cancel}, with options for this call. */
    CompletableFuture<BatchJob> cancel(BatchId id, RequestOptions options);

    /** As {@link BatchService#await}. */
    default CompletableFuture<BatchJob> await(BatchId id, Duration timeout) {
      return await(id, timeout, RequestOptions.none());
    }

    /** As {@link BatchService#await}, with options for this call. */
    CompletableFuture<BatchJob> await(BatchId id, Duration timeout, RequestOptions options);
  }
}
