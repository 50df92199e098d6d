package dev.loraport.internal.chat;

import dev.loraport.http.Delayer;
import dev.loraport.http.ResponseBody;
import dev.loraport.internal.http.InnerSubscriber;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Takes the bytes of a body, one buffer at a time, and says when something came. */
final class Incoming implements InnerSubscriber {
  private final Runnable wake;
  private final AtomicReference<@Nullable ByteBuffer> buffer = new AtomicReference<>();
  private final CompletableFuture<Flow.Subscription> source = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
  private volatile @Nullable Throwable failure;
  private volatile @Nullable IOException aborted;
  private volatile boolean draining;

  Incoming(Runnable wake) {
    this.wake = wake;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    if (!source.complete(subscription)) {
      subscription.cancel();
    }
  }

  @Override
  public void onNext(ByteBuffer bytes) {
    if (!draining) {
      buffer.set(bytes);
      wake.run();
    }
  }

  @Override
  public void onError(Throwable cause) {
    failure = cause;
    end.complete(null);
    wake.run();
  }

  @Override
  public void onComplete() {
    end.complete(null);
    wake.run();
  }

  @Override
  public void onAbort(IOException why) {
    aborted = why;
    wake.run();
  }

  /** Why the client ended the call, if it did. */
  @Nullable IOException aborted() {
    return aborted;
  }

  /** Whether no more will come. */
  boolean isEnded() {
    return end.isDone();
  }

  /** Why it ended, if the connection broke. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** The buffer that came, once. */
  @Nullable ByteBuffer take() {
    return buffer.getAndSet(null);
  }

  /** Asks for the next buffer. */
  void request() {
    request(1);
  }

  private void request(long count) {
    source.thenAccept(given -> given.request(count));
  }

  /**
   * Takes the end of the body, so that its connection is used again. If that doesn't come soon, the
   * connection is closed.
   */
  void drain(Delayer delayer, ResponseBody body) {
    if (isEnded()) {
      return;
    }
    draining = true;
    CompletableFuture<@Nullable Void> timer = delayer.delay(BlockingChatStream.GRACE);
    CompletableFuture<Void> closing = timer.thenRun(body::close);
    end.thenRun(
        () -> {
          closing.cancel(false);
          timer.cancel(false);
        });
    request(Long.MAX_VALUE);
  }
}
