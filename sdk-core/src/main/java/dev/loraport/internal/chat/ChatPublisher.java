package dev.loraport.internal.chat;

import dev.loraport.chat.ChatChunk;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** A stream as a cold publisher: the request is sent when the one subscriber comes. */
final class ChatPublisher implements Flow.Publisher<ChatChunk> {
  private static final Flow.Subscription NONE =
      new Flow.Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
      };

  private final Function<Flow.Subscriber<? super ChatChunk>, ChatSubscription> subscription;
  private final AtomicBoolean taken = new AtomicBoolean();

  ChatPublisher(Function<Flow.Subscriber<? super ChatChunk>, ChatSubscription> subscription) {
    this.subscription = subscription;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ChatChunk> subscriber) {
    Objects.requireNonNull(subscriber, "subscriber");
    if (taken.getAndSet(true)) {
      subscriber.onSubscribe(NONE);
      subscriber.onError(
          new IllegalStateException(
              "the publisher was subscribed to before: ask for a new one for a second answer"));
      return;
    }
    subscription.apply(subscriber).start();
  }
}
