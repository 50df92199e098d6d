package dev.loraport.internal.http;

import dev.loraport.error.LoraportException;
import dev.loraport.http.ResponseBody;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A body in the hands of its reader: tells the call when it is over, and gives the reader the
 * reason where the call ended it, as the cause of the {@link IOException}; also where all of the
 * body had come by then.
 */
final class GuardedBody implements ResponseBody {
  private final ResponseBody body;
  private final Executor executor;
  private final Executor signals;
  private final Function<IOException, IOException> translate;
  private final Consumer<@Nullable Throwable> onEnd;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile @Nullable LoraportException reason;
  private volatile @Nullable InnerSubscriber inner;

  /**
   * Guards a body.
   *
   * @param executor where futures end
   * @param signals where the end is told of what is told on the connection's thread
   */
  GuardedBody(
      ResponseBody body,
      Executor executor,
      Executor signals,
      Function<IOException, IOException> translate,
      Consumer<@Nullable Throwable> onEnd) {
    this.body = body;
    this.executor = executor;
    this.signals = signals;
    this.translate = translate;
    this.onEnd = onEnd;
  }

  /** Ends it with a reason. */
  void abort(LoraportException why) {
    if (!over.get()) {
      reason = why;
    }
    body.close();
    end(why);
    InnerSubscriber reader = inner;
    if (reader != null && reason != null) {
      reader.onAbort(new IOException(why.getMessage(), why));
    }
  }

  private void end(@Nullable Throwable error) {
    if (over.compareAndSet(false, true)) {
      onEnd.accept(error);
    }
  }

  private IOException failed(IOException error) {
    LoraportException why = reason;
    IOException told =
        why == null ? translate.apply(error) : new IOException(why.getMessage(), why);
    end(told);
    return told;
  }

  private Throwable failedWith(Throwable error) {
    Throwable cause = Texts.unwrap(error);
    if (cause instanceof IOException io) {
      return failed(io);
    }
    end(cause);
    return cause;
  }

  @Override
  public CompletableFuture<byte[]> bytes(int limit) {
    CancellableFuture<byte[]> told = CancellableFuture.of(executor, this::close);
    body.bytes(limit)
        .whenCompleteAsync(
            (bytes, error) -> {
              if (error == null && reason == null) {
                end(null);
                told.finish(bytes);
              } else {
                told.fail(failedWith(error == null ? new EOFException() : error));
              }
            },
            executor);
    return told;
  }

  @Override
  public InputStream stream() {
    InputStream bytes = body.stream();
    return bytes instanceof Drainable drainable
        ? new DrainableGuard(bytes, drainable)
        : new StreamGuard(bytes);
  }

  @Override
  public Flow.Publisher<ByteBuffer> publisher() {
    return to -> {
      InnerSubscriber own = to instanceof InnerSubscriber one ? one : null;
      inner = own;
      body.publisher().subscribe(own == null ? new Guard(to) : new InnerGuard(own));
    };
  }

  @Override
  public void close() {
    body.close();
    end(null);
  }

  private class StreamGuard extends FilterInputStream {
    StreamGuard(InputStream bytes) {
      super(bytes);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count;
      try {
        count = in.read(into, offset, length);
      } catch (IOException e) {
        throw failed(e);
      }
      if (count < 0) {
        if (reason != null) {
          throw failed(new EOFException());
        }
        end(null);
      }
      return count;
    }

    @Override
    public void close() {
      GuardedBody.this.close();
    }
  }

  private final class DrainableGuard extends StreamGuard implements Drainable {
    private final Drainable drainable;

    DrainableGuard(InputStream bytes, Drainable drainable) {
      super(bytes);
      this.drainable = drainable;
    }

    @Override
    public void drain(Duration longest) {
      drainable.drain(longest);
    }
  }

  private final class InnerGuard extends Guard implements InnerSubscriber {
    private final InnerSubscriber reader;

    InnerGuard(InnerSubscriber reader) {
      super(reader);
      this.reader = reader;
    }

    @Override
    public void onAbort(IOException why) {
      reader.onAbort(why);
    }

    @Override
    public void onError(Throwable error) {
      signals.execute(() -> super.onError(error));
    }

    @Override
    public void onComplete() {
      signals.execute(super::onComplete);
    }
  }

  private class Guard implements Flow.Subscriber<ByteBuffer> {
    private final Flow.Subscriber<? super ByteBuffer> to;

    Guard(Flow.Subscriber<? super ByteBuffer> to) {
      this.to = to;
    }

    @Override
    public void onSubscribe(Flow.Subscription from) {
      to.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long count) {
              from.request(count);
            }

            @Override
            public void cancel() {
              from.cancel();
              end(null);
            }
          });
    }

    @Override
    public void onNext(ByteBuffer bytes) {
      try {
        to.onNext(bytes);
      } catch (Throwable e) {
        // it hears of no end, and the call has one all the same
        close();
        throw e;
      }
    }

    @Override
    public void onError(Throwable error) {
      to.onError(failedWith(error));
    }

    @Override
    public void onComplete() {
      if (reason != null) {
        to.onError(failed(new EOFException()));
        return;
      }
      end(null);
      to.onComplete();
    }
  }
}
