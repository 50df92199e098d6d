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
import java.util.stream.Collectors;

/**
 * What a client must still delete before its connections go: closing a client while a model is
 * being served must not leave a deployment that costs money.
 */
public final class ServingGuards {
  private static final Logger LOG = System.getLogger("dev.loraport.serving");

  private static final String WAY_OUT =
      "look for it with serving().deployments(), and delete it with serving().delete(id)";

  private final String provider;
  private final Queue<CompletableFuture<?>> serving = new ConcurrentLinkedQueue<>();
  private final Queue<Deletion> deleting = new ConcurrentLinkedQueue<>();

  private record Deletion(CompletableFuture<?> future, String what) {}

  /**
   * Makes an empty set of guards.
   *
   * @param provider the provider, for the log
   */
  public ServingGuards(String provider) {
    this.provider = provider;
  }

  void serving(CompletableFuture<?> future) {
    serving.add(future);
    future.whenComplete((x, failure) -> serving.removeIf(CompletableFuture::isDone));
  }

  void deleting(CompletableFuture<?> future, String what) {
    deleting.add(new Deletion(future, what));
    future.whenComplete(
        (x, failure) -> {
          deleting.removeIf(deletion -> deletion.future().isDone());
          if (failure != null) {
            LOG.log(
                Level.WARNING,
                "{0}: {1} could not be deleted and may cost money: {2}; {3}",
                provider,
                what,
                LinkedFuture.cause(failure).getMessage(),
                WAY_OUT);
          }
        });
  }

  /**
   * Ends what is being served, and waits for deletions that are under way.
   *
   * @param atMost how long to wait
   */
  public void close(Duration atMost) {
    serving.forEach(future -> future.cancel(true));
    CompletableFuture<?>[] rest =
        deleting.stream().map(Deletion::future).toArray(CompletableFuture<?>[]::new);
    boolean interrupted = Thread.interrupted();
    try {
      CompletableFuture.allOf(rest).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (ExecutionException e) {
      LOG.log(Level.DEBUG, provider + ": a deletion failed", e);
    } catch (TimeoutException e) {
      String left = deleting.stream().map(Deletion::what).collect(Collectors.joining(", "));
      LOG.log(
          Level.WARNING,
          "{0}: not deleted within {1}, and may cost money: {2}; {3}",
          provider,
          atMost,
          left,
          WAY_OUT);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
