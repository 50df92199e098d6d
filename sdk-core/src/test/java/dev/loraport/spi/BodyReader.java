package dev.loraport.spi;

import dev.loraport.http.RequestBody;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes a body in as an HTTP client does: the next slice is asked for when one is there. */
final class BodyReader implements Flow.Subscriber<ByteBuffer> {
  final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
  private final Consumer<ByteBuffer> taker;
  private final long batch;
  private Flow.@Nullable Subscription subscription;
  private long left;

  BodyReader(long batch, Consumer<ByteBuffer> taker) {
    this.batch = batch;
    this.taker = taker;
  }

  /** All bytes; the failure of the body is the cause of what is thrown. */
  static byte[] read(RequestBody body, long batch) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    BodyReader reader =
        new BodyReader(
            batch,
            slice -> {
              byte[] bytes = new byte[slice.remaining()];
              slice.get(bytes);
              all.writeBytes(bytes);
            });
    body.open().subscribe(reader);
    reader.ended.get(30, TimeUnit.SECONDS);
    return all.toByteArray();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    subscribed.complete(given);
    ask();
  }

  @Override
  public void onNext(ByteBuffer slice) {
    taker.accept(slice);
    if (--left == 0) {
      ask();
    }
  }

  private void ask() {
    left = batch;
    if (subscription != null && batch > 0) {
      subscription.request(batch);
    }
  }

  @Override
  public void onError(Throwable failure) {
    ended.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    ended.complete(null);
  }
}
