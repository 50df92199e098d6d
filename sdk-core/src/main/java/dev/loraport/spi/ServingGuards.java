package dev.loraport.spi;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What a client must still delete before its connections go: closing a client while a model is
 * being served must not leave a deployment that costs money.
 */
public final class ServingGuards {
  private static final Logger LOG = System.getLogger("dev.loraport.serving");

  private final String provider;
  private final Queue<CompletableFuture<?>> serving = new ConcurrentLinkedQueue<>();
  private final Queue<CompletableFuture<?>> deleting = new ConcurrentLinkedQueue<>();

  /**
   * Makes an empty set of guards.
   *
   * @param provider the provider, for the log
   */
  public ServingGuards(String provider) {
    this.provider = provider;
  }

  void serving(CompletableFuture<?> future) {
    keep(serving, future);
  }

  void deleting(CompletableFuture<?> future, String what) {
    keep(deleting, future);
    future.whenComplete(
        (x, failure) -> {
          if (failure != null) {
            LOG.log(
                Level.WARNING,
                "{0}: {1} could not be deleted and may cost money: {2}",
                provider,
                what,
                LinkedFuture.cause(failure).getMessage());
          }
        });
  }

  @SuppressWarnings("CollectionUndefinedEquality") // a future is itself: identity is meant
  private static void keep(Queue<CompletableFuture<?>> queue, CompletableFuture<?> future) {
    queue.add(future);
    future.whenComplete((x, failure) -> queue.removeIf(CompletableFuture::isDone));
  }

  /**
   * Ends what is being served, and waits for deletions that are under way.
   *
   * @param atMost how long to wait
   */
  public void close(Duration atMost) {
    serving.forEach(future -> future.cancel(true));
    CompletableFuture<?>[] rest = deleting.toArray(CompletableFuture<?>[]::new);
    boolean interrupted = Thread.interrupted();
    try {
      CompletableFuture.allOf(rest).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (ExecutionException e) {
      LOG.log(Level.DEBUG, provider + ": a deletion failed", e);
    } catch (TimeoutException e) {
      LOG.log(
          Level.WARNING,
          "{0}: {1} deletions were not over after {2} and may be left; list the deployments",
          provider,
          rest.length,
          atMost);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
