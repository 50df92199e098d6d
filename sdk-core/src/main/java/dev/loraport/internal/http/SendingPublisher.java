package dev.loraport.internal.http;

import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A body on its way out: its source is asked on the executor, since it may read a file, unless it
 * does that on its own thread; and each piece that is taken counts as progress.
 */
final class SendingPublisher implements Flow.Publisher<ByteBuffer> {
  private final Flow.Publisher<ByteBuffer> source;
  private final Executor executor;
  private final Watch watch;

  SendingPublisher(Flow.Publisher<ByteBuffer> source, Executor executor, Watch watch) {
    this.source = source;
    this.executor = source instanceof PromptPublisher ? Runnable::run : executor;
    this.watch = watch;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> to) {
    source.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription from) {
            to.onSubscribe(new Upstream(from, executor));
          }

          @Override
          public void onNext(ByteBuffer piece) {
            watch.progress();
            to.onNext(piece);
          }

          @Override
          public void onError(Throwable error) {
            to.onError(error);
          }

          @Override
          public void onComplete() {
            watch.progress();
            to.onComplete();
          }
        });
  }

  /** Hands requests to the source in their order, on the executor. */
  private static final class Upstream implements Flow.Subscription {
    private final Flow.Subscription from;
    private final Executor executor;
    private final Queue<Long> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger work = new AtomicInteger();

    Upstream(Flow.Subscription from, Executor executor) {
      this.from = from;
      this.executor = executor;
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
          from.request(count);
        }
      } while (work.decrementAndGet() > 0);
    }

    @Override
    public void cancel() {
      from.cancel();
    }
  }
}
