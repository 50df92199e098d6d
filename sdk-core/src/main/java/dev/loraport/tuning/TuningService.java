package dev.loraport.tuning;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Fine-tuning jobs. */
public interface TuningService {
  /**
   * Creates a job: from here on money is spent. Where the provider still looks at the files, it
   * waits for them first, for half an hour at the most. An answer that is lost never buys a second
   * job: the job that may have been created is looked for, and returned if it is there.
   *
   * <p>Throws {@link dev.loraport.error.UploadException} if the provider refuses the content of a
   * file, and {@link dev.loraport.error.InsufficientFundsException} if the balance doesn't do. If
   * nothing was found of a lost answer, or the thread is interrupted or the client closed
   * meanwhile, a job may exist all the same: the message of the exception names the suffix to look
   * for in {@link #list}. A future that is cancelled can't tell; look for the newest job then.
   */
  default TuningJob create(TuningSpec spec) {
    return create(spec, RequestOptions.none());
  }

  /** As {@link #create(TuningSpec)}, with options for this call. */
  TuningJob create(TuningSpec spec, RequestOptions options);

  /** The job of that id. */
  default TuningJob get(JobId id) {
    return get(id, RequestOptions.none());
  }

  /** As {@link #get(JobId)}, with options for this call. */
  TuningJob get(JobId id, RequestOptions options);

  /** All jobs. */
  default Pages<TuningJob> list() {
    return list(RequestOptions.none());
  }

  /** As {@link #list()}, with options for this call. */
  Pages<TuningJob> list(RequestOptions options);

  /** Asks for an end; what was trained so far is billed. */
  default TuningJob cancel(JobId id) {
    return cancel(id, RequestOptions.none());
  }

  /** As {@link #cancel(JobId)}, with options for this call. */
  TuningJob cancel(JobId id, RequestOptions options);

  /** Deletes a job and its checkpoints; this can not be undone. */
  default void delete(JobId id) {
    delete(id, RequestOptions.none());
  }

  /** As {@link #delete(JobId)}, with options for this call. */
  void delete(JobId id, RequestOptions options);

  /** What happened in a job, oldest first. */
  default Pages<TuningEvent> events(JobId id) {
    return events(id, RequestOptions.none());
  }

  /** As {@link #events(JobId)}, with options for this call. */
  Pages<TuningEvent> events(JobId id, RequestOptions options);

  /** The saved weights of a job, oldest first. */
  default Pages<Checkpoint> checkpoints(JobId id) {
    return checkpoints(id, RequestOptions.none());
  }

  /** As {@link #checkpoints(JobId)}, with options for this call. */
  Pages<Checkpoint> checkpoints(JobId id, RequestOptions options);

  /** What was measured in a job, oldest first. */
  default Pages<MetricPoint> metrics(JobId id) {
    return metrics(id, RequestOptions.none());
  }

  /** As {@link #metrics(JobId)}, with options for this call. */
  Pages<MetricPoint> metrics(JobId id, RequestOptions options);

  /**
   * What a job would cost, by the provider; nothing is created. A provider may know no price while
   * it still reads the training file, so wait for that with {@code files().awaitReady} before.
   */
  default PriceEstimate estimate(TuningSpec spec) {
    return estimate(spec, RequestOptions.none());
  }

  /** As {@link #estimate(TuningSpec)}, with options for this call. */
  PriceEstimate estimate(TuningSpec spec, RequestOptions options);

  /**
   * Waits until a job has succeeded. Throws {@link dev.loraport.error.JobFailedException} if it
   * ends otherwise, {@link dev.loraport.error.WaitTimeoutException} if the time is over and {@link
   * dev.loraport.error.CallInterruptedException} on an interrupt; the job goes on in both cases.
   */
  default TuningJob await(JobId id, WaitOptions wait) {
    return await(id, wait, RequestOptions.none());
  }

  /** As {@link #await(JobId, WaitOptions)}, with options for this call. */
  TuningJob await(JobId id, WaitOptions wait, RequestOptions options);

  /** Waits until a job has succeeded, see {@link #await(JobId, WaitOptions)}. */
  default TuningJob await(JobId id, Duration timeout) {
    return await(id, WaitOptions.of(timeout));
  }

  /**
   * Downloads the weights that a job has left: the adapter, or the whole model where all of it was
   * tuned. Each file appears under its name only when it is whole, in place of a file that has the
   * name; their names are made safe first. When one fails, those that were whole before it stay.
   *
   * <p>Throws {@link dev.loraport.error.DownloadException} if a file can't be written or breaks off
   * too often.
   *
   * @param result what {@link TuningJob#result()} has
   * @param folder where the files go; made if it is not there
   * @return the files: an archive, or the files of the weights, as the provider keeps them
   */
  default List<Path> download(TuningResult result, Path folder) {
    return download(result, folder, RequestOptions.none());
  }

  /** As {@link #download(TuningResult, Path)}, with options for these calls. */
  List<Path> download(TuningResult result, Path folder, RequestOptions options);

