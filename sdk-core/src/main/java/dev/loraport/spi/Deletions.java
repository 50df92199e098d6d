package dev.loraport.spi;

import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.LoraportException;
import dev.loraport.error.ServingFailedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Waits for deletions, and names what could not be deleted. */
final class Deletions {
  private Deletions() {}

  /**
   * Waits until it is deleted, interrupted or not, because a deployment that is left costs money;
   * the deletion has limits of its own. An interrupt is set again at the end.
   */
  static void await(Caller caller, CompletableFuture<?> deletion, String id, Leftover left) {
    boolean interrupted = Thread.interrupted();
    try {
      while (!over(caller, deletion, id)) {
        interrupted = true;
      }
    } catch (LoraportException e) {
      throw new ServingFailedException(
          caller.provider(),
          "serving.delete",
          caller.provider()
              + " "
              + id
              + " may still be there"
              + (left.costs() ? " and cost money" : "")
              + ": "
              + e.getMessage(),
          List.of(id),
          e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean over(Caller caller, CompletableFuture<?> deletion, String what) {
    // a copy, so that the end of the waiting is not the end of the deletion
    CompletableFuture<Object> copy = new CompletableFuture<>();
    deletion.whenComplete(
        (x, failure) -> {
          if (failure == null) {
            copy.complete(what);
          } else {
            copy.completeExceptionally(LinkedFuture.cause(failure));
          }
        });
    try {
      caller.await("serving.delete", copy);
      return true;
    } catch (CallInterruptedException e) {
      return !Thread.interrupted();
    }
  }

  /** The failure of serving after which something was left. */
  static ServingFailedException failed(
      Caller caller, Leftover leftover, Throwable failure, Throwable left) {
    ServingFailedException failed =
        new ServingFailedException(
            caller.provider(),
            "serving.serve",
            failure.getMessage()
                + "; "
                + leftover.what()
                + " could not be deleted"
                + leftover.fear()
                + ", delete it by hand: "
                + LinkedFuture.cause(left).getMessage(),
            List.of(leftover.what()),
            failure);
    failed.addSuppressed(LinkedFuture.cause(left));
    return failed;
  }
}
