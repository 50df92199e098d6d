package dev.loraport.fireworks.internal.serving;

import dev.loraport.RequestOptions;
import dev.loraport.error.ConflictException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.NotFoundException;
import dev.loraport.error.ServingRefusedException;
import dev.loraport.fireworks.internal.wire.Api;
import dev.loraport.fireworks.internal.wire.ResourceName;
import dev.loraport.fireworks.internal.wire.Settings;
import dev.loraport.json.Json;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.ServingPlan;
import dev.loraport.spi.Operation;
import dev.loraport.spi.SafeCreate;
import dev.loraport.spi.ServingPlans;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The making of one deployment under a name of ours, and its end. An answer that was lost is made
 * good by a look at the name; a mark in the description tells ours from somebody else's, which is
 * neither used nor deleted.
 */
final class Creation {
  private static final int LOOKS = 3;

  private final Api api;
  private final Deployments deployments;
  private final ResourceName name;
  private final String mark;
  private volatile Trace trace = Trace.MAYBE;

  /** What is known of what is at the provider. */
  private enum Trace {
    NONE,
    MAYBE,
    OURS
  }

  /**
   * Makes it.
   *
   * @param name the name
   * @param mark the description, which no other deployment has
   */
  Creation(Api api, Deployments deployments, ResourceName name, String mark) {
    this.api = api;
    this.deployments = deployments;
    this.name = name;
    this.mark = mark;
  }

  ResourceName name() {
    return name;
  }

  /** Creates the deployment once; a name that is taken is refused. */
  CompletableFuture<Deployment> run(Json body, ServingPlan plan, RequestOptions options) {
    return api.follow(
            api.once(
                Operation.create("deployments.create"),
                name,
                () -> deployments.post(name, body, options),
                () -> look(Api.beside(options))))
        .thenApply(
            found -> {
              if (isForeign(found)) {
                trace = Trace.NONE;
                throw taken(plan);
              }
              trace = Trace.OURS;
              return found;
            })
        .exceptionallyCompose(
            failure -> {
              if (isRefusal(failure)) {
                trace = Trace.NONE;
              }
              return CompletableFuture.failedFuture(failure);
            });
  }

  // a server that sends no description back can't tell; then the name alone has to do
  private boolean isForeign(Deployment found) {
    return Deployments.description(found).filter(text -> !text.equals(mark)).isPresent();
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof LoraportException
        && (failure instanceof ConflictException || !SafeCreate.isAmbiguous(failure));
  }

  private ServingRefusedException taken(ServingPlan plan) {
    return ServingPlans.refused(
        Settings.PROVIDER,
        plan,
        "a deployment " + name.id() + " is there already; choose another name, or leave it out");
  }

  private CompletableFuture<Optional<Deployment>> look(RequestOptions options) {
    return api.follow(deployments.get("deployments.create", name, options))
        .thenApply(Optional::of)
        .exceptionallyCompose(
            failure ->
                failure instanceof NotFoundException
                    ? api.done(Optional.empty())
                    : CompletableFuture.failedFuture(failure));
  }

  /** Deletes what was made, if anything was. */
  CompletableFuture<Boolean> undo() {
    return switch (trace) {
      case NONE -> api.done(true);
      case OURS -> deployments.deleteOurs(name);
      case MAYBE -> undo(LOOKS);
    };
  }

  // the request that was given up may still be on its way, so that it is looked for more than once
  private CompletableFuture<Boolean> undo(int looks) {
    return api.follow(look(RequestOptions.none()))
        .thenCompose(
            found -> {
              if (found.isPresent()) {
                return isForeign(found.get()) ? api.done(true) : deployments.deleteOurs(name);
              }
              return looks == 1
                  ? api.done(true)
                  : api.follow(api.caller().delayer().delay(Duration.ofSeconds(1)))
                      .thenCompose(waited -> undo(looks - 1));
            });
  }
}
