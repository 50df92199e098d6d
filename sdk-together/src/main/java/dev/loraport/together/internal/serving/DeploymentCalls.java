package dev.loraport.together.internal.serving;

import dev.loraport.Capability;
import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.adapter.AdapterId;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.Hardware;
import dev.loraport.serving.LoadedAdapter;
import dev.loraport.together.TogetherAutoscaling;
import dev.loraport.together.TogetherDeployments;
import dev.loraport.together.TogetherEndpoint;
import dev.loraport.together.TogetherEndpointChange;
import dev.loraport.together.TogetherModel;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Project;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Calls for what the second API has for deployments beyond the neutral ones. */
public final class DeploymentCalls implements TogetherDeployments.Async {
  private final Api api;
  private final ServingRules rules;
  private final Project project;
  private final Endpoints endpoints;
  private final LoadCalls loads;

  /**
   * Makes them.
   *
   * @param api the way
   * @param project the project of deployments
   * @param rules what is known of the client's day
   */
  public DeploymentCalls(Api api, Project project, ServingRules rules) {
    this.api = api;
    this.rules = rules;
    this.project = project;
    this.endpoints = new Endpoints(api, project);
    this.loads = new LoadCalls(api, project);
  }

  private <T extends @Nullable Object> CompletableFuture<T> offered(
      Capability capability, Supplier<CompletableFuture<T>> call) {
    return api.begin(
        () -> {
          rules.requireDedicated(capability);
          return call.get();
        });
  }

  private <T extends @Nullable Object> CompletableFuture<T> of(
      DeploymentId id, Supplier<CompletableFuture<T>> call) {
    return offered(
        Capability.DEDICATED_SERVING,
        () -> {
          String unused = Endpoints.path(id);
          return call.get();
        });
  }

  private static String endpoint(DeploymentId id) {
    return id.segments().get(0);
  }

  private static String deployment(DeploymentId id) {
    return id.segments().get(1);
  }

  @Override
  public CompletableFuture<TogetherAutoscaling> autoscaling(
      DeploymentId id, RequestOptions options) {
    return of(
        id,
        () ->
            project.with(
                options,
                below ->
                    api.get(
                        "serving.autoscaling",
                        below.apply(Endpoints.path(id)),
                        options,
                        (answer, json) -> Autoscaling.read(answer, json.get("autoscaling")))));
  }

  @Override
  public CompletableFuture<@Nullable Void> scale(
      DeploymentId id, TogetherAutoscaling autoscaling, RequestOptions options) {
    return of(
        id,
        () ->
            endpoints
                .scale(endpoint(id), deployment(id), autoscaling, options)
                .thenApply(answer -> null));
  }

  @Override
  public CompletableFuture<Map<DeploymentId, Integer>> weights(
      DeploymentId id, RequestOptions options) {
    return of(id, () -> endpoints.get(endpoint(id), options).thenApply(Endpoint::weights));
  }

  @Override
  public CompletableFuture<@Nullable Void> weight(
      DeploymentId id, int weight, RequestOptions options) {
    return of(
        id,
        () -> {
          if (weight < 0) {
            throw new IllegalArgumentException("weight must be 0 or more, not " + weight);
          }
          return endpoints
              .weight(endpoint(id), deployment(id), weight, options)
              .thenApply(answer -> null);
        });
  }

  @Override
  public CompletableFuture<TogetherEndpoint> endpoint(DeploymentId id, RequestOptions options) {
    return of(id, () -> endpoints.told(endpoint(id), options));
  }

  @Override
  public CompletableFuture<TogetherEndpoint> changeEndpoint(
      DeploymentId id, TogetherEndpointChange change, RequestOptions options) {
    return of(
        id,
        () -> {
          if (change.fields().isEmpty()) {
            throw new IllegalArgumentException(
                "nothing is to be changed of endpoint " + endpoint(id));
          }
          return endpoints.change(endpoint(id), change.fields(), options);
        });
  }

  @Override
  public CompletableFuture<@Nullable Void> rename(
      DeploymentId id, String name, RequestOptions options) {
    return of(
        id,
        () -> {
          if (name.isBlank() || name.contains("/")) {
            throw new IllegalArgumentException(
                "the name \"" + name + "\" for deployment " + id + " must be bare and not blank");
          }
          return endpoints
              .rename(endpoint(id), deployment(id), name, options)
              .thenApply(answer -> null);
        });
  }

  @Override
  public CompletableFuture<LoadedAdapter> revise(
      DeploymentId id, AdapterId adapter, String revision, RequestOptions options) {
    return offered(Capability.ADAPTER_HOT_LOAD, () -> loads.revise(id, adapter, revision, options));
  }

  @Override
  public CompletableFuture<Page<TogetherModel>> supportedModels(RequestOptions options) {
    return offered(
        Capability.DEDICATED_SERVING,
        () ->
            api.pages(
                "serving.supportedModels",
                api.v2("/supported-models"),
                options,
                ModelReader::read));
  }

  @Override
  public CompletableFuture<TogetherModel> supportedModel(String id, RequestOptions options) {
    return offered(
        Capability.DEDICATED_SERVING,
        () ->
            api.get(
                "serving.supportedModel",
                api.v2("/supported-models/" + Api.path(id)),
                options,
                ModelReader::read));
  }

  @Override
  public CompletableFuture<Hardware> machine(String id, RequestOptions options) {
    return offered(
        Capability.DEDICATED_SERVING,
        () ->
            api.get(
                "serving.machine",
                api.v2("/public/inference-instance-types/" + Api.path(id)),
                options,
                Machines::read));
  }
}
