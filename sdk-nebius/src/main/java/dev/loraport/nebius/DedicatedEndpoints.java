package dev.loraport.nebius;

import dev.loraport.Page;
import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Machines of one's own for the models of the provider's templates. They take no adapters: a tuned
 * model runs there only as registered weights that were merged before, a beta that the support
 * enables (September 2026).
 *
 * <p>{@link Deployment#chatModel()} is what to chat with: the routing key at the host of the
 * region. Until an endpoint is routable, chat answers 404. Prices are dated facts of one region.
 */
public interface DedicatedEndpoints {
  /** What can be deployed. */
  default Pages<DedicatedTemplate> templates() {
    return templates(RequestOptions.none());
  }

  /** As {@link #templates()}, with options for this call. */
  Pages<DedicatedTemplate> templates(RequestOptions options);

  /**
   * Creates an endpoint: from its first ready replica on it costs money, until it is deleted or
   * stopped. An answer that is lost never buys a second one: a young endpoint of that name is
   * looked for.
   */
  default Deployment create(DedicatedEndpointSpec spec) {
    return create(spec, RequestOptions.none());
  }

  /** As {@link #create(DedicatedEndpointSpec)}, with options for this call. */
  Deployment create(DedicatedEndpointSpec spec, RequestOptions options);

  /** All endpoints. */
  default Pages<Deployment> list() {
    return list(RequestOptions.none());
  }

  /** As {@link #list()}, with options for this call. */
  Pages<Deployment> list(RequestOptions options);

  /** The endpoint of that id. */
  default Deployment get(DeploymentId id) {
    return get(id, RequestOptions.none());
  }

  /** As {@link #get(DeploymentId)}, with options for this call. */
  Deployment get(DeploymentId id, RequestOptions options);

  /** Changes an endpoint: its replicas, its machines, or whether it runs at all. */
  default Deployment update(DeploymentId id, DedicatedEndpointChange change) {
    return update(id, change, RequestOptions.none());
  }

  /** As {@link #update(DeploymentId, DedicatedEndpointChange)}, with options for this call. */
  Deployment update(DeploymentId id, DedicatedEndpointChange change, RequestOptions options);

  /** Deletes an endpoint; this can not be undone. */
  default void delete(DeploymentId id) {
    delete(id, RequestOptions.none());
  }

  /** As {@link #delete(DeploymentId)}, with options for this call. */
  void delete(DeploymentId id, RequestOptions options);

  /**
   * Waits until the endpoint is ready. Throws {@link dev.loraport.error.ServingFailedException} if
   * it will not be, and {@link dev.loraport.error.WaitTimeoutException} if the time is over; it is
   * not deleted in either case.
   */
  default Deployment awaitReady(DeploymentId id, Duration timeout) {
    return awaitReady(id, timeout, RequestOptions.none());
  }

  /** As {@link #awaitReady(DeploymentId, Duration)}, with options for this call. */
  Deployment awaitReady(DeploymentId id, Duration timeout, RequestOptions options);

  /** The same, without waiting. */
  Async async();

  /**
   * The same operations as futures. Cancelling a future closes its connection; dependent stages run
   * on the client's executor.
   */
  interface Async {
    /** As {@link DedicatedEndpoints#templates}. */
    CompletableFuture<Page<DedicatedTemplate>> templates(RequestOptions options);

    /** As {@link DedicatedEndpoints#create}. */
    CompletableFuture<Deployment> create(DedicatedEndpointSpec spec, RequestOptions options);

    /** As {@link DedicatedEndpoints#list}. */
    CompletableFuture<Page<Deployment>> list(RequestOptions options);

    /** As {@link DedicatedEndpoints#get}. */
    CompletableFuture<Deployment> get(DeploymentId id, RequestOptions options);

    /** As {@link DedicatedEndpoints#update}. */
    CompletableFuture<Deployment> update(
        DeploymentId id, DedicatedEndpointChange change, RequestOptions options);

    /** As {@link DedicatedEndpoints#delete}. */
    CompletableFuture<@Nullable Void> delete(DeploymentId id, RequestOptions options);

    /** As {@link DedicatedEndpoints#awaitReady}. */
    CompletableFuture<Deployment> awaitReady(
        DeploymentId id, Duration timeout, RequestOptions options);
  }
}
