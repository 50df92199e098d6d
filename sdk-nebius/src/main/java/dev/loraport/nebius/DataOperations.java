package dev.loraport.nebius;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.json.Json;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Operations of Data Lab, which in 2026 took the place of batches of files. They read data sets
 * that Data Lab keeps, and not the files of jobs. A call of October 2026 was refused with a 403:
 * the account must be allowed to. What the sources do not document is given and answered as JSON.
 */
public interface DataOperations {
  /** Creates an operation; a lost answer may leave one behind, which the list shows. */
  default DataOperation create(DataOperationSpec spec) {
    return create(spec, RequestOptions.none());
  }

  /** As {@link #create(DataOperationSpec)}, with options for this call. */
  DataOperation create(DataOperationSpec spec, RequestOptions options);

  /** The operation of that id. */
  default DataOperation get(DataOperationId id) {
    return get(id, RequestOptions.none());
  }

  /** As {@link #get(DataOperationId)}, with options for this call. */
  DataOperation get(DataOperationId id, RequestOptions options);

  /** The operations of the account. */
  default Pages<DataOperation> list() {
    return list(RequestOptions.none());
  }

  /** As {@link #list()}, with options for this call. */
  Pages<DataOperation> list(RequestOptions options);

  /** Asks for an end. */
  default DataOperation cancel(DataOperationId id) {
    return cancel(id, RequestOptions.none());
  }

  /** As {@link #cancel(DataOperationId)}, with options for this call. */
  DataOperation cancel(DataOperationId id, RequestOptions options);

  /** What it has led to, as the provider says it. */
  default Json results(DataOperationId id) {
    return results(id, RequestOptions.none());
  }

  /** As {@link #results(DataOperationId)}, with options for this call. */
  Json results(DataOperationId id, RequestOptions options);

  /** What went wrong, as the provider says it. */
  default Json errors(DataOperationId id) {
    return errors(id, RequestOptions.none());
  }

  /** As {@link #errors(DataOperationId)}, with options for this call. */
  Json errors(DataOperationId id, RequestOptions options);

  /**
   * Waits until the operation has ended, well or not. Throws {@link
   * dev.loraport.error.WaitTimeoutException} if the time is over; it goes on then.
   */
  default DataOperation await(DataOperationId id, Duration timeout) {
    return await(id, timeout, RequestOptions.none());
  }

  /** As {@link #await(DataOperationId, Duration)}, with options for this call. */
  DataOperation await(DataOperationId id, Duration timeout, RequestOptions options);

  /** The same, without waiting. */
  Async async();

  /**
   * The same operations as futures. Cancelling a future closes its connection; dependent stages run
   * on the client's executor.
   */
  interface Async {
    /** As {@link DataOperations#create}. */
    CompletableFuture<DataOperation> create(DataOperationSpec spec, RequestOptions options);

    /** As {@link DataOperations#get}. */
    CompletableFuture<DataOperation> get(DataOperationId id, RequestOptions options);

    /** As {@link DataOperations#list}; the first page, which leads to the next. */
    CompletableFuture<Page<DataOperation>> list(RequestOptions options);

    /** As {@link DataOperations#cancel}. */
    CompletableFuture<DataOperation> cancel(DataOperationId id, RequestOptions options);

    /** As {@link DataOperations#results}. */
    CompletableFuture<Json> results(DataOperationId id, RequestOptions options);

    /** As {@link DataOperations#errors}. */
    CompletableFuture<Json> errors(DataOperationId id, RequestOptions options);

    /** As {@link DataOperations#await}. */
    CompletableFuture<DataOperation> await(
        DataOperationId id, Duration timeout, RequestOptions options);
  }
}
