package dev.loraport.internal.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A body for a subscriber, as it asks for it. It is told on the executor, one signal after the
 * other.
 */
final class PublisherSink implements JdkBody.Sink, Flow.Subscription {
  private final JdkBody body;
  private final Flow.Subscriber<? super ByteBuffer> subscriber;
  private final Executor executor;
  private final Queue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();
  private final AtomicLong demand = new AtomicLong();
  private final AtomicInteger work = new AtomicInteger();
  private volatile boolean started;
  private volatile boolean ended;
  private volatile boolean cancelled;
  private volatile boolean asked;
  private volatile @Nullable Throwable failure;
  private boolean told;

  PublisherSink(JdkBody body, Flow.Subscriber<? super ByteBuffer> subscriber, Executor executor) {
    this.body = body;
    this.subscriber = subscriber;
    this.executor = executor;
  }

  /** Introduces itself to the subscriber. */
  void start() {
    subscriber.onSubscribe(this);
    started = true;
    signal();
  }

  /** Tells a subscriber that it can have nothing. */
  void refuse(Throwable why) {
    cancelled = true;
    subscriber.onSubscribe(this);
    subscriber.onError(why);
  }

  @Override
  public void request(long count) {
    if (count <= 0) {
      failure = new IllegalArgumentException("request(n) wants n > 0, not " + count);
      ended = true;
      body.close();
    } else {
      demand.accumulateAndGet(count, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
    }
    signal();
  }

  @Override
  public void cancel() {
    cancelled = true;
    buffers.clear();
    body.close();
  }

  @Override
  public void next(List<ByteBuffer> more) {
    for (ByteBuffer buffer : more) {
      if (buffer.hasRemaining()) {
        buffers.add(buffer);
      }
    }
    asked = false;
    signal();
  }

  @Override
  public void end(@Nullable IOException reason) {
    if (failure == null) {
      failure = reason;
    }
    ended = true;
    signal();
  }

  private void signal() {
    if (started && work.getAndIncrement() == 0) {
      executor.execute(this::drain);
    }
  }

  private void drain() {
    int missed = 1;
    while (missed != 0) {
      deliver();
      missed = work.addAndGet(-missed);
    }
  }

  private void deliver() {
    boolean last = ended;
    while (!cancelled && !told && demand.get() > 0) {
      ByteBuffer buffer = buffers.poll();
      if (buffer == null) {
        break;
      }
      demand.updateAndGet(d -> d == Long.MAX_VALUE ? d : d - 1);
      try {
        subscriber.onNext(buffer);
      } catch (RuntimeException e) {
        // A subscriber must not throw; then it hears nothing more.
        cancel();
        return;
      }
    }
    if (cancelled || told) {
      return;
    }
    if (last && buffers.isEmpty()) {
      told = true;
      Throwable reason = failure;
      if (reason == null) {
        subscriber.onComplete();
      } else {
        subscriber.onError(reason);
      }
    } else if (!last && buffers.isEmpty() && demand.get() > 0 && !asked) {
      asked = true;
      body.request(1);
    }
  }
}
