package dev.loraport.together.internal.adapter;

import dev.loraport.adapter.Adapter;
import dev.loraport.adapter.AdapterId;
import dev.loraport.adapter.AdapterState;
import dev.loraport.error.UploadException;
import dev.loraport.error.WaitTimeoutException;
import dev.loraport.together.internal.wire.Api;
import dev.loraport.together.internal.wire.Settings;
import dev.loraport.tuning.WaitOptions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Waits for an adapter, and says what to do about one that does not become ready. */
final class AdapterWait {
  private AdapterWait() {}

  /**
   * Waits.
   *
   * @param api the way
   * @param id the adapter
   * @param timeout how long at most
   * @param look looks at it once
   */
  static CompletableFuture<Adapter> of(
      Api api, AdapterId id, Duration timeout, Supplier<CompletableFuture<Adapter>> look) {
    CompletableFuture<Adapter> ready =
        api.poll(
            "adapters.awaitReady",
            "adapter " + id,
            WaitOptions.of(timeout),
            Duration.ofMinutes(1),
            look,
            adapter -> adapter.state().isTerminal(),
            (adapter, elapsed, next) -> {});
    // what a job trains is fetched from nowhere
    boolean fetched = !AdapterReader.isJobId(id) && !AdapterReader.isRegistryId(id);
    return (fetched ? ready.exceptionallyCompose(AdapterWait::explained) : ready)
        .thenApply(AdapterWait::usable);
  }

  private static CompletableFuture<Adapter> explained(Throwable failure) {
    String last =
        failure instanceof WaitTimeoutException over && over.last() instanceof Adapter adapter
            ? adapter.status()
            : "";
    return CompletableFuture.failedFuture(
        AdapterStates.explained(
            failure,
            last,
            "adapters().get(id) shows its status_updates; then publish it again under a new name"));
  }

  private static Adapter usable(Adapter adapter) {
    if (adapter.state() == AdapterState.READY) {
      return adapter;
    }
    String problem = adapter.problem().orElse("the provider gives no reason");
    throw new UploadException(
        Settings.PROVIDER,
        "adapters.awaitReady",
        "adapter "
            + adapter.name().orElse(adapter.id().value())
            + " was refused: "
            + problem
            + "; "
            + AdapterStates.wayOut(problem),
        UploadException.Step.PROCESS,
        adapter.id().value(),
        null);
  }
}
