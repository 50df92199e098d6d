package dev.loraport.together.internal.endpoint;

import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.Hardware;
import dev.loraport.spi.Caller;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.Operation;
import dev.loraport.together.EndpointAdapter;
import dev.loraport.together.V1EndpointChange;
import dev.loraport.together.V1EndpointSpec;
import dev.loraport.together.V1Endpoints;
import java.util.List;

/**
 * Blocking calls for endpoints of the first API.
 *
 * @param caller waits for the futures
 * @param async the calls
 */
public record BlockingV1Endpoints(Caller caller, V1Endpoints.Async async) implements V1Endpoints {
  @Override
  public Pages<Deployment> list(RequestOptions options) {
    return new LazyPages<>(caller, Operation.read("v1Endpoints.list"), () -> async.list(options));
  }

  @Override
  public Deployment get(DeploymentId id, RequestOptions options) {
    return caller.await("v1Endpoints.get", () -> async.get(id, options));
  }

  @Override
  public Deployment create(V1EndpointSpec spec, RequestOptions options) {
    return caller.await("v1Endpoints.create", () -> async.create(spec, options));
  }

  @Override
  public Deployment stop(DeploymentId id, RequestOptions options) {
    return caller.await("v1Endpoints.stop", () -> async.stop(id, options));
  }

  @Override
  public Deployment start(DeploymentId id, RequestOptions options) {
    return caller.await("v1Endpoints.start", () -> async.start(id, options));
  }

  @Override
  public Deployment update(DeploymentId id, V1EndpointChange change, RequestOptions options) {
    return caller.await("v1Endpoints.update", () -> async.update(id, change, options));
  }

  @Override
  public void delete(DeploymentId id, RequestOptions options) {
    caller.await("v1Endpoints.delete", () -> async.delete(id, options));
  }

  @Override
  public Pages<EndpointAdapter> adapters(DeploymentId id, RequestOptions options) {
    return new LazyPages<>(
        caller, Operation.read("v1Endpoints.adapters"), () -> async.adapters(id, options));
  }

  @Override
  public EndpointAdapter addAdapter(DeploymentId id, String adapterName, RequestOptions options) {
    return caller.await("v1Endpoints.addAdapter", () -> async.addAdapter(id, adapterName, options));
  }

  @Override
  public void removeAdapter(DeploymentId id, String adapterName, RequestOptions options) {
    caller.await("v1Endpoints.removeAdapter", () -> async.removeAdapter(id, adapterName, options));
  }

  @Override
  public Pages<Hardware> hardware(RequestOptions options) {
    return new LazyPages<>(
        caller, Operation.read("v1Endpoints.hardware"), () -> async.hardware(options));
  }

  @Override
  public List<String> zones(RequestOptions options) {
    return caller.await("v1Endpoints.zones", () -> async.zones(options));
  }
}
