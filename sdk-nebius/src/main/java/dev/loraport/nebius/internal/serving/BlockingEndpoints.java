package dev.loraport.nebius.internal.serving;

import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.nebius.DedicatedEndpointChange;
import dev.loraport.nebius.DedicatedEndpointSpec;
import dev.loraport.nebius.DedicatedEndpoints;
import dev.loraport.nebius.DedicatedTemplate;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.spi.Caller;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.Operation;
import java.time.Duration;

/**
 * Blocking calls for dedicated endpoints.
 *
 * @param caller waits for the futures
 * @param async the calls
 */
public record BlockingEndpoints(Caller caller, DedicatedEndpoints.Async async)
    implements DedicatedEndpoints {
  @Override
  public Pages<DedicatedTemplate> templates(RequestOptions options) {
    return new LazyPages<>(
        caller, Operation.read("dedicatedEndpoints.templates"), () -> async.templates(options));
  }

  @Override
  public Deployment create(DedicatedEndpointSpec spec, RequestOptions options) {
    return caller.await("dedicatedEndpoints.create", () -> async.create(spec, options));
  }

  @Override
  public Pages<Deployment> list(RequestOptions options) {
    return new LazyPages<>(
        caller, Operation.read("serving.deployments"), () -> async.list(options));
  }

  @Override
  public Deployment get(DeploymentId id, RequestOptions options) {
    return caller.await("serving.deployment", () -> async.get(id, options));
  }

  @Override
  public Deployment update(
      DeploymentId id, DedicatedEndpointChange change, RequestOptions options) {
    return caller.await("dedicatedEndpoints.update", () -> async.update(id, change, options));
  }

  @Override
  public void delete(DeploymentId id, RequestOptions options) {
    caller.await("serving.delete", () -> async.delete(id, options));
  }

  @Override
  public Deployment awaitReady(DeploymentId id, Duration timeout, RequestOptions options) {
    return caller.await(
        "dedicatedEndpoints.awaitReady", () -> async.awaitReady(id, timeout, options));
  }
}
