package dev.loraport.together;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.Hardware;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints of the first API, for those who still pay for one. Since 2026-07-16 none can be created
 * or started: {@code serving()} deploys with the second API. Those that run keep serving; the
 * vendor announced their end for the end of 2026.
 *
 * <p>{@link Deployment#chatModel()} is what to chat with, {@link Deployment#hourlyCost()} the price
 * of the least number of replicas where the provider tells it. A list has no hardware and no price.
 */
public interface V1Endpoints {
  /** The dedicated endpoints of the account. */
  default Pages<Deployment> list() {
    return list(RequestOptions.none());
  }

  /** As {@link #list()}, with options for this call. */
  Pages<Deployment> list(RequestOptions options);

  /** The endpoint of that id, such as {@code endpoint-...}. */
  default Deployment get(DeploymentId id) {
    return get(id, RequestOptions.none());
  }

  /** As {@link #get(DeploymentId)}, with options for this call. */
  Deployment get(DeploymentId id, RequestOptions options);

  /**
   * Creates an endpoint, which costs money until it is stopped or deleted. An answer that is lost
   * never buys a second one.
   *
   * @throws dev.loraport.error.UnsupportedCapabilityException from 2026-07-16 on, before anything
   *     is sent
   */
  default Deployment create(V1EndpointSpec spec) {
    return create(spec, RequestOptions.none());
  }

  /** As {@link #create(V1EndpointSpec)}, with options for this call. */
  Deployment create(V1EndpointSpec spec, RequestOptions options);

  /** Stops an endpoint: nothing is billed then, and since 2026-07-16 it can't be started again. */
  default Deployment stop(DeploymentId id) {
    return stop(id, RequestOptions.none());
  }

  /** As {@link #stop(DeploymentId)}, with options for this call. */
  Deployment stop(DeploymentId id, RequestOptions options);

  /**
   * Starts an endpoint that was stopped.
   *
   * @throws dev.loraport.error.UnsupportedCapabilityException from 2026-07-16 on, before anything
   *     is sent
   */
  default Deployment start(DeploymentId id) {
    return start(id, RequestOptions.none());
  }

  /** As {@link #start(DeploymentId)}, with options for this call. */
  Deployment start(DeploymentId id, RequestOptions options);

  /**
   * Changes the name for people, the replicas, or when an idle endpoint stops.
   *
   * @throws IllegalArgumentException if nothing is to be changed
   */
  default Deployment update(DeploymentId id, V1EndpointChange change) {
    return update(id, change, RequestOptions.none());
  }

  /** As {@link #update(DeploymentId, V1EndpointChange)}, with options for this call. */
  Deployment update(DeploymentId id, V1EndpointChange change, RequestOptions options);

  /** Deletes an endpoint; this can not be undone. */
  default void delete(DeploymentId id) {
    delete(id, RequestOptions.none());
  }

  /** As {@link #delete(DeploymentId)}, with options for this call. */
  void delete(DeploymentId id, RequestOptions options);

  /** The adapters that an endpoint answers for. */
  default Pages<EndpointAdapter> adapters(DeploymentId id) {
    return adapters(id, RequestOptions.none());
  }

  /** As {@link #adapters(DeploymentId)}, with options for this call. */
  Pages<EndpointAdapter> adapters(DeploymentId id, RequestOptions options);

  /**
   * Lets an endpoint answer for an adapter of its base model; it must have been made for adapters.
   *
   * @param id the endpoint
   * @param adapterName the name of the adapter, such as {@code account/name}; afterwards it is what
   *     to chat with
   */
  default EndpointAdapter addAdapter(DeploymentId id, String adapterName) {
    return addAdapter(id, adapterName, RequestOptions.none());
  }

  /** As {@link #addAdapter(DeploymentId, String)}, with options for this call. */
  EndpointAdapter addAdapter(DeploymentId id, String adapterName, RequestOptions options);

  /** Ends what {@link #addAdapter(DeploymentId, String)} began. */
  default void removeAdapter(DeploymentId id, String adapterName) {
    removeAdapter(id, adapterName, RequestOptions.none());
  }

  /** As {@link #removeAdapter(DeploymentId, String)}, with options for this call. */
  void removeAdapter(DeploymentId id, String adapterName, RequestOptions options);

  /** The machines with their prices. */
  default Pages<Hardware> hardware() {
    return hardware(RequestOptions.none());
  }

  /** As {@link #hardware()}, with options for this call. */
  Pages<Hardware> hardware(RequestOptions options);

  /** The availability zones, by name. */
  default List<String> zones() {
    return zones(RequestOptions.none());
  }

  /** As {@link #zones()}, with options for this call. */
  List<String> zones(RequestOptions options);

  /** The same, without waiting. */
  Async async();

  /**
   * The same operations as futures. Cancelling a future closes its connection; dependent stages run
   * on the client's executor.
   */
  interface Async {
    /** As {@link V1Endpoints#list}. */
    CompletableFuture<Page<Deployment>> list(RequestOptions options);

    /** As {@link V1Endpoints#get}. */
    CompletableFuture<Deployment> get(DeploymentId id, RequestOptions options);

    /** As {@link V1Endpoints#create}. */
    CompletableFuture<Deployment> create(V1EndpointSpec spec, RequestOptions options);

    /** As {@link V1Endpoints#stop}. */
    CompletableFuture<Deployment> stop(DeploymentId id, RequestOptions options);

    /** As {@link V1Endpoints#start}. */
    CompletableFuture<Deployment> start(DeploymentId id, RequestOptions options);

    /** As {@link V1Endpoints#update}. */
    CompletableFuture<Deployment> update(
        DeploymentId id, V1EndpointChange change, RequestOptions options);

    /** As {@link V1Endpoints#delete}. */
    CompletableFuture<@Nullable Void> delete(DeploymentId id, RequestOptions options);

    /** As {@link V1Endpoints#adapters}. */
    CompletableFuture<Page<EndpointAdapter>> adapters(DeploymentId id, RequestOptions options);

    /** As {@link V1Endpoints#addAdapter}. */
    CompletableFuture<EndpointAdapter> addAdapter(
        DeploymentId id, String adapterName, RequestOptions options);

    /** As {@link V1Endpoints#removeAdapter}. */
    CompletableFuture<@Nullable Void> removeAdapter(
        DeploymentId id, String adapterName, RequestOptions options);

    /** As {@link V1Endpoints#hardware}. */
    CompletableFuture<Page<Hardware>> hardware(RequestOptions options);

    /** As {@link V1Endpoints#zones}. */
    CompletableFuture<List<String>> zones(RequestOptions options);
  }
}
