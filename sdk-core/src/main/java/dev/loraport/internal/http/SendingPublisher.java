package dev.loraport.internal.http;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A body on its way out: its source is asked, and told to stop, on the executor, since it may read
 * a file, unless it does that on its own thread; and each piece that is taken counts as progress.
 */
final class SendingPublisher implements Flow.Publisher<ByteBuffer> {
  /** The subscription of who gets nothing. */
  static final Flow.Subscription NOTHING =
      new Flow.Subscription() {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
      };

  private final Flow.Publisher<ByteBuffer> source;
  private final Executor executor;
  private final Watch watch;
  private volatile @Nullable Upstream upstream;
  private volatile boolean over;

  SendingPublisher(Flow.Publisher<ByteBuffer> source, Executor executor, Watch watch) {
    this.source = source;
    this.executor = source instanceof PromptPublisher ? Runnable::run : executor;
    this.watch = watch;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> to) {
    Flow.Subscriber<ByteBuffer> receiver = receiver(to);
    executor.execute(
        () -> {
          try {
            source.subscribe(receiver);
          } catch (Throwable e) {
            if (upstream == null) {
              receiver.onSubscribe(NOTHING);
            }
            receiver.onError(e);
          }
        });
  }

  /** Ends it, unless all was sent. */
  void stop() {
    if (!over) {
      over = true;
      Upstream open = upstream;
      if (open != null) {
        open.cancel();
      }
    }
  }

  private Flow.Subscriber<ByteBuffer> receiver(Flow.Subscriber<? super ByteBuffer> to) {
    return new Flow.Subscriber<>() {
      @Override
      public void onSubscribe(Flow.Subscription from) {
        Upstream given = new Upstream(from, executor, this);
        upstream = given;
        if (over) {
          given.cancel();
        }
        to.onSubscribe(given);
      }

      @Override
      public void onNext(ByteBuffer piece) {
        watch.progress();
        to.onNext(piece);
      }

      @Override
      public void onError(Throwable error) {
        over = true;
        to.onError(error);
      }

      @Override
      public void onComplete() {
        over = true;
        watch.progress();
        to.onComplete();
      }
    };
  }

  /** Hands requests to the source in their order, on the executor. */
  private static final class Upstream implements Flow.Subscription {
    private final Flow.Subscription from;
    private final Executor executor;
    private final Flow.Subscriber<ByteBuffer> receiver;
    private final Queue<Long> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();

    Upstream(Flow.Subscription from, Executor executor, Flow.Subscriber<ByteBuffer> receiver) {
      this.from = from;
      this.executor = executor;
      this.receiver = receiver;
    }

    @Override
    public void request(long count) {
      requests.add(count);
      if (work.getAndIncrement() == 0) {
        executor.execute(this::drain);
      }
    }

    private void drain() {
      do {
        Long count = requests.poll();
        if (count != null) {
          try {
            from.request(count);
          } catch (Throwable e) {
            receiver.onError(e);
          }
        }
      } while (work.decrementAndGet() > 0);
    }

    @Override
    public void cancel() {
      executor.execute(from::cancel);
    }
  }
}
