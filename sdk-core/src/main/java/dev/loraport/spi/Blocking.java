package dev.loraport.spi;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterService;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.batch.BatchRequests;
import dev.loraport.batch.BatchService;
import dev.loraport.batch.BatchSpec;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.file.FileId;
import dev.loraport.file.FileService;
import dev.loraport.file.FileUpload;
import dev.loraport.file.RemoteFile;
import dev.loraport.model.ModelInfo;
import dev.loraport.model.ModelService;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.serving.ServingService;
import dev.loraport.tuning.Checkpoint;
import dev.loraport.tuning.JobId;
import dev.loraport.tuning.MetricPoint;
import dev.loraport.tuning.PriceEstimate;
import dev.loraport.tuning.TuningEvent;
import dev.loraport.tuning.TuningJob;
import dev.loraport.tuning.TuningResult;
import dev.loraport.tuning.TuningService;
import dev.loraport.tuning.TuningSpec;
import dev.loraport.tuning.WaitOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The blocking services over their asynchronous twins, written once for all providers: a provider
 * implements the {@code Async} interfaces alone.
 */
public final class Blocking {
  private Blocking() {}

  /** Blocking calls for files. */
  public static FileService files(Caller caller, FileService.Async async) {
    return new FileCalls(caller, async);
  }

  /** Blocking calls for fine-tuning jobs. */
  public static TuningService jobs(Caller caller, TuningService.Async async) {
    return new TuningCalls(caller, async);
  }

  /** Blocking calls for adapters. */
  public static AdapterService adapters(Caller caller, AdapterService.Async async) {
    return new AdapterCalls(caller, async);
  }

  /** Blocking calls for serving. */
  public static ServingService serving(Caller caller, ServingService.Async async) {
    return new ServingCalls(caller, async);
  }

  /**
   * Blocking calls for batches.
   *
   * @param lines how a file of requests is written; null where the provider takes none
   */
  public static BatchService batches(
      Caller caller, BatchService.Async async, @Nullable BatchLines lines) {
    return new BatchCalls(caller, async, lines);
  }

  /** Blocking calls for models. */
  public static ModelService models(Caller caller, ModelService.Async async) {
    return new ModelCalls(caller, async);
  }

  private abstract static class Calls<A> {
    final Caller caller;
    final A async;

    Calls(Caller caller, A async) {
      this.caller = caller;
      this.async = async;
    }

    @SuppressWarnings({"UnusedMethod", "EffectivelyPrivate"}) // the services' async() is this
    public A async() {
      return async;
    }

    <T extends @Nullable Object> T call(String operation, Supplier<CompletableFuture<T>> begin) {
      return caller.await(operation, begin);
    }

    <T> Pages<T> pages(String operation, Supplier<CompletableFuture<Page<T>>> first) {
      return new LazyPages<>(caller, Operation.read(operation), first);
    }
  }

  private static final class FileCalls extends Calls<FileService.Async> implements FileService {
    FileCalls(Caller caller, FileService.Async async) {
      super(caller, async);
    }

    @Override
    public RemoteFile upload(FileUpload upload, RequestOptions options) {
      return call("files.upload", () -> async.upload(upload, options));
    }

    @Override
    public RemoteFile get(FileId id, RequestOptions options) {
      return call("files.get", () -> async.get(id, options));
    }

    @Override
    public Pages<RemoteFile> list(RequestOptions options) {
      return pages("files.list", () -> async.list(options));
    }

    @Override
    public void delete(FileId id, RequestOptions options) {
      call("files.delete", () -> async.delete(id, options));
    }

    @Override
    public RemoteFile awaitReady(FileId id, Duration timeout, RequestOptions options) {
      return call("files.awaitReady", () -> async.awaitReady(id, timeout, options));
    }

    @Override
    public Path download(FileId id, Path target, RequestOptions options) {
      return call("files.download", () -> async.download(id, target, options));
    }
  }

  private static final class TuningCalls extends Calls<TuningService.Async>
      implements TuningService {
    TuningCalls(Caller caller, TuningService.Async async) {
      super(caller, async);
    }

    @Override
    public TuningJob create(TuningSpec spec, RequestOptions options) {
      return call("jobs.create", () -> async.create(spec, options));
    }

    @Override
    public TuningJob get(JobId id, RequestOptions options) {
      return call("jobs.get", () -> async.get(id, options));
    }

    @Override
    public Pages<TuningJob> list(RequestOptions options) {
      return pages("jobs.list", () -> async.list(options));
    }

    @Override
    public TuningJob cancel(JobId id, RequestOptions options) {
      return call("jobs.cancel", () -> async.cancel(id, options));
    }

    @Override
    public void delete(JobId id, RequestOptions options) {
      call("jobs.delete", () -> async.delete(id, options));
    }

    @Override
    public Pages<TuningEvent> events(JobId id, RequestOptions options) {
      return pages("jobs.events", () -> async.events(id, options));
    }

    @Override
    public Pages<Checkpoint> checkpoints(JobId id, RequestOptions options) {
      return pages("jobs.checkpoints", () -> async.checkpoints(id, options));
    }

    @Override
    public Pages<MetricPoint> metrics(JobId id, RequestOptions options) {
      return pages("jobs.metrics", () -> async.metrics(id, options));
    }

    @Override
    public PriceEstimate estimate(TuningSpec spec, RequestOptions options) {
      return call("jobs.estimate", () -> async.estimate(spec, options));
    }

    @Override
    public TuningJob await(JobId id, WaitOptions wait, RequestOptions options) {
      return call("jobs.await", () -> async.await(id, wait, options));
    }

    @Override
    public List<Path> download(TuningResult result, Path folder, RequestOptions options) {
      return call("jobs.download", () -> async.download(result, folder, options));
    }

    @Override
    public List<Path> download(
        TuningResult result, Checkpoint checkpoint, Path folder, RequestOptions options) {
      return call("jobs.download", () -> async.download(result, checkpoint, folder, options));
    }
  }

