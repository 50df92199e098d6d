package dev.loraport.together;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterId;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.LoadedAdapter;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the second API has for deployments beyond {@link dev.loraport.serving.ServingService}; it
 * exists since 2026-07-16, and before that day each call throws {@link
 * dev.loraport.error.UnsupportedCapabilityException}.
 */
public interface TogetherDeployments {
  /** How a deployment follows its load. */
  default TogetherAutoscaling autoscaling(DeploymentId id) {
    return autoscaling(id, RequestOptions.none());
  }

  /** As {@link #autoscaling(DeploymentId)}, with options for this call. */
  TogetherAutoscaling autoscaling(DeploymentId id, RequestOptions options);

  /**
   * Changes how a deployment follows its load: 0 and 0 replicas stop it, and nothing is billed
   * then; it keeps its place, and more replicas start it again.
   */
  default void scale(DeploymentId id, TogetherAutoscaling autoscaling) {
    scale(id, autoscaling, RequestOptions.none());
  }

  /** As {@link #scale(DeploymentId, TogetherAutoscaling)}, with options for this call. */
  void scale(DeploymentId id, TogetherAutoscaling autoscaling, RequestOptions options);

  /**
   * How the requests to an endpoint are shared out: the weights of its deployments. The share of
   * one is its weight times its replicas that are ready.
   *
   * @param id any deployment of the endpoint
   */
  default Map<DeploymentId, Integer> weights(DeploymentId id) {
    return weights(id, RequestOptions.none());
  }

  /** As {@link #weights(DeploymentId)}, with options for this call. */
  Map<DeploymentId, Integer> weights(DeploymentId id, RequestOptions options);

  /**
   * Gives one deployment another weight; the others keep theirs.
   *
   * @param weight from 0, which sends it no request
   */
  default void weight(DeploymentId id, int weight) {
    weight(id, weight, RequestOptions.none());
  }

  /** As {@link #weight(DeploymentId, int)}, with options for this call. */
  void weight(DeploymentId id, int weight, RequestOptions options);

  /**
   * The endpoint of a deployment: its name, who sees it, and its deployments.
   *
   * @param id any deployment of the endpoint
   */
  default TogetherEndpoint endpoint(DeploymentId id) {
    return endpoint(id, RequestOptions.none());
  }

  /** As {@link #endpoint(DeploymentId)}, with options for this call. */
  TogetherEndpoint endpoint(DeploymentId id, RequestOptions options);

  /**
   * Changes name or visibility of an endpoint. What is served under its old name goes on under the
   * new one alone.
   *
   * @param id any deployment of the endpoint
   * @throws IllegalArgumentException if nothing is to be changed
   */
  default TogetherEndpoint changeEndpoint(DeploymentId id, TogetherEndpointChange change) {
    return changeEndpoint(id, change, RequestOptions.none());
  }

  /** As {@link #changeEndpoint(DeploymentId, TogetherEndpointChange)}, with options. */
  TogetherEndpoint changeEndpoint(
      DeploymentId id, TogetherEndpointChange change, RequestOptions options);

  /**
   * Gives a deployment another name, by which it can be asked beside its endpoint.
   *
   * @param name the bare name, the last part of {@code <project slug>/<endpoint>/<deployment>}
   * @throws IllegalArgumentException if the name is blank or not bare
   */
  default void rename(DeploymentId id, String name) {
    rename(id, name, RequestOptions.none());
  }

  /** As {@link #rename(DeploymentId, String)}, with options for this call. */
  void rename(DeploymentId id, String name, RequestOptions options);

  /**
   * Replaces an adapter that is loaded by another revision of it, and waits until that is in place.
   *
   * @param revision the revision, see {@link TogetherRegistry#revisions}
   * @throws dev.loraport.error.ServingFailedException if it can't be loaded
   */
  default LoadedAdapter revise(DeploymentId id, AdapterId adapter, String revision) {
    return revise(id, adapter, revision, RequestOptions.none());
  }

  /** As {@link #revise(DeploymentId, AdapterId, String)}, with options for these calls. */
  LoadedAdapter revise(DeploymentId id, AdapterId adapter, String revision, RequestOptions options);

  /** The models that Together supports, with the ways to deploy them. */
  default Pages<TogetherModel> supportedModels() {
    return supportedModels(RequestOptions.none());
  }

  /** As {@link #supportedModels()}, with options for this call. */
  Pages<TogetherModel> supportedModels(RequestOptions options);

  /** The supported model of that id. */
  default TogetherModel supportedModel(String id) {
    return supportedModel(id, RequestOptions.none());
  }

  /** As {@link #supportedModel(String)}, with options for this call. */
  TogetherModel supportedModel(String id, RequestOptions options);

  /** The machine of that id with its price. */
  default Hardware machine(String id) {
    return machine(id, RequestOptions.none());
  }

  /** As {@link #machine(String)}, with options for this call. */
  Hardware machine(String id, RequestOptions options);

  /** The same, without waiting. */
  Async async();

  /** The same operations as futures; cancelling a future closes its connection. */
  interface Async {
    /** As {@link TogetherDeployments#autoscaling}. */
    CompletableFuture<TogetherAutoscaling> autoscaling(DeploymentId id, RequestOptions options);

    /** As {@link TogetherDeployments#scale}. */
    CompletableFuture<@Nullable Void> scale(
        DeploymentId id, TogetherAutoscaling autoscaling, RequestOptions options);

    /** As {@link TogetherDeployments#weights}. */
    CompletableFuture<Map<DeploymentId, Integer>> weights(DeploymentId id, RequestOptions options);

    /** As {@link TogetherDeployments#weight}. */
    CompletableFuture<@Nullable Void> weight(DeploymentId id, int weight, RequestOptions options);

    /** As {@link TogetherDeployments#endpoint}. */
    CompletableFuture<TogetherEndpoint> endpoint(DeploymentId id, RequestOptions options);

    /** As {@link TogetherDeployments#changeEndpoint}. */
    CompletableFuture<TogetherEndpoint> changeEndpoint(
        DeploymentId id, TogetherEndpointChange change, RequestOptions options);

    /** As {@link TogetherDeployments#rename}. */
    CompletableFuture<@Nullable Void> rename(DeploymentId id, String name, RequestOptions options);

    /** As {@link TogetherDeployments#revise}. */
    CompletableFuture<LoadedAdapter> revise(
        DeploymentId id, AdapterId adapter, String revision, RequestOptions options);

    /** As {@link TogetherDeployments#supportedModels}. */
    CompletableFuture<Page<TogetherModel>> supportedModels(RequestOptions options);

    /** As {@link TogetherDeployments#supportedModel}. */
    CompletableFuture<TogetherModel> supportedModel(String id, RequestOptions options);

    /** As {@link TogetherDeployments#machine}. */
    CompletableFuture<Hardware> machine(String id, RequestOptions options);
  }
}
