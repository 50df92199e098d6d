package dev.loraport.together.internal.serving;

import dev.loraport.Pages;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterId;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.spi.Caller;
import dev.loraport.spi.LazyPages;
import dev.loraport.spi.Operation;
import dev.loraport.together.TogetherAutoscaling;
import dev.loraport.together.TogetherDeployments;
import dev.loraport.together.TogetherEndpoint;
import dev.loraport.together.TogetherEndpointChange;
import dev.loraport.together.TogetherModel;
import java.util.Map;

/**
 * Blocking calls for what the second API has for deployments.
 *
 * @param caller waits for the futures
 * @param async the calls
 */
public record BlockingDeployments(Caller caller, TogetherDeployments.Async async)
    implements TogetherDeployments {
  @Override
  public TogetherAutoscaling autoscaling(DeploymentId id, RequestOptions options) {
    return caller.await("serving.autoscaling", () -> async.autoscaling(id, options));
  }

  @Override
  public void scale(DeploymentId id, TogetherAutoscaling autoscaling, RequestOptions options) {
    caller.await("serving.scale", () -> async.scale(id, autoscaling, options));
  }

  @Override
  public Map<DeploymentId, Integer> weights(DeploymentId id, RequestOptions options) {
    return caller.await("serving.weights", () -> async.weights(id, options));
  }

  @Override
  public void weight(DeploymentId id, int weight, RequestOptions options) {
    caller.await("serving.weight", () -> async.weight(id, weight, options));
  }

  @Override
  public TogetherEndpoint endpoint(DeploymentId id, RequestOptions options) {
    return caller.await("serving.endpoint", () -> async.endpoint(id, options));
  }

  @Override
  public TogetherEndpoint changeEndpoint(
      DeploymentId id, TogetherEndpointChange change, RequestOptions options) {
    return caller.await("serving.changeEndpoint", () -> async.changeEndpoint(id, change, options));
  }

  @Override
  public void rename(DeploymentId id, String name, RequestOptions options) {
    caller.await("serving.rename", () -> async.rename(id, name, options));
  }

  @Override
  public LoadedAdapter revise(
      DeploymentId id, AdapterId adapter, String revision, RequestOptions options) {
    return caller.await("serving.revise", () -> async.revise(id, adapter, revision, options));
  }

  @Override
  public Pages<TogetherModel> supportedModels(RequestOptions options) {
    return new LazyPages<>(
        caller, Operation.read("serving.supportedModels"), () -> async.supportedModels(options));
  }

  @Override
  public TogetherModel supportedModel(String id, RequestOptions options) {
    return caller.await("serving.supportedModel", () -> async.supportedModel(id, options));
  }

  @Override
  public Hardware machine(String id, RequestOptions options) {
    return caller.await("serving.machine", () -> async.machine(id, options));
  }
}