  /**
   * Downloads the weights of a checkpoint, as {@link #download(TuningResult, Path)} does those of
   * the end of the job.
   *
   * @param result the job's result
   * @param checkpoint one of {@link #checkpoints(JobId)} of that job
   * @param folder where the files go; made if it is not there
   * @return the files
   */
  default List<Path> download(TuningResult result, Checkpoint checkpoint, Path folder) {
    return download(result, checkpoint, folder, RequestOptions.none());
  }

  /** As {@link #download(TuningResult, Checkpoint, Path)}, with options for these calls. */
  List<Path> download(
      TuningResult result, Checkpoint checkpoint, Path folder, RequestOptions options);

  /** The same, without waiting. */
  Async async();

  /**
   * The same operations as futures. Cancelling a future closes its connection; dependent stages run
   * on the client's executor.
   */
  interface Async {
    /** As {@link TuningService#create}. */
    default CompletableFuture<TuningJob> create(TuningSpec spec) {
      return create(spec, RequestOptions.none());
    }

    /** As {@link TuningService#create}, with options for this call. */
    CompletableFuture<TuningJob> create(TuningSpec spec, RequestOptions options);

    /** As {@link TuningService#get}. */
    default CompletableFuture<TuningJob> get(JobId id) {
      return get(id, RequestOptions.none());
    }

    /** As {@link TuningService#get}, with options for this call. */
    CompletableFuture<TuningJob> get(JobId id, RequestOptions options);

    /** As {@link TuningService#list}; the first page, which leads to the next. */
    default CompletableFuture<Page<TuningJob>> list() {
      return list(RequestOptions.none());
    }

    /** As {@link TuningService#list}, with options for this call. */
    CompletableFuture<Page<TuningJob>> list(RequestOptions options);

    /** As {@link TuningService#cancel}. */
    default CompletableFuture<TuningJob> cancel(JobId id) {
      return cancel(id, RequestOptions.none());
    }

    /** As {@link TuningService#cancel}, with options for this call. */
    CompletableFuture<TuningJob> cancel(JobId id, RequestOptions options);

    /** As {@link TuningService#delete}. */
    default CompletableFuture<@Nullable Void> delete(JobId id) {
      return delete(id, RequestOptions.none());
    }

    /** As {@link TuningService#delete}, with options for this call. */
    CompletableFuture<@Nullable Void> delete(JobId id, RequestOptions options);

    /** As {@link TuningService#events}; the first page, which leads to the next. */
    default CompletableFuture<Page<TuningEvent>> events(JobId id) {
      return events(id, RequestOptions.none());
    }

    /** As {@link TuningService#events}, with options for this call. */
    CompletableFuture<Page<TuningEvent>> events(JobId id, RequestOptions options);

    /** As {@link TuningService#checkpoints}; the first page, which leads to the next. */
    default CompletableFuture<Page<Checkpoint>> checkpoints(JobId id) {
      return checkpoints(id, RequestOptions.none());
    }

    /** As {@link TuningService#checkpoints}, with options for this call. */
    CompletableFuture<Page<Checkpoint>> checkpoints(JobId id, RequestOptions options);

    /** As {@link TuningService#metrics}; the first page, which leads to the next. */
    default CompletableFuture<Page<MetricPoint>> metrics(JobId id) {
      return metrics(id, RequestOptions.none());
    }

    /** As {@link TuningService#metrics}, with options for this call. */
    CompletableFuture<Page<MetricPoint>> metrics(JobId id, RequestOptions options);

    /** As {@link TuningService#estimate}. */
    default CompletableFuture<PriceEstimate> estimate(TuningSpec spec) {
      return estimate(spec, RequestOptions.none());
    }

    /** As {@link TuningService#estimate}, with options for this call. */
    CompletableFuture<PriceEstimate> estimate(TuningSpec spec, RequestOptions options);

    /** As {@link TuningService#await}. */
    default CompletableFuture<TuningJob> await(JobId id, WaitOptions wait) {
      return await(id, wait, RequestOptions.none());
    }

    /** As {@link TuningService#await}, with options for this call. */
    CompletableFuture<TuningJob> await(JobId id, WaitOptions wait, RequestOptions options);

    /** As {@link TuningService#await(JobId, Duration)}. */
    default CompletableFuture<TuningJob> await(JobId id, Duration timeout) {
      return await(id, WaitOptions.of(timeout));
    }

    /** As {@link TuningService#download(TuningResult, Path)}. */
    default CompletableFuture<List<Path>> download(TuningResult result, Path folder) {
      return download(result, folder, RequestOptions.none());
    }

    /** As {@link TuningService#download(TuningResult, Path)}, with options for these calls. */
    CompletableFuture<List<Path>> download(
        TuningResult result, Path folder, RequestOptions options);

    /** As {@link TuningService#download(TuningResult, Checkpoint, Path)}. */
    default CompletableFuture<List<Path>> download(
        TuningResult result, Checkpoint checkpoint, Path folder) {
      return download(result, checkpoint, folder, RequestOptions.none());
    }

    /**
     * As {@link TuningService#download(TuningResult, Checkpoint, Path)}, with options for these
     * calls.
     */
    CompletableFuture<List<Path>> download(
        TuningResult result, Checkpoint checkpoint, Path folder, RequestOptions options);
  }
}
