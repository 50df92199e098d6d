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
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The making of one deployment, and its end. The answer to the request is ours whatever it says; a
 * record that is only found under the name is ours if it bears the mark, and is else neither used
 * nor deleted.
 */
final class Creation {
  private static final System.Logger LOG = System.getLogger("dev.loraport.serving");

  /** The pauses between looks; together less than the half minute that a closing client waits. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(8));

  private final Api api;
  private final Deployments deployments;
  private final ResourceName name;
  private final String mark;
  private final boolean random;
  private volatile Trace trace = Trace.NONE;
  private volatile boolean taken;

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
   * @param random whether the name is one that nobody else can have thought of
   */
  Creation(Api api, Deployments deployments, ResourceName name, String mark, boolean random) {
    this.api = api;
    this.deployments = deployments;
    this.name = name;
    this.mark = mark;
    this.random = random;
  }

  /** Creates the deployment once; a name that is taken is refused. */
  CompletableFuture<Deployment> run(Json body, ServingPlan plan, RequestOptions options) {
    return api.follow(
            api.once(
                Operation.create("deployments.create"),
                name,
                () -> post(body, options),
                () -> look(Api.beside(options))))
        .thenApply(
            found -> {
              if (trace != Trace.OURS && !isOurs(found)) {
                trace = Trace.NONE;
                throw refusal(plan);
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

  private CompletableFuture<Deployment> post(Json body, RequestOptions options) {
    trace = Trace.MAYBE;
    return api.follow(deployments.post(name, body, options))
        .thenApply(
            created -> {
              trace = Trace.OURS;
              return created;
            })
        .exceptionallyCompose(
            failure -> {
              taken = failure instanceof ConflictException;
              return CompletableFuture.failedFuture(failure);
            });
  }

  // a server that sends no description back can't tell; then a name of our own has to do
  private boolean isOurs(Deployment found) {
    Optional<String> description = Deployments.description(found).filter(text -> !text.isEmpty());
    return description.map(mark::equals).orElse(random && !taken);
  }

  private static boolean isRefusal(Throwable failure) {
    return failure instanceof LoraportException
        && (failure instanceof ConflictException || !SafeCreate.isAmbiguous(failure));
  }

  private ServingRefusedException refusal(ServingPlan plan) {
    return ServingPlans.refused(
        Settings.PROVIDER, plan, ServingPlans.taken("a deployment " + name.id()));
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
      case MAYBE -> undo(0);
    };
  }

  // the request that was given up may still be on its way, so that it is looked for more than once
  private CompletableFuture<Boolean> undo(int pauses) {
    return api.follow(look(RequestOptions.none()))
        .thenCompose(
            found -> {
              if (found.isPresent()) {
                return isOurs(found.get())
                    ? deployments.deleteOurs(name)
                    : left("bears no mark of this call, so that it was left alone");
              }
              return pauses == PAUSES.size()
                  ? left("was not found after the call that creates it was given up")
                  : api.follow(api.caller().delayer().delay(PAUSES.get(pauses)))
                      .thenCompose(waited -> undo(pauses + 1));
            });
  }

  private CompletableFuture<Boolean> left(String why) {
    LOG.log(
        Level.WARNING,
        "{0}: deployment {1} {2}; should it be there it costs money: look for it with"
            + " serving().deployments(), and delete it with serving().delete(id)",
        Settings.PROVIDER,
        name.id(),
        why);
    return api.done(true);
  }
}
