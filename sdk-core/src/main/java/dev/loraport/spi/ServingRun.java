package dev.loraport.spi;

import dev.loraport.Money;
import dev.loraport.adapter.AdapterId;
import dev.loraport.chat.ModelRef;
import dev.loraport.error.WaitTimeoutException;
import dev.loraport.internal.http.CancellableFuture;
import dev.loraport.serving.Deployment;
import dev.loraport.serving.ServedModel;
import dev.loraport.serving.ServingOptions;
import dev.loraport.tuning.WaitOptions;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One model that is being served: how much time is left, who is told, and that nothing which costs
 * money is left without an owner, however the steps end.
 */
public final class ServingRun {
  private static final System.Logger LOG = System.getLogger("dev.loraport.serving");
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final Duration POLL_MAX = Duration.ofSeconds(20);

  private final Caller caller;
  private final ServingGuards guards;
  private final ServingOptions serving;
  private final Instant end;
  private final Claim claim = new Claim();

  /**
   * Begins; the time of the options runs from now on.
   *
   * @param caller the way to the provider
   * @param guards what is to be deleted before the client is closed
   * @param serving how the model is to be served
   */
  public ServingRun(Caller caller, ServingGuards guards, ServingOptions serving) {
    this.caller = caller;
    this.guards = guards;
    this.serving = serving;
    this.end = caller.clock().instant().plus(serving.timeout());
  }

  /** Tells the listener of the options; what it throws is logged. */
  public void tell(String step) {
    try {
      serving.listener().onStep(step);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, caller.provider() + ": the serving listener failed", e);
    }
  }

  /**
   * A wait for as long as there is time.
   *
   * @throws WaitTimeoutException if there is none left
   */
  public WaitOptions rest() {
    Duration left = Duration.between(caller.clock().instant(), end);
    if (left.isZero() || left.isNegative()) {
      throw new WaitTimeoutException(
          caller.provider(),
          "serving.serve",
          caller.provider()
              + " serving.serve: the timeout of the ServingOptions, "
              + serving.timeout()
              + ", is over before the model answers; give it a longer one",
          serving.timeout(),
          null,
          null);
    }
    return WaitOptions.builder().timeout(left).initialInterval(POLL).maxInterval(POLL_MAX).build();
  }

  /**
   * The future through which the model goes to its owner. If it ends otherwise in the very moment
   * in which the model is served, what was deployed is deleted.
   */
  public CompletableFuture<ServedModel> handOver(CompletableFuture<ServedModel> future) {
    return claim.by(future);
  }

  /**
   * Whatever ends the steps before the model is served, what they have created is deleted before
   * the future fails; also when it is cancelled, or the client is closed. Who is interrupted while
   * he waits for it is told what that is, and what may be left.
   *
   * @param steps create something that costs money, and end with the model
   * @param what what they create, such as {@code deployment d-1}, for people
   * @param undo deletes it, and what is gone already is no failure
   */
  public CompletableFuture<ServedModel> guarded(
      CompletableFuture<ServedModel> steps, String what, Supplier<CompletableFuture<?>> undo) {
    return guarded(steps, Leftover.deployment(what), undo);
  }

  /**
   * As {@link #guarded(CompletableFuture, String, Supplier)}, for steps that register an adapter
   * and deploy nothing.
   *
   * @param steps register the adapter, and end with the model
   * @param id the adapter
   * @param undo deletes it, and what is gone already is no failure
   */
  public CompletableFuture<ServedModel> guardedAdapter(
      CompletableFuture<ServedModel> steps, AdapterId id, Supplier<CompletableFuture<?>> undo) {
    return guarded(steps, Leftover.adapter(id), undo);
  }

  private CompletableFuture<ServedModel> guarded(
      CompletableFuture<ServedModel> steps, Leftover what, Supplier<CompletableFuture<?>> undo) {
    CancellableFuture<ServedModel> result = CancellableFuture.of(caller.executor(), () -> {});
    result.leaves(what.givenUp());
    steps.whenComplete(
        (model, failure) -> {
          if (failure == null) {
            result.complete(model);
          } else {
            undo(LinkedFuture.cause(failure), what, undo, result);
          }
        });
    LinkedFuture<ServedModel> guarded = LinkedFuture.of(caller.executor(), result);
    guarded.whenComplete(
        (model, failure) -> {
          // it was cancelled, or ended by the closing of the client
          if (!result.isDone()) {
            steps.cancel(true);
          }
        });
    guards.serving(guarded, what);
    return guarded;
  }

  private void undo(
      Throwable failure,
      Leftover what,
      Supplier<CompletableFuture<?>> undo,
      CompletableFuture<ServedModel> result) {
    tell("deleting " + what.what());
    deletion(what, undo)
        .whenComplete(
            (x, left) ->
                result.completeExceptionally(
                    left == null ? failure : Deletions.failed(caller, what, failure, left)));
  }

  private CompletableFuture<?> deletion(Leftover what, Supplier<CompletableFuture<?>> delete) {
    CompletableFuture<?> deletion = delete.get();
    guards.deleting(deletion, what);
    return deletion;
  }

  /**
   * A model on a deployment of its own, which closing it deletes unless the options say otherwise.
   *
   * @param model what to chat with
   * @param deployment the deployment
   * @param hourlyCost US dollars an hour, where it is known
   * @param delete deletes the deployment, and what is gone already is no failure
   */
  public ServedModel dedicated(
      ModelRef model,
      Deployment deployment,
      Optional<Money> hourlyCost,
      Supplier<CompletableFuture<?>> delete) {
    String id = deployment.id().value();
    Leftover what = Leftover.deployment("deployment " + id);
    return owned(model, Optional.of(deployment), hourlyCost, id, what, delete);
  }

  /**
   * A model on shared machines through an adapter that was registered for it, which closing it
   * deletes unless the options say otherwise.
   *
   * @param model what to chat with
   * @param id the adapter
   * @param delete deletes the adapter, and what is gone already is no failure
   */
  public ServedModel adapter(ModelRef model, AdapterId id, Supplier<CompletableFuture<?>> delete) {
    Leftover what = Leftover.adapter(id);
    return owned(model, Optional.empty(), Optional.empty(), what.what(), what, delete);
  }

  private ServedModel owned(
      ModelRef model,
      Optional<Deployment> deployment,
      Optional<Money> hourlyCost,
      String id,
      Leftover what,
      Supplier<CompletableFuture<?>> delete) {
    claim.made(() -> guards.deleting(delete.get(), what));
    if (!serving.deleteOnClose()) {
      return new Served(model, deployment, hourlyCost, null);
    }
    Served served =
        new Served(
            model,
            deployment,
            hourlyCost,
            new Served.Deletion() {
              @Override
              public void begin() {
                LOG.log(
                    Level.INFO,
                    "{0}: the client is closed, and {1} is deleted",
                    caller.provider(),
                    what.what());
                deletion(what, delete);
              }

              @Override
              public void run() {
                Deletions.await(caller, deletion(what, delete), id, what);
              }
            });
    guards.served(served);
    return served;
  }

  /** A model on shared machines: nothing was deployed for it, and closing it does nothing. */
  public ServedModel shared(ModelRef model) {
    return new Served(model, Optional.empty(), Optional.empty(), null);
  }
}
