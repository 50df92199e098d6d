package dev.loraport.together.internal.serving;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.ServingFailedException;
import dev.loraport.json.Json;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentState;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.spi.ServingRun;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Project;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.TuningArtifact;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Deploys one model on machines of its own, and deletes all of it again if that fails. */
final class Dedicated {
  private static final String DEPLOYMENT = "main";

  private final Api api;
  private final Project project;
  private final Endpoints endpoints;
  private final Teardown teardown;
  private final Probe probe;

  Dedicated(Api api, Project project, Endpoints endpoints, Teardown teardown, Probe probe) {
    this.api = api;
    this.project = project;
    this.endpoints = endpoints;
    this.teardown = teardown;
    this.probe = probe;
  }

  /** What is to be deployed, under which bare name of an endpoint. */
  record Order(
      TuningArtifact artifact, Offer offer, String name, ServingOptions serving, ServingRun run) {}

  CompletableFuture<ServedModel> deploy(Order order, RequestOptions options) {
    return order
        .run()
        .guarded(
            api.begin(() -> endpoints.create(order.name(), options))
                .thenCompose(endpoint -> run(order, endpoint, options)),
            "endpoint " + order.name(),
            () -> teardown.named(order.name(), RequestOptions.none()));
  }

  private CompletableFuture<ServedModel> run(
      Order order, Endpoint endpoint, RequestOptions options) {
    DeploymentReader reader = new DeploymentReader(api.bases().inference(), order.offer()::price);
    ModelRef model = reader.endpoint(endpoint.name());
    return api.follow(project.id(options))
        .thenCompose(owner -> endpoints.deploy(endpoint.id(), body(order, owner), reader, options))
        .thenCompose(created -> ready(order, endpoint.id(), created, reader, options))
        .thenCompose(
            deployment -> {
              String id = deployment.id().segments().get(1);
              return api.follow(endpoints.weight(endpoint.id(), id, 1, options))
                  .thenCompose(x -> route(order, model, options))
                  .thenApply(x -> served(order, endpoint.id(), model, deployment));
            });
  }

  private static Json body(Order order, String owner) {
    TuningArtifact artifact = order.artifact();
    String revision = artifact.revision().map(id -> "/revisions/" + id).orElse("");
    Json autoscaling =
        Json.object()
            .put("minReplicas", order.serving().minReplicas())
            .put("maxReplicas", order.serving().maxReplicas())
            .build();
    Json.ObjectBuilder body =
        Json.object()
            .put("name", DEPLOYMENT)
            .put("model", "projects/" + owner + "/models/" + artifact.id() + revision)
            .put("config", order.offer().config())
            .put("autoscaling", autoscaling);
    if (artifact.kind().equals(ArtifactKind.ADAPTER)) {
      body.put("enableLora", true);
    }
    return body.putAll(order.serving().extra()).build();
  }

  private CompletableFuture<Deployment> ready(
      Order order,
      String endpoint,
      Deployment created,
      DeploymentReader reader,
      RequestOptions options) {
    String id = created.id().segments().get(1);
    order.run().tell("deployment " + created.id() + ": created");
    return api.poll(
            "serving.serve",
            "deployment " + created.id(),
            order.run().rest(),
            Duration.ofMinutes(1),
            () -> endpoints.deployment(endpoint, id, reader, options),
            found -> found.state() == DeploymentState.READY || found.state().isTerminal(),
            (found, elapsed, next) ->
                order
                    .run()
                    .tell(
                        "deployment "
                            + found.id()
                            + ": "
                            + found.state()
                            + found.message().map(text -> " (" + text + ")").orElse("")))
        .thenApply(
            found -> {
              if (found.state() != DeploymentState.READY) {
                throw new ServingFailedException(
                    Settings.PROVIDER,
                    "serving.serve",
                    "together deployment "
                        + found.id()
                        + " ended as "
                        + found.state()
                        + ": "
                        + found.message().orElse("the provider gives no reason"),
                    List.of(),
                    null);
              }
              return found;
            });
  }

  private CompletableFuture<Boolean> route(Order order, ModelRef model, RequestOptions options) {
    return api.poll(
        "serving.serve",
        "route " + model.name(),
        order.run().rest(),
        Duration.ZERO,
        () -> probe.answers(model, options),
        answers -> answers,
        (answers, elapsed, next) ->
            order
                .run()
                .tell("route " + model.name() + ": " + (answers ? "answers" : "no answer yet")));
  }

  private ServedModel served(Order order, String endpoint, ModelRef model, Deployment deployment) {
    return order
        .run()
        .dedicated(
            model,
            deployment,
            order.offer().hourly(order.serving().minReplicas()),
            () -> teardown.endpoint(endpoint, RequestOptions.none()));
  }
}
