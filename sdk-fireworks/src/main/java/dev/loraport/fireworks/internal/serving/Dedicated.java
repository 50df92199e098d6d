package dev.loraport.fireworks.internal.serving;

import dev.loraport.RequestOptions;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.ServingFailedException;
import dev.loraport.error.WaitTimeoutException;
import dev.loraport.fireworks.internal.wire.Account;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentState;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.serving.ServingPlan;
import dev.loraport.spi.Fields;
import dev.loraport.spi.ServingRun;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Deploys one tuned model on GPUs: merged into its base, or loaded onto a deployment of the base.
 * All of it is deleted again if that fails.
 */
final class Dedicated {
  private static final String DESCRIPTION = "description";

  private final Api api;
  private final Deployments deployments;
  private final Loads loads;
  private final Probe probe;

  Dedicated(Api api, Deployments deployments, Loads loads, Probe probe) {
    this.api = api;
    this.deployments = deployments;
    this.loads = loads;
    this.probe = probe;
  }

  /**
   * What is to be deployed.
   *
   * @param own the account
   * @param model the tuned model
   * @param base the base model, if the tuned one is to be loaded onto it
   * @param name the name of the deployment
   * @param mark what its description begins with, and no other's does
   */
  record Order(
      Account own,
      ResourceName model,
      Optional<ResourceName> base,
      ResourceName name,
      String mark,
      Offer offer,
      ServingPlan plan,
      ServingOptions serving,
      ServingRun run) {
    Json body() {
      Json.ObjectBuilder body =
          Json.object()
              .put("baseModel", base.orElse(model).value())
              .put(DESCRIPTION, description())
              .put("minReplicaCount", serving.minReplicas())
              .put("maxReplicaCount", serving.maxReplicas());
      offer.write(body, base.isPresent());
      if (base.isPresent()) {
        body.put("enableAddons", true);
      }
      serving
          .idleTimeout()
          .ifPresent(
              idle ->
                  body.put(
                      "autoscalingPolicy",
                      Json.object().put("scaleToZeroWindow", idle.toSeconds() + "s").build()));
      serving.extra().entrySet().stream()
          .filter(field -> !field.getKey().equals(DESCRIPTION))
          .forEach(field -> body.put(field.getKey(), field.getValue()));
      return body.build();
    }

    /** The mark, and behind it the description that the user gives. */
    String description() {
      Json given = serving.extra().get(DESCRIPTION);
      if (given == null) {
        return mark;
      }
      return mark
          + "; "
          + given
              .string()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "the extra field \"description\" of a deployment must be a text"));
    }

    /** What to chat with, in the form that always works. */
    ModelRef chatModel() {
      boolean loaded = base.isPresent() && !Loads.reloads(serving.extra());
      return ModelRef.of(loaded ? Load.modelString(model, name) : name.value());
    }
  }

  CompletableFuture<ServedModel> deploy(Order order, RequestOptions options) {
    boolean random = order.serving().name().isEmpty();
    Creation creation = new Creation(api, deployments, order.name(), order.description(), random);
    Json body = order.body();
    return order
        .run()
        .guarded(
            api.begin(() -> creation.run(body, order.plan(), options))
                .thenCompose(created -> run(order, created, Api.beside(options))),
            "deployment " + order.name().id(),
            creation::undo);
  }

  private CompletableFuture<ServedModel> run(
      Order order, Deployment created, RequestOptions options) {
    ModelRef model = order.chatModel();
    order.run().tell("deployment " + created.id() + ": created");
    return api.follow(ready(order, options))
        .thenCompose(
            deployment ->
                api.follow(loaded(order, options))
                    .thenCompose(x -> probe.awaitAnswer(order.run(), model, options))
                    .thenApply(x -> served(order, model, deployment)));
  }

  private CompletableFuture<Deployment> ready(Order order, RequestOptions options) {
    return api.follow(
            api.poll(
                "serving.serve",
                "deployment " + order.name().id(),
                order.run().rest(),
                Duration.ofMinutes(1),
                () -> deployments.get("serving.serve", order.name(), options),
                found -> found.state() == DeploymentState.READY || found.state().isTerminal(),
                (found, elapsed, next) ->
                    order.run().tell("deployment " + found.id() + ": " + progress(found))))
        .thenApply(
            found -> {
              if (found.state() != DeploymentState.READY) {
                throw failed(
                    "fireworks deployment "
                        + found.id()
                        + " ended as "
                        + found.status()
                        + ": "
                        + found.message().orElse("the provider gives no reason")
                        + "; try other hardware, or later",
                    null);
              }
              return found;
            })
        .exceptionallyCompose(
            failure -> CompletableFuture.failedFuture(withoutGpus(order, failure)));
  }

  private static String progress(Deployment found) {
    return found.status() + found.message().map(text -> " (" + text + ")").orElse("");
  }

  /** A deployment for which there are no GPUs just stays as it is. */
  private static Throwable withoutGpus(Order order, Throwable failure) {
    if (!(failure instanceof WaitTimeoutException late)) {
      return failure;
    }
    long pending =
        late.last() instanceof Deployment seen
            ? Fields.of(seen.extra().getOrDefault("replicaStats", Json.missing()))
                .integer("pendingSchedulingReplicaCount")
                .orElse(0)
            : 0;
    String gpus =
        pending > 0
            ? pending + " replicas still wait for GPUs; ask for other hardware"
            : "it often takes 4 to 6 minutes; give it a longer timeout";
    return failed(
        "fireworks deployment "
            + order.name().id()
            + " was not ready after "
            + order.serving().timeout().toString().substring(2).toLowerCase(Locale.ROOT)
            + " on "
            + order.offer().hardware().id()
            + ": "
            + gpus
            + ", or try later",
        late);
  }

  private static ServingFailedException failed(String message, @Nullable Throwable cause) {
    return new ServingFailedException(
        Settings.PROVIDER, "serving.serve", message, List.of(), cause);
  }

  private CompletableFuture<Boolean> loaded(Order order, RequestOptions options) {
    if (order.base().isEmpty()) {
      return api.done(true);
    }
    order.run().tell("adapter " + order.model() + ": loading");
    return api.follow(
            loads.load(
                order.own(),
                order.model(),
                Optional.of(order.name()),
                Loads.reloads(order.serving().extra()),
                order.run().rest(),
                options))
        .thenApply(load -> true);
  }

  private ServedModel served(Order order, ModelRef model, Deployment deployment) {
    return order
        .run()
        .dedicated(
            model,
            Deployment.builder().from(deployment).chatModel(model).build(),
            order.offer().hourly(order.serving().minReplicas()).or(deployment::hourlyCost),
            () -> deployments.deleteOurs(order.name()));
  }
}
