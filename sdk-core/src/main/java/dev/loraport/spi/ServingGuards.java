package dev.loraport.spi;

import dev.loraport.error.ClientClosedException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * What a client must still delete before its connections go: closing a client must not leave a
 * deployment that costs money, neither of a model that is being made ready nor of one that is
 * served, unless its owner keeps it.
 */
public final class ServingGuards {
  private static final Logger LOG = System.getLogger("dev.loraport.serving");

  private final String provider;
  private final Queue<Held> serving = new ConcurrentLinkedQueue<>();
  private final Queue<Served> served = new ConcurrentLinkedQueue<>();
  private final Queue<Held> deleting = new ConcurrentLinkedQueue<>();
  private volatile boolean closed;

  private record Held(CompletableFuture<?> future, Leftover left) {}

  /**
   * Makes an empty set of guards.
   *
   * @param provider the provider, for the log
   */
  public ServingGuards(String provider) {
    this.provider = provider;
  }

  void serving(CompletableFuture<?> future, Leftover made) {
    serving.add(new Held(future, made));
    future.whenComplete((x, failure) -> drop(serving));
  }

  /** It is deleted when the client is closed, unless its owner has seen to it before. */
  void served(Served model) {
    served.removeIf(Served::isOver);
    served.add(model);
    if (closed) {
      model.abandon();
    }
  }

  void deleting(CompletableFuture<?> future, Leftover left) {
    deleting.add(new Held(future, left));
    future.whenComplete(
        (x, failure) -> {
          drop(deleting);
          if (failure != null) {
            LOG.log(
                Level.WARNING,
                "{0}: {1} could not be deleted{2}: {3}; {4}",
                provider,
                left.what(),
                left.fear(),
                LinkedFuture.cause(failure).getMessage(),
                left.wayOut());
          }
        });
  }

  private static void drop(Queue<Held> held) {
    held.removeIf(one -> one.future().isDone());
  }

  /**
   * Ends what is being served, deletes what is, and waits for the deletions.
   *
   * @param atMost how long to wait
   */
  public void close(Duration atMost) {
    closed = true;
    serving.forEach(
        one ->
            one.future()
                .completeExceptionally(
                    new ClientClosedException(
                        provider,
                        "serving.serve",
                        provider
                            + " serving.serve: the client was closed during the call; "
                            + one.left().what()
                            + ", as far as it was made, is deleted, or named in the log")));
    served.forEach(Served::abandon);
    CompletableFuture<?>[] rest =
        deleting.stream().map(Held::future).toArray(CompletableFuture<?>[]::new);
    boolean interrupted = Thread.interrupted();
    try {
      CompletableFuture.allOf(rest).get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (ExecutionException e) {
      LOG.log(Level.DEBUG, provider + ": a deletion failed", e);
    } catch (TimeoutException e) {
      List<Leftover> left = deleting.stream().map(Held::left).toList();
      LOG.log(
          Level.WARNING,
          "{0}: not deleted within {1}{2}: {3}; {4}",
          provider,
          atMost,
          left.stream().anyMatch(Leftover::costs) ? ", and may cost money" : "",
          left.stream().map(Leftover::what).collect(Collectors.joining(", ")),
          left.stream().map(Leftover::wayOut).distinct().collect(Collectors.joining("; ")));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
