package dev.loraport.spi;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterService;
import dev.loraport.adapter.AdapterSpec;
import dev.loraport.batch.BatchId;
import dev.loraport.batch.BatchJob;
import dev.loraport.batch.BatchService;
import dev.loraport.batch.BatchSpec;
import dev.loraport.error.UnsupportedCapabilityException;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.serving.ServingService;
import dev.loraport.tuning.TuningResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Whole services that a provider lacks: each call is refused before anything is sent. */
public final class Lacking {
  private Lacking() {}

  /**
   * A call that is refused.
   *
   * @param caller the way to the provider
   * @param capability what the provider lacks
   * @param reason why, and the way out
   * @return a future that has failed with {@link UnsupportedCapabilityException}
   */
  public static <T extends @Nullable Object> CompletableFuture<T> call(
      Caller caller, Capability capability, String reason) {
    return LinkedFuture.begin(
        caller.executor(),
        () -> {
          throw new UnsupportedCapabilityException(caller.provider(), capability, reason);
        });
  }

  /** The adapters of a provider that has no calls for them. */
  public static AdapterService adapters(Caller caller, String reason) {
    return Blocking.adapters(caller, new Adapters(caller, reason));
  }

  /** The batches of a provider without batch inference. */
  public static BatchService batches(Caller caller, String reason) {
    return Blocking.batches(caller, new Batches(caller, reason), null);
  }

  /**
   * The serving of a provider that serves no tuned models: plans say so, and serving is refused
   * with such a plan.
   *
   * @param caller the way to the provider
   * @param reason why
   * @param alternatives what can be done instead, such as a download of the weights
   */
  public static ServingService serving(Caller caller, String reason, List<String> alternatives) {
    return Blocking.serving(caller, new Serving(caller, ServingPlans.none(reason, alternatives)));
  }

  private abstract static class Refusing {
    final Caller caller;
    final String reason;
    private final Capability capability;

    Refusing(Caller caller, Capability capability, String reason) {
      this.caller = caller;
      this.capability = capability;
      this.reason = reason;
    }

    final <T extends @Nullable Object> CompletableFuture<T> refused() {
      return call(caller, capability, reason);
    }
  }

  private static final class Adapters extends Refusing implements AdapterService.Async {
    Adapters(Caller caller, String reason) {
      super(caller, Capability.ADAPTER_UPLOAD, reason);
    }

    @Override
    public CompletableFuture<Adapter> publish(AdapterSpec spec, RequestOptions options) {
      return refused();
    }

    @Override
    public CompletableFuture<Adapter> get(AdapterId id, RequestOptions options) {
      return refused();
    }

    @Override
    public CompletableFuture<Page<Adapter>> list(RequestOptions options) {
      return refused();
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(AdapterId id, RequestOptions options) {
      return refused();
    }

    @Override
    public CompletableFuture<Adapter> awaitReady(
        AdapterId id, Duration timeout, RequestOptions options) {
      return refused();
    }

    @Override
    public CompletableFuture<List<Path>> download(
        AdapterId id, Path folder, RequestOptions options) {
      return call(caller, Capability.ADAPTER_DOWNLOAD, reason);
    }
  }

  private static final class Batches extends Refusing implements BatchService.Async {
    Batches(Caller caller, String reason) {
      super(caller, Capability.BATCHES, reason);
    }

    @Override
    public CompletableFuture<BatchJob> create(BatchSpec spec, RequestOptions options) {
      return refused();
    }

    @Override
    public CompletableFuture<BatchJob> get(BatchId id, RequestOptions options) {
      return refused();
    }

    @Override
    public CompletableFuture<Page<BatchJob>> list(RequestOptions options) {
      return refused();
    }

    @Override
    public CompletableFuture<BatchJob> cancel(BatchId id, RequestOptions options) {
      return call(caller, Capability.BATCH_CANCELLATION, reason);
    }

    @Override
    public CompletableFuture<BatchJob> await(BatchId id, Duration timeout, RequestOptions options) {
      return refused();
    }
  }

  private static final class Serving extends Refusing implements ServingService.Async {
    private final ServingPlan plan;

    Serving(Caller caller, ServingPlan plan) {
      super(caller, Capability.DEDICATED_SERVING, plan.reason());
      this.plan = plan;
    }

    private <T extends @Nullable Object> CompletableFuture<T> notLoaded() {
      return call(caller, Capability.ADAPTER_HOT_LOAD, reason);
    }

    @Override
    public CompletableFuture<ServingPlan> plan(
        String baseModel, ServingOptions serving, RequestOptions options) {
      return LinkedFuture.done(caller.executor(), plan);
    }

    @Override
    public CompletableFuture<ServingPlan> plan(
        TuningResult result, ServingOptions serving, RequestOptions options) {
      return LinkedFuture.done(caller.executor(), plan);
    }

    @Override
    public CompletableFuture<ServedModel> serve(
        TuningResult result, ServingOptions serving, RequestOptions options) {
      return LinkedFuture.begin(
          caller.executor(),
          () -> {
            throw ServingPlans.refused(caller.provider(), plan, reason);
          });
    }

    @Override
    public CompletableFuture<Page<Hardware>> hardware(RequestOptions options) {
      return refused();
    }

    @Override
    public CompletableFuture<Page<Deployment>> deployments(RequestOptions options) {
      return refused();
    }

    @Override
    public CompletableFuture<Deployment> deployment(DeploymentId id, RequestOptions options) {
      return refused();
    }

    @Override
    public CompletableFuture<@Nullable Void> delete(DeploymentId id, RequestOptions options) {
      return refused();
    }

    @Override
    public CompletableFuture<LoadedAdapter> load(
        DeploymentId deployment, AdapterId adapter, RequestOptions options) {
      return notLoaded();
    }

    @Override
    public CompletableFuture<Page<LoadedAdapter>> loaded(
        DeploymentId deployment, RequestOptions options) {
      return notLoaded();
    }

    @Override
    public CompletableFuture<@Nullable Void> unload(
        DeploymentId deployment, AdapterId adapter, RequestOptions options) {
      return notLoaded();
    }
  }
}
