package dev.loraport.spi;

import dev.loraport.http.ResponseBody;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Writes a body into a file, piece by piece: the next is asked for when one is written. The future
 * ends when the last piece is written; cancelling it closes the connection.
 */
final class BodySink extends CompletableFuture<@Nullable Void>
    implements Flow.Subscriber<ByteBuffer> {
  private final ResponseBody body;
  private final PartFile part;
  private final long limit;
  private final Executor disk;
  private volatile Flow.@Nullable Subscription subscription;

  /**
   * Makes a sink.
   *
   * @param body the body
   * @param part the file
   * @param limit the most bytes that the file may have
   * @param disk where files are written, one piece of work after the other
   */
  BodySink(ResponseBody body, PartFile part, long limit, Executor disk) {
    this.body = body;
    this.part = part;
    this.limit = limit;
    this.disk = disk;
  }

  void start() {
    try {
      body.publisher().subscribe(this);
    } catch (RuntimeException e) {
      end(e);
    }
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    boolean cancelled = super.cancel(mayInterruptIfRunning);
    if (cancelled) {
      close();
    }
    return cancelled;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    if (isDone()) {
      given.cancel();
    } else {
      given.request(1);
    }
  }

  @Override
  public void onNext(ByteBuffer piece) {
    disk.execute(() -> write(piece));
  }

  @Override
  public void onError(Throwable failure) {
    disk.execute(() -> end(failure));
  }

  @Override
  public void onComplete() {
    disk.execute(() -> complete(null));
  }

  private void write(ByteBuffer piece) {
    Flow.Subscription given = subscription;
    if (isDone() || given == null) {
      return;
    }
    try {
      if (piece.remaining() > limit - part.length()) {
        throw new OverlongBodyException();
      }
      part.write(piece);
      given.request(1);
    } catch (RuntimeException e) {
      end(e);
    }
  }

  private void end(Throwable failure) {
    if (completeExceptionally(failure)) {
      close();
    }
  }

  private void close() {
    Flow.Subscription given = subscription;
    if (given != null) {
      given.cancel();
    }
    body.close();
  }
}
