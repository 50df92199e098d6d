package dev.loraport.internal.http;

import dev.loraport.error.CallInterruptedException;
import dev.loraport.error.CallTimeoutException;
import dev.loraport.error.TransportException;
import dev.loraport.spi.Unfinished;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The one place where a caller's thread waits for a call. */
public final class Blocking {
  private Blocking() {}

  /** Nothing is begun for a thread that was interrupted before. */
  public static void refuseInterrupted(String provider, String operation) {
    if (Thread.currentThread().isInterrupted()) {
      throw interrupted(
          provider, operation, " before the call; nothing was sent", new InterruptedException());
    }
  }

  static <T extends @Nullable Object> T await(
      String provider, String operation, CompletableFuture<T> future) {
    return await(provider, operation, future, null);
  }

  /** As the other; the thread works for its call where it is given. */
  static <T extends @Nullable Object> T await(
      String provider,
      String operation,
      CompletableFuture<T> future,
      @Nullable CallingThread thread) {
    try {
      if (thread != null) {
        thread.runUntil(future);
      }
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      String leaves = Unfinished.of(future);
      future.cancel(true);
      if (!future.isCompletedExceptionally()) {
        // it ended at that very moment: nobody else would close or count what it brought
        return future.join();
      }
      throw interrupted(
          provider, operation, cancelled(operation) + (leaves == null ? "" : "; " + leaves), e);
    } catch (ExecutionException e) {
      Throwable failure = Texts.unwrap(e);
      if (Thread.currentThread().isInterrupted() && isBroken(failure)) {
        throw interrupted(provider, operation, cancelled(operation), failure);
      }
      failure.addSuppressed(new CalledFrom(provider + " " + operation));
      if (failure instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (failure instanceof Error error) {
        throw error;
      }
      throw new CompletionException(failure);
    }
  }

  private static String cancelled(String operation) {
    return "; the call was cancelled"
        + (operation.contains(".await") ? ", and what it waited for goes on" : "");
  }

  /** An interrupt closes a connection that the thread is about to use. */
  private static boolean isBroken(Throwable failure) {
    return failure instanceof TransportException && !(failure instanceof CallTimeoutException);
  }

  private static CallInterruptedException interrupted(
      String provider, String operation, String how, Throwable cause) {
    return new CallInterruptedException(
        provider,
        operation,
        provider + " " + operation + ": the thread was interrupted" + how,
        cause);
  }

  /** Shows the stack of the thread that waited. */
  private static final class CalledFrom extends Exception {
    private static final long serialVersionUID = 1L;

    CalledFrom(String what) {
      super(what + " was called from here");
    }
  }
}
