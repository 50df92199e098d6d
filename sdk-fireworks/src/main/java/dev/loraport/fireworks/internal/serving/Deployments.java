package dev.loraport.fireworks.internal.serving;

import dev.loraport.Page;
import dev.loraport.RequestOptions;
import dev.loraport.error.NotFoundException;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.Collection;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.json.Json;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentId;
import dev.loraport.serving.DeploymentState;
import dev.loraport.spi.Call;
import dev.loraport.spi.Operation;
import dev.loraport.tuning.WaitOptions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The calls for deployments. */
public final class Deployments {
  /** With what the description of each deployment begins that this library has made. */
  static final String OURS = "Made by Loraport";

  private static final WaitOptions DELETION =
      WaitOptions.builder()
          .timeout(Duration.ofMinutes(15))
          .initialInterval(Duration.ofMillis(500))
          .maxInterval(Duration.ofSeconds(10))
          .build();

  private final Api api;
  private final DeploymentReader reader;

  /**
   * Makes them.
   *
   * @param api the way
   * @param rules what is known of the client's day
   */
  public Deployments(Api api, ServingRules rules) {
    this.api = api;
    this.reader = new DeploymentReader(rules);
  }

  CompletableFuture<Deployment> post(ResourceName name, Json body, RequestOptions options) {
    return api.send(
        Call.post(
                Operation.create("deployments.create"),
                api.uri(name.account(), Collection.DEPLOYMENTS))
            .query("deploymentId", name.id())
            .json(body),
        options,
        reader::read);
  }

  CompletableFuture<Deployment> get(String operation, ResourceName name, RequestOptions options) {
    return api.get(operation, api.uri(name), options, reader::read);
  }

  CompletableFuture<Page<Deployment>> list(RequestOptions options) {
    return api.within(
        options,
        account ->
            api.list(
                "serving.deployments",
                api.uri(account, Collection.DEPLOYMENTS),
                Collection.DEPLOYMENTS,
                Map.of(),
                options,
                reader::read));
  }

  CompletableFuture<Deployment> get(DeploymentId id, RequestOptions options) {
    return named(id, options, name -> get("serving.deployment", name, options));
  }

  /** Sets the number of replicas; 0 stops it and what it costs. */
  public CompletableFuture<@Nullable Void> scale(
      DeploymentId id, int replicas, RequestOptions options) {
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas must be 0 or more, not " + replicas);
    }
    return named(
        id,
        options,
        name ->
            api.send(
                    Call.patch(Operation.write("deployments.scale"), api.uri(name, "scale"))
                        .json(Json.object().put("replicaCount", replicas).build()),
                    options)
                .thenApply(answer -> null));
  }

  /** Brings back a deployment that was deleted, until it is purged. */
  public CompletableFuture<Deployment> undelete(DeploymentId id, RequestOptions options) {
    return named(
        id,
        options,
        name ->
            api.send(
                Call.post(Operation.write("deployments.undelete"), api.uri(name, "undelete"))
                    .json(Json.object().build()),
                options,
                reader::read));
  }

  /**
   * Deletes a deployment, and waits until it is gone. The provider refuses it for an hour after the
   * last request, as a safeguard for what others use; one that this library has made is the
   * caller's own, so there the check is skipped.
   */
  CompletableFuture<@Nullable Void> delete(DeploymentId id, RequestOptions options) {
    return named(
        id,
        options,
        name ->
            api.follow(get("serving.delete", name, Api.beside(options)))
                .thenCompose(found -> delete(name, isOurs(found), options))
                .thenApply(gone -> null));
  }

  /** Deletes a deployment without the checks of the provider, and waits until it is gone. */
  public CompletableFuture<@Nullable Void> forceDelete(DeploymentId id, RequestOptions options) {
    return named(
        id, options, name -> api.follow(delete(name, true, options)).thenApply(gone -> null));
  }

  /** Deletes a deployment that was made for one served model; what is gone already is success. */
  CompletableFuture<Boolean> deleteOurs(ResourceName name) {
    return orGone(delete(name, true, RequestOptions.none()));
  }

  private CompletableFuture<Boolean> delete(
      ResourceName name, boolean ignoreChecks, RequestOptions options) {
    Call.Builder call = Call.delete(Operation.write("serving.delete"), api.uri(name));
    if (ignoreChecks) {
      call.query("ignoreChecks", "true");
    }
    return api.follow(api.send(call, options))
        .thenCompose(deleted -> orGone(gone(name, Api.beside(options))));
  }

  private CompletableFuture<Boolean> gone(ResourceName name, RequestOptions options) {
    return api.poll(
            "serving.delete",
            "end of deployment " + name.id(),
            DELETION,
            Duration.ZERO,
            () -> get("serving.delete", name, options),
            found -> found.state() == DeploymentState.DELETED,
            (found, elapsed, next) -> {})
        .thenApply(found -> true);
  }

  private CompletableFuture<Boolean> orGone(CompletableFuture<Boolean> step) {
    return api.follow(step)
        .exceptionallyCompose(
            failure ->
                failure instanceof NotFoundException
                    ? api.done(true)
                    : CompletableFuture.failedFuture(failure));
  }

  /** Whether this library has made it, and for that description if one is given. */
  static boolean isOurs(Deployment deployment) {
    return description(deployment).filter(text -> text.startsWith(OURS)).isPresent();
  }

  static Optional<String> description(Deployment deployment) {
    Json text = deployment.extra().get("description");
    return text == null ? Optional.empty() : text.string();
  }

  <T extends @Nullable Object> CompletableFuture<T> named(
      DeploymentId id, RequestOptions options, Named<T> next) {
    return api.within(
        options, account -> next.apply(account.name(Collection.DEPLOYMENTS, id.value())));
  }

  /** What is done with the full name. */
  @FunctionalInterface
  interface Named<T extends @Nullable Object> {
    CompletableFuture<T> apply(ResourceName name);
  }
}
