package dev.loraport.spi;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a deployment has an owner: if the future that was to hand it over ends otherwise
 * in the very moment in which the deployment is ready, nobody would ever delete it.
 */
final class Claim {
  private final AtomicReference<@Nullable Runnable> deletion = new AtomicReference<>();
  private volatile @Nullable CompletableFuture<?> handover;

  /** The future through which the model goes to its owner. */
  <T> CompletableFuture<T> by(CompletableFuture<T> future) {
    handover = future;
    future.whenComplete((model, failure) -> check());
    return future;
  }

  /** There is something to be owned from now on. */
  void made(Runnable delete) {
    deletion.set(delete);
    check();
  }

  private void check() {
    CompletableFuture<?> future = handover;
    if (future != null && future.isCompletedExceptionally()) {
      Runnable delete = deletion.getAndSet(null);
      if (delete != null) {
        delete.run();
      }
    }
  }
}
