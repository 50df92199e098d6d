package dev.loraport.serving;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterId;
import dev.loraport.tuning.TuningResult;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** How a tuned model is reached: serverless, or on a dedicated deployment. */
public interface ServingService {
  /**
   * How an adapter of that base model (by its training name) would be served today and what it
   * would cost, before anything is trained or paid.
   */
  default ServingPlan plan(String baseModel, ServingOptions serving) {
    return plan(baseModel, serving, RequestOptions.none());
  }

  /** As {@link #plan(String, ServingOptions)}, with options for this call. */
  ServingPlan plan(String baseModel, ServingOptions serving, RequestOptions options);

  /** How that finished model would be served, and what it would cost. */
  default ServingPlan plan(TuningResult result, ServingOptions serving) {
    return plan(result, serving, RequestOptions.none());
  }

  /** As {@link #plan(TuningResult, ServingOptions)}, with options for this call. */
  ServingPlan plan(TuningResult result, ServingOptions serving, RequestOptions options);

  /**
   * Serves a tuned model and returns only when its route answers. What was created is deleted again
   * if that fails. Throws {@link dev.loraport.error.ServingRefusedException} before anything is
   * created if there is no way, or it is too dear. An interrupt ends the wait at once; the {@link
   * dev.loraport.error.CallInterruptedException} names what is then deleted in the background, for
   * which closing the client waits.
   */
  default ServedModel serve(TuningResult result, ServingOptions serving) {
    return serve(result, serving, RequestOptions.none());
  }

  /** As {@link #serve(TuningResult, ServingOptions)}, with options for this call. */
  ServedModel serve(TuningResult result, ServingOptions serving, RequestOptions options);

  /** The machines that can be had, with their prices. */
  default Pages<Hardware> hardware() {
    return hardware(RequestOptions.none());
  }

  /** As {@link #hardware()}, with options for this call. */
  Pages<Hardware> hardware(RequestOptions options);

  /** All deployments of the account. */
  default Pages<Deployment> deployments() {
    return deployments(RequestOptions.none());
  }

  /** As {@link #deployments()}, with options for this call. */
  Pages<Deployment> deployments(RequestOptions options);

  /** The deployment of that id. */
  default Deployment deployment(DeploymentId id) {
    return deployment(id, RequestOptions.none());
  }

  /** As {@link #deployment(DeploymentId)}, with options for this call. */
  Deployment deployment(DeploymentId id, RequestOptions options);

  /** Stops and deletes a deployment, and waits until it is gone. */
  default void delete(DeploymentId id) {
    delete(id, RequestOptions.none());
  }

  /** As {@link #delete(DeploymentId)}, with options for this call. */
  void delete(DeploymentId id, RequestOptions options);

  /** Loads an adapter onto a running deployment and waits until it is in place. */
  default LoadedAdapter load(DeploymentId deployment, AdapterId adapter) {
    return load(deployment, adapter, RequestOptions.none());
  }

  /** As {@link #load(DeploymentId, AdapterId)}, with options for this call. */
  LoadedAdapter load(DeploymentId deployment, AdapterId adapter, RequestOptions options);

  /** The adapters on a deployment. */
  default Pages<LoadedAdapter> loaded(DeploymentId deployment) {
    return loaded(deployment, RequestOptions.none());
  }

  /** As {@link #loaded(DeploymentId)}, with options for this call. */
  Pages<LoadedAdapter> loaded(DeploymentId deployment, RequestOptions options);

  /** Takes an adapter off a deployment. */
  default void unload(DeploymentId deployment, AdapterId adapter) {
    unload(deployment, adapter, RequestOptions.none());
  }

  /** As {@link #unload(DeploymentId, AdapterId)}, with options for this call. */
  void unload(DeploymentId deployment, AdapterId adapter, RequestOptions options);

  /** The same, without waiting. */
  Async async();