  private static final class AdapterCalls extends Calls<AdapterService.Async>
      implements AdapterService {
    AdapterCalls(Caller caller, AdapterService.Async async) {
      super(caller, async);
    }

    @Override
    public Adapter publish(AdapterSpec spec, RequestOptions options) {
      return call("adapters.publish", () -> async.publish(spec, options));
    }

    @Override
    public Adapter get(AdapterId id, RequestOptions options) {
      return call("adapters.get", () -> async.get(id, options));
    }

    @Override
    public Pages<Adapter> list(RequestOptions options) {
      return pages("adapters.list", () -> async.list(options));
    }

    @Override
    public void delete(AdapterId id, RequestOptions options) {
      call("adapters.delete", () -> async.delete(id, options));
    }

    @Override
    public Adapter awaitReady(AdapterId id, Duration timeout, RequestOptions options) {
      return call("adapters.awaitReady", () -> async.awaitReady(id, timeout, options));
    }

    @Override
    public List<Path> download(AdapterId id, Path folder, RequestOptions options) {
      return call("adapters.download", () -> async.download(id, folder, options));
    }
  }

  private static final class ServingCalls extends Calls<ServingService.Async>
      implements ServingService {
    ServingCalls(Caller caller, ServingService.Async async) {
      super(caller, async);
    }

    @Override
    public ServingPlan plan(String baseModel, ServingOptions serving, RequestOptions options) {
      return call("serving.plan", () -> async.plan(baseModel, serving, options));
    }

    @Override
    public ServingPlan plan(TuningResult result, ServingOptions serving, RequestOptions options) {
      return call("serving.plan", () -> async.plan(result, serving, options));
    }

    @Override
    public ServedModel serve(TuningResult result, ServingOptions serving, RequestOptions options) {
      return call("serving.serve", () -> async.serve(result, serving, options));
    }

    @Override
    public Pages<Hardware> hardware(RequestOptions options) {
      return pages("serving.hardware", () -> async.hardware(options));
    }

    @Override
    public Pages<Deployment> deployments(RequestOptions options) {
      return pages("serving.deployments", () -> async.deployments(options));
    }

    @Override
    public Deployment deployment(DeploymentId id, RequestOptions options) {
      return call("serving.deployment", () -> async.deployment(id, options));
    }

    @Override
    public void delete(DeploymentId id, RequestOptions options) {
      call("serving.delete", () -> async.delete(id, options));
    }

    @Override
    public LoadedAdapter load(DeploymentId deployment, AdapterId adapter, RequestOptions options) {
      return call("serving.load", () -> async.load(deployment, adapter, options));
    }

    @Override
    public Pages<LoadedAdapter> loaded(DeploymentId deployment, RequestOptions options) {
      return pages("serving.loaded", () -> async.loaded(deployment, options));
    }

    @Override
    public void unload(DeploymentId deployment, AdapterId adapter, RequestOptions options) {
      call("serving.unload", () -> async.unload(deployment, adapter, options));
    }
  }

  private static final class BatchCalls extends Calls<BatchService.Async> implements BatchService {
    private final @Nullable BatchLines lines;

    BatchCalls(Caller caller, BatchService.Async async, @Nullable BatchLines lines) {
      super(caller, async);
      this.lines = lines;
    }

    @Override
    public BatchRequests requests(Path file) throws IOException {
      if (lines == null) {
        throw new UnsupportedCapabilityException(
            caller.provider(), Capability.BATCHES, "it takes no files of requests");
      }
      return lines.begin(file);
    }

    @Override
    public BatchJob create(BatchSpec spec, RequestOptions options) {
      return call("batches.create", () -> async.create(spec, options));
    }

    @Override
    public BatchJob get(BatchId id, RequestOptions options) {
      return call("batches.get", () -> async.get(id, options));
    }

    @Override
    public Pages<BatchJob> list(RequestOptions options) {
      return pages("batches.list", () -> async.list(options));
    }

    @Override
    public BatchJob cancel(BatchId id, RequestOptions options) {
      return call("batches.cancel", () -> async.cancel(id, options));
    }

    @Override
    public BatchJob await(BatchId id, Duration timeout, RequestOptions options) {
      return call("batches.await", () -> async.await(id, timeout, options));
    }
  }

  private static final class ModelCalls extends Calls<ModelService.Async> implements ModelService {
    ModelCalls(Caller caller, ModelService.Async async) {
      super(caller, async);
    }

    @Override
    public Pages<ModelInfo> list(RequestOptions options) {
      return pages("models.list", () -> async.list(options));
    }

    @Override
    public Refreshed refresh(RequestOptions options) {
      return call("models.refresh", () -> async.refresh(options));
    }
  }
}
