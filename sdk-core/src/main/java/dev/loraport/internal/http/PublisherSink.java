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
  private final Executor executor;
  private final Queue<ByteBuffer> buffers = new ConcurrentLinkedQueue<>();
  private final AtomicLong demand = new AtomicLong();
  private final AtomicInteger work = new AtomicInteger();

  /** Until it was told the end or wants no more: who keeps a body must not keep its reader. */
  private volatile Flow.@Nullable Subscriber<? super ByteBuffer> subscriber;

  private volatile boolean started;
  private volatile boolean ended;
  private volatile boolean refused;
  private volatile boolean asked;
  private volatile @Nullable Throwable failure;

  PublisherSink(JdkBody body, Flow.Subscriber<? super ByteBuffer> subscriber, Executor executor) {
    this.body = body;
    this.subscriber = subscriber;
    this.executor = executor;
  }

  /** Introduces itself to the subscriber. */
  void start() {
    Flow.Subscriber<? super ByteBuffer> to = subscriber;
    if (to != null) {
      to.onSubscribe(this);
    }
    started = true;
    signal();
  }

  /** Tells a subscriber that it can have nothing. */
  void refuse(Throwable why) {
    Flow.Subscriber<? super ByteBuffer> to = subscriber;
    subscriber = null;
    if (to != null) {
      to.onSubscribe(this);
      to.onError(why);
    }
  }

  @Override
  public void request(long count) {
    if (count <= 0) {
      failure = new IllegalArgumentException("request(n) wants n > 0, not " + count);
      refused = true;
      ended = true;
      body.close();
    } else {
      demand.accumulateAndGet(count, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
    }
    signal();
  }

  @Override
  public void cancel() {
    subscriber = null;
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
    Flow.Subscriber<? super ByteBuffer> to = subscriber;
    while (to != null && demand.get() > 0 && !refused) {
      ByteBuffer buffer = buffers.poll();
      if (buffer == null) {
        break;
      }
      demand.updateAndGet(d -> d == Long.MAX_VALUE ? d : d - 1);
      try {
        to.onNext(buffer);
      } catch (Throwable e) {
        // A subscriber must not throw; then it hears nothing more.
        cancel();
        if (e instanceof Error) {
          throw e;
        }
      }
      to = subscriber;
    }
    if (to == null || !(buffers.isEmpty() || refused)) {
      return;
    }
    if (last) {
      subscriber = null;
      Throwable reason = failure;
      if (reason == null) {
        to.onComplete();
      } else {
        to.onError(reason);
      }
    } else if (demand.get() > 0 && !asked) {
      asked = true;
      body.request(1);
    }
  }
}