  /**
   * The same operations as futures. Cancelling a future closes its connection; dependent stages run
   * on the client's executor.
   */
  interface Async {
    /** As {@link ServingService#plan}. */
    default CompletableFuture<ServingPlan> plan(String baseModel, ServingOptions serving) {
      return plan(baseModel, serving, RequestOptions.none());
    }

    /** As {@link ServingService#plan}, with options for this call. */
    CompletableFuture<ServingPlan> plan(
        String baseModel, ServingOptions serving, RequestOptions options);

    /** As {@link ServingService#plan}. */
    default CompletableFuture<ServingPlan> plan(TuningResult result, ServingOptions serving) {
      return plan(result, serving, RequestOptions.none());
    }

    /** As {@link ServingService#plan}, with options for this call. */
    CompletableFuture<ServingPlan> plan(
        TuningResult result, ServingOptions serving, RequestOptions options);

    /**
     * As {@link ServingService#serve}. Cancelling the future deletes what was created, too; since a
     * cancelled future can't say what that is, the {@link ServingOptions#listener()} is told.
     */
    default CompletableFuture<ServedModel> serve(TuningResult result, ServingOptions serving) {
      return serve(result, serving, RequestOptions.none());
    }

    /** As {@link ServingService#serve}, with options for this call. */
    CompletableFuture<ServedModel> serve(
        TuningResult result, ServingOptions serving, RequestOptions options);

    /** As {@link ServingService#hardware}; the first page, which leads to the next. */
    default CompletableFuture<Page<Hardware>> hardware() {
      return hardware(RequestOptions.none());
    }

    /** As {@link ServingService#hardware}, with options for this call. */
    CompletableFuture<Page<Hardware>> hardware(RequestOptions options);

    /** As {@link ServingService#deployments}; the first page, which leads to the next. */
    default CompletableFuture<Page<Deployment>> deployments() {
      return deployments(RequestOptions.none());
    }

    /** As {@link ServingService#deployments}, with options for this call. */
    CompletableFuture<Page<Deployment>> deployments(RequestOptions options);

    /** As {@link ServingService#deployment}. */
    default CompletableFuture<Deployment> deployment(DeploymentId id) {
      return deployment(id, RequestOptions.none());
    }

    /** As {@link ServingService#deployment}, with options for this call. */
    CompletableFuture<Deployment> deployment(DeploymentId id, RequestOptions options);

    /** As {@link ServingService#delete}. */
    default CompletableFuture<@Nullable Void> delete(DeploymentId id) {
      return delete(id, RequestOptions.none());
    }

    /** As {@link ServingService#delete}, with options for this call. */
    CompletableFuture<@Nullable Void> delete(DeploymentId id, RequestOptions options);

    /** As {@link ServingService#load}. */
    default CompletableFuture<LoadedAdapter> load(DeploymentId deployment, AdapterId adapter) {
      return load(deployment, adapter, RequestOptions.none());
    }

    /** As {@link ServingService#load}, with options for this call. */
    CompletableFuture<LoadedAdapter> load(
        DeploymentId deployment, AdapterId adapter, RequestOptions options);

    /** As {@link ServingService#loaded}; the first page, which leads to the next. */
    default CompletableFuture<Page<LoadedAdapter>> loaded(DeploymentId deployment) {
      return loaded(deployment, RequestOptions.none());
    }

    /** As {@link ServingService#loaded}, with options for this call. */
    CompletableFuture<Page<LoadedAdapter>> loaded(DeploymentId deployment, RequestOptions options);

    /** As {@link ServingService#unload}. */
    default CompletableFuture<@Nullable Void> unload(DeploymentId deployment, AdapterId adapter) {
      return unload(deployment, adapter, RequestOptions.none());
    }

    /** As {@link ServingService#unload}, with options for this call. */
    CompletableFuture<@Nullable Void> unload(
        DeploymentId deployment, AdapterId adapter, RequestOptions options);
  }
}
