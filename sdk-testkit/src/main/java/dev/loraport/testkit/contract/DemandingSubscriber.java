package dev.loraport.testkit.contract;

import dev.loraport.chat.ChatChunk;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Asks for one chunk, then for two, then for one, and counts what comes unasked. */
final class DemandingSubscriber implements Flow.Subscriber<ChatChunk> {
  private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
  private final List<String> pieces = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger received = new AtomicInteger();
  private final AtomicInteger tooMany = new AtomicInteger();
  private int cancelAfter = Integer.MAX_VALUE;
  private Flow.@Nullable Subscription subscription;

  DemandingSubscriber cancelAfter(int chunks) {
    cancelAfter = chunks;
    return this;
  }

  CompletableFuture<@Nullable Void> end() {
    return end;
  }

  String text() {
    return String.join("", pieces);
  }

  int tooMany() {
    return tooMany.get();
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    ask(given, 1);
  }

  @Override
  public void onNext(ChatChunk chunk) {
    if (open.decrementAndGet() < 0) {
      tooMany.incrementAndGet();
    }
    pieces.add(chunk.text());
    int count = received.incrementAndGet();
    Flow.Subscription current = subscription;
    if (current == null) {
      tooMany.incrementAndGet();
    } else if (count >= cancelAfter) {
      current.cancel();
    } else if (open.get() == 0) {
      ask(current, count % 2 + 1);
    }
  }

  private void ask(Flow.Subscription current, int count) {
    open.addAndGet(count);
    current.request(count);
  }

  @Override
  public void onError(Throwable error) {
    end.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }
}
