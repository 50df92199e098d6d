package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.spi.LinkedFuture;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a stream to its end, for who wants the whole answer, with or without its chunks. */
final class WholeFromStream implements Flow.Subscriber<ChatChunk> {
  private final CompletableFuture<ChatCompletion> whole = new CompletableFuture<>();
  private final Consumer<? super ChatChunk> chunks;
  private volatile @Nullable ChatSubscription source;

  private WholeFromStream(Consumer<? super ChatChunk> chunks) {
    this.chunks = chunks;
  }

  /**
   * The whole answer; cancelling the future closes the connection.
   *
   * @param executor where dependent stages run
   * @param chunks takes the chunks; what it throws is the failure, and closes the connection too
   * @param stream makes the stream for a subscriber
   */
  static CompletableFuture<ChatCompletion> of(
      Executor executor,
      Consumer<? super ChatChunk> chunks,
      Function<Flow.Subscriber<ChatChunk>, ChatSubscription> stream) {
    WholeFromStream reader = new WholeFromStream(chunks);
    ChatSubscription subscription = stream.apply(reader);
    reader.source = subscription;
    LinkedFuture<ChatCompletion> result = LinkedFuture.of(executor, reader.whole);
    reader.whole.whenComplete(
        (answer, failure) -> {
          if (failure != null) {
            subscription.cancel();
          }
        });
    subscription.start();
    return result;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(ChatChunk chunk) {
    try {
      chunks.accept(chunk);
    } catch (Throwable e) {
      whole.completeExceptionally(e);
    }
  }

  @Override
  public void onError(Throwable failure) {
    whole.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    ChatSubscription read = source;
    if (read != null) {
      whole.complete(read.soFar());
    }
  }
}
