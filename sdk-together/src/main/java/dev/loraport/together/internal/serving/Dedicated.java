package dev.loraport.together.internal.serving;

import dev.loraport.Money;
import dev.loraport.RequestOptions;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.ServingFailedException;
import dev.loraport.json.Json;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentState;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.spi.LinkedFuture;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Project;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.ArtifactKind;
import dev.loraport.tuning.TuningArtifact;
import dev.loraport.tuning.WaitOptions;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Deploys one model on machines of its own, and deletes all of it again if that fails. */
final class Dedicated {
  private static final System.Logger LOG = System.getLogger("dev.loraport.together");
  private static final String DEPLOYMENT = "main";
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration POLL_MAX = Duration.ofSeconds(20);

  private final Api api;
  private final Project project;
  private final Endpoints endpoints;
  private final Teardown teardown;
  private final Probe probe;
  private final Guards guards;

  Dedicated(
      Api api,
      Project project,
      Endpoints endpoints,
      Teardown teardown,
      Probe probe,
      Guards guards) {
    this.api = api;
    this.project = project;
    this.endpoints = endpoints;
    this.teardown = teardown;
    this.probe = probe;
    this.guards = guards;
  }

  /** What is to be deployed, under which bare name of an endpoint. */
  record Order(
      TuningArtifact artifact, Offer offer, String name, ServingOptions serving, Claim claim) {
    void tell(String step) {
      try {
        serving.listener().onStep(step);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "together: the serving listener failed", e);
      }
    }
  }

  CompletableFuture<ServedModel> deploy(Order order, RequestOptions options) {
    Instant end = api.caller().clock().instant().plus(order.serving().timeout());
    CompletableFuture<ServedModel> steps =
        api.begin(() -> endpoints.create(order.name(), options))
            .thenCompose(endpoint -> run(order, endpoint, end, options));
    return guarded(steps, order);
  }

  private CompletableFuture<ServedModel> run(
      Order order, Endpoint endpoint, Instant end, RequestOptions options) {
    DeploymentReader reader =
        new DeploymentReader(api.bases().inference(), List.of(order.offer().hardware()));
    ModelRef model = reader.endpoint(endpoint.name());
    return api.follow(project.id(options))
        .thenCompose(owner -> endpoints.deploy(endpoint.id(), body(order, owner), reader, options))
        .thenCompose(created -> ready(order, endpoint.id(), created, reader, end, options))
        .thenCompose(
            deployment -> {
              String id = deployment.id().segments().get(1);
              return api.follow(endpoints.weight(endpoint.id(), id, 1, options))
                  .thenCompose(x -> route(order, model, end, options))
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
      Instant end,
      RequestOptions options) {
    String id = created.id().segments().get(1);
    order.tell("deployment " + created.id() + ": created");
    return api.poll(
            "serving.serve",
            "deployment " + created.id(),
            wait(end),
            Duration.ofMinutes(1),
            () -> endpoints.deployment(endpoint, id, reader, options),
            found -> found.state() == DeploymentState.READY || found.state().isTerminal(),
            (found, elapsed, next) ->
                order.tell(
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

  private CompletableFuture<Boolean> route(
      Order order, ModelRef model, Instant end, RequestOptions options) {
    return api.poll(
        "serving.serve",
        "route " + model.name(),
        wait(end),
        Duration.ZERO,
        () -> probe.answers(model, options),
        answers -> answers,
        (answers, elapsed, next) ->
            order.tell("route " + model.name() + ": " + (answers ? "answers" : "no answer yet")));
  }

  private WaitOptions wait(Instant end) {
    Duration left = Duration.between(api.caller().clock().instant(), end);
    return WaitOptions.builder()
        .timeout(left.compareTo(POLL) > 0 ? left : POLL)
        .initialInterval(POLL)
        .maxInterval(POLL_MAX)
        .build();
  }

  private ServedModel served(Order order, String endpoint, ModelRef model, Deployment deployment) {
    ServingOptions serving = order.serving();
    Optional<Money> hourly = order.offer().hourly(serving.minReplicas());
    String id = deployment.id().value();
    order.claim().made(() -> deletion(endpoint, id));
    return Served.dedicated(
        model,
        deployment,
        hourly,
        serving.deleteOnClose(),
        () -> Deletions.await(api.caller(), deletion(endpoint, id), id));
  }

  private CompletableFuture<?> deletion(String endpoint, String id) {
    CompletableFuture<?> deletion = teardown.endpoint(endpoint, RequestOptions.none());
    guards.deleting(deletion, "deployment " + id);
    return deletion;
  }

  /** Whatever ends the steps before the model is served, what they have created is deleted. */
  private CompletableFuture<ServedModel> guarded(
      CompletableFuture<ServedModel> steps, Order order) {
    CompletableFuture<ServedModel> result = new CompletableFuture<>();
    steps.whenComplete(
        (model, failure) -> {
          if (failure != null) {
            undo(order, LinkedFuture.cause(failure), result);
          } else {
            result.complete(model);
          }
        });
    LinkedFuture<ServedModel> guarded = api.follow(result);
    guarded.whenComplete(
        (model, failure) -> {
          if (guarded.isCancelled()) {
            steps.cancel(true);
          }
        });
    guards.serving(guarded);
    return guarded;
  }

  private void undo(Order order, Throwable failure, CompletableFuture<ServedModel> result) {
    order.tell("deleting endpoint " + order.name());
    CompletableFuture<?> deletion = teardown.named(order.name(), RequestOptions.none());
    guards.deleting(deletion, "endpoint " + order.name());
    deletion.whenComplete(
        (x, left) ->
            result.completeExceptionally(
                left == null ? failure : Deletions.failed(order.name(), failure, left)));
  }
}
