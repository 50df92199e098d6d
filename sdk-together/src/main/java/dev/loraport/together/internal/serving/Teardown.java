package dev.loraport.together.internal.serving;

import dev.loraport.RequestOptions;
import dev.loraport.error.NotFoundException;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.DeploymentState;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.tuning.WaitOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Deletes deployments in the order that the provider asks for: no replicas, wait until it is
 * stopped, no share of the requests, delete it, delete the endpoint. What is gone already is
 * success.
 */
final class Teardown {
  private static final WaitOptions STOP =
      WaitOptions.builder()
          .timeout(Duration.ofMinutes(15))
          .initialInterval(Duration.ofMillis(500))
          .maxInterval(Duration.ofSeconds(10))
          .build();
  private static final int LOOKS = 3;

  private final Api api;
  private final Endpoints endpoints;

  Teardown(Api api, Endpoints endpoints) {
    this.api = api;
    this.endpoints = endpoints;
  }

  /** Deletes one deployment, and its endpoint if no other is left there. */
  CompletableFuture<Boolean> deployment(
      String endpoint, String deployment, RequestOptions options) {
    return api.follow(gone(endpoint, deployment, options))
        .thenCompose(x -> orGone(endpoints.deploymentIds(endpoint, options), List.of("unknown")))
        .thenCompose(rest -> rest.isEmpty() ? deleteEndpoint(endpoint, options) : api.done(true));
  }

  /** Deletes an endpoint with all of its deployments. */
  CompletableFuture<Boolean> endpoint(String endpoint, RequestOptions options) {
    return api.follow(orGone(endpoints.deploymentIds(endpoint, options), List.of()))
        .thenCompose(
            ids -> {
              CompletableFuture<Boolean> all = api.done(true);
              for (String id : ids) {
                all = all.thenCompose(x -> gone(endpoint, id, options));
              }
              return all;
            })
        .thenCompose(x -> deleteEndpoint(endpoint, options));
  }

  /**
   * Deletes the endpoint of that name, if it is there. The answer to its creation may have been
   * lost, and a list may be behind, so that it is looked for more than once.
   */
  CompletableFuture<Boolean> named(String bareName, RequestOptions options) {
    return look(bareName, options, LOOKS)
        .thenCompose(
            found -> found.isPresent() ? endpoint(found.get().id(), options) : api.done(true));
  }

  private CompletableFuture<Optional<Endpoint>> look(
      String bareName, RequestOptions options, int looks) {
    return api.follow(endpoints.named(bareName, options))
        .thenCompose(
            found ->
                found.isPresent() || looks == 1
                    ? api.done(found)
                    : api.follow(api.caller().delayer().delay(Duration.ofSeconds(1)))
                        .thenCompose(x -> look(bareName, options, looks - 1)));
  }

  private CompletableFuture<Boolean> gone(
      String endpoint, String deployment, RequestOptions options) {
    CompletableFuture<Boolean> steps =
        api.follow(endpoints.stop(endpoint, deployment, options))
            .thenCompose(x -> stopped(endpoint, deployment, options))
            .thenCompose(x -> endpoints.get(endpoint, options))
            .thenCompose(
                found ->
                    found.sendsTo(deployment)
                        ? endpoints.weight(endpoint, deployment, 0, options).thenApply(x -> true)
                        : api.done(true))
            .thenCompose(x -> endpoints.delete(endpoint, deployment, options))
            .thenApply(x -> true);
    return orGone(steps, true);
  }

  private CompletableFuture<Deployment> stopped(
      String endpoint, String deployment, RequestOptions options) {
    DeploymentReader reader =
        new DeploymentReader(api.bases().inference(), machine -> Optional.empty());
    return api.poll(
        "serving.delete",
        "end of deployment " + deployment,
        STOP,
        Duration.ZERO,
        () -> endpoints.deployment(endpoint, deployment, reader, options),
        found ->
            found.state() == DeploymentState.STOPPED || found.state() == DeploymentState.FAILED,
        (found, elapsed, next) -> {});
  }

  private CompletableFuture<Boolean> deleteEndpoint(String endpoint, RequestOptions options) {
    return orGone(endpoints.delete(endpoint, options).thenApply(x -> true), true);
  }

  private <T> CompletableFuture<T> orGone(CompletableFuture<T> step, T gone) {
    Function<Throwable, CompletableFuture<T>> rescue =
        failure ->
            failure instanceof NotFoundException
                ? api.done(gone)
                : CompletableFuture.failedFuture(failure);
    return api.follow(step).exceptionallyCompose(rescue);
  }
}
