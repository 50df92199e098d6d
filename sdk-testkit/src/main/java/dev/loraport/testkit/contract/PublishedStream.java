package dev.loraport.testkit.contract;

import dev.loraport.chat.ChatAssembler;
import dev.loraport.chat.ChatChunk;
import dev.loraport.chat.ChatCompletion;
import dev.loraport.chat.ChatStream;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The chunks of a publisher, one asked for at a time, as a stream of chat. */
final class PublishedStream implements ChatStream, Flow.Subscriber<ChatChunk> {
  /** Chunks, then the failure, or this stream for the end. */
  private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();

  private final ChatAssembler seen = new ChatAssembler();
  private @Nullable Object end;
  private volatile Flow.@Nullable Subscription subscription;

  PublishedStream(Flow.Publisher<ChatChunk> publisher) {
    publisher.subscribe(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(ChatChunk chunk) {
    signals.add(chunk);
  }

  @Override
  public void onError(Throwable failure) {
    signals.add(failure);
  }

  @Override
  public void onComplete() {
    signals.add(this);
  }

  /** The next chunk; none at the end. */
  private @Nullable ChatChunk take() {
    Object signal = end == null ? poll() : end;
    if (signal instanceof ChatChunk chunk) {
      seen.add(chunk);
      request();
      return chunk;
    }
    end = signal;
    if (signal instanceof RuntimeException failure) {
      throw failure;
    }
    if (signal != this) {
      throw new AssertionError("the publisher has ended with " + signal);
    }
    return null;
  }

  private void request() {
    Flow.Subscription current = subscription;
    if (current != null) {
      current.request(1);
    }
  }

  private Object poll() {
    try {
      Object signal = signals.poll(ContractRun.SOON.toMillis(), TimeUnit.MILLISECONDS);
      if (signal == null) {
        throw new AssertionError("the publisher neither goes on nor ends");
      }
      return signal;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("the test was interrupted", e);
    }
  }

  @Override
  public Iterator<ChatChunk> iterator() {
    return new Iterator<>() {
      private @Nullable ChatChunk next;

      @Override
      public boolean hasNext() {
        next = next == null ? take() : next;
        return next != null;
      }

      @Override
      public ChatChunk next() {
        if (!hasNext() || next == null) {
          throw new NoSuchElementException("the stream has ended");
        }
        ChatChunk given = next;
        next = null;
        return given;
      }
    };
  }

  @Override
  public Stream<ChatChunk> stream() {
    return StreamSupport.stream(spliterator(), false);
  }

  @Override
  public ChatCompletion result() {
    iterator().forEachRemaining(chunk -> {});
    return partial();
  }

  @Override
  public ChatCompletion partial() {
    return seen.answer();
  }

  @Override
  public Optional<String> requestId() {
    return seen.answer().requestId();
  }

  @Override
  public void cancel() {
    Flow.Subscription current = subscription;
    if (current != null) {
      current.cancel();
    }
  }

  @Override
  public void close() {
    cancel();
  }
}
