package dev.loraport.spi;

import dev.loraport.error.UploadException;
import dev.loraport.file.FileSource;
import dev.loraport.internal.http.PromptPublisher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Hands the slices of one attempt to its one subscriber, as they are asked for. It reads on a
 * thread of its own, which lives while slices are asked for: the threads of the HTTP client serve
 * other calls too, and a slow disk must not hold those up.
 */
final class SlicePublisher implements PromptPublisher {
  private static final System.Logger LOG = System.getLogger("dev.loraport.upload");
  private static final long IDLE_SECONDS = 2;

  private final SliceReader reader;
  private final UploadMeter meter;
  private final AtomicBoolean taken = new AtomicBoolean();

  SlicePublisher(SliceReader reader, UploadMeter meter) {
    this.reader = reader;
    this.meter = meter;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    if (taken.getAndSet(true)) {
      subscriber.onSubscribe(NoDemand.NONE);
      subscriber.onError(new IllegalStateException("a body takes one subscriber for each open()"));
      return;
    }
    Delivery delivery = new Delivery(subscriber);
    delivery.start();
  }

  /** The subscription of one that gets nothing. */
  private enum NoDemand implements Flow.Subscription {
    NONE;

    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }

  private final class Delivery implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger wakeups = new AtomicInteger();
    private final ThreadPoolExecutor thread;
    private volatile boolean started;
    private volatile boolean over;
    private volatile boolean refused;

    Delivery(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
      this.thread =
          new ThreadPoolExecutor(
              0,
              1,
              IDLE_SECONDS,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(),
              work -> {
                Thread worker = new Thread(work, "loraport-upload");
                worker.setDaemon(true);
                return worker;
              });
    }

    void start() {
      subscriber.onSubscribe(this);
      // what it asked for there waits until here: it is told one thing after the other
      started = true;
      schedule();
    }

    @Override
    public void request(long n) {
      if (n <= 0) {
        refused = true;
      } else {
        demand.accumulateAndGet(n, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
      }
      schedule();
    }

    @Override
    public void cancel() {
      if (over) {
        return;
      }
      over = true;
      try {
        // A second thread: the first may be in a read that only the closing ends. Who cancels can
        // be the thread of all connections, which must not wait for a user's stream.
        thread.setMaximumPoolSize(2);
        thread.setCorePoolSize(2);
        thread.execute(this::end);
      } catch (RejectedExecutionException e) {
        // it has ended in between
      }
    }

    private void schedule() {
      if (!started || over || wakeups.getAndIncrement() != 0) {
        return;
      }
      try {
        thread.execute(this::deliver);
      } catch (RejectedExecutionException e) {
        // it was cancelled in between, and nothing is to be delivered any more
        end();
      }
    }

    private void deliver() {
      int seen = wakeups.get();
      do {
        try {
          deliverAsDemanded();
        } catch (UploadException e) {
          fail(e);
        } catch (IOException e) {
          fail(unreadable(e));
        } catch (UncheckedIOException e) {
          fail(unreadable(e.getCause()));
        } catch (Throwable e) {
          fail(e);
        }
        seen = wakeups.addAndGet(-seen);
      } while (seen != 0 && !over);
    }

    private void deliverAsDemanded() throws IOException {
      while (!over) {
        if (refused) {
          throw new IllegalArgumentException("request(n) needs n > 0");
        }
        if (reader.atEnd()) {
          end();
          meter.end(reader.fileBytes());
          subscriber.onComplete();
          return;
        }
        if (demand.get() == 0) {
          return;
        }
        ByteBuffer slice = reader.next();
        if (over) {
          return;
        }
        demand.updateAndGet(d -> d == Long.MAX_VALUE ? d : d - 1);
        subscriber.onNext(slice);
        meter.sent(reader.fileBytes());
      }
    }

    private Throwable unreadable(@Nullable IOException cause) {
      FileSource source = reader.source();
      IOException known = cause == null ? new IOException("unknown") : cause;
      return source == null ? known : SourceErrors.unreadable(source, known);
    }

    private void fail(Throwable failure) {
      if (!over) {
        end();
        subscriber.onError(failure);
      }
    }

    private void end() {
      over = true;
      thread.shutdown();
      try {
        reader.close();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, "a file that was uploaded could not be closed", e);
      }
    }
  }
}
