package dev.loraport.internal.http;

import dev.loraport.error.CallTimeoutException.Phase;
import dev.loraport.http.ResponseBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as it comes from the JDK's client. One piece is asked for before it is
 * read, which is there by the time that the reader's thread has woken; the others are when it wants
 * them.
 */
final class JdkBody implements BodySubscriber<ResponseBody>, ResponseBody {
  private final Watch watch;
  private final Duration readIdle;
  private final Executor executor;
  private final long announced;
  private final Runnable onOpen;
  private final Consumer<@Nullable IOException> onEnd;
  private final Runnable onTold;
  private final CompletableFuture<ResponseBody> released = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;
  private @Nullable Sink sink;
  private @Nullable List<ByteBuffer> early;
  private boolean taken;
  private boolean over;
  private @Nullable IOException failure;

  /** One of the three ways to read a body. */
  interface Sink {
    /** More bytes. */
    void next(List<ByteBuffer> buffers);

    /** The end; with a failure if it wasn't the proper one. */
    void end(@Nullable IOException failure);
  }

  /**
   * Makes a body.
   *
   * @param announced the length that the headers announced, or -1
   * @param onOpen run once the body can be read
   * @param onEnd told once it is over, of the failure if there was one
   * @param onTold run once its reader was told so
   */
  JdkBody(
      Watch watch,
      Duration readIdle,
      Executor executor,
      long announced,
      Runnable onOpen,
      Consumer<@Nullable IOException> onEnd,
      Runnable onTold) {
    this.watch = watch;
    this.readIdle = readIdle;
    this.executor = executor;
    this.announced = announced;
    this.onOpen = onOpen;
    this.onEnd = onEnd;
    this.onTold = onTold;
  }

  /** Ends when the exchange has taken note of the end, see {@link #release()}. */
  @Override
  public CompletionStage<ResponseBody> getBody() {
    return released;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    boolean closed;
    synchronized (this) {
      subscription = given;
      closed = over;
    }
    if (closed) {
      given.cancel();
    } else {
      watch.rest();
      onOpen.run();
      if (!isTaken()) {
        given.request(1);
      }
    }
  }

  private synchronized boolean isTaken() {
    return taken || over;
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    Sink to;
    synchronized (this) {
      to = over ? null : sink;
      if (sink == null && !over) {
        early = buffers;
      }
    }
    if (to != null) {
      watch.rest();
      to.next(buffers);
    }
  }

  @Override
  public void onError(Throwable error) {
    end(error instanceof IOException io ? io : new IOException(Texts.of(error), error), false);
  }

  @Override
  public void onComplete() {
    end(null, false);
  }

  /** Asks for more; from now on the other side is expected to send. */
  void request(long count) {
    Flow.Subscription from;
    synchronized (this) {
      from = over ? null : subscription;
    }
    if (from != null) {
      watch.begin(Phase.READ_IDLE, readIdle);
      from.request(count);
    }
  }

  /** Asks for more than the reader needs by now: the other side may take its time. */
  void requestAhead(long count) {
    Flow.Subscription from;
    synchronized (this) {
      from = over ? null : subscription;
    }
    if (from != null) {
      from.request(count);
    }
  }

  /** The reader has what it waited for. */
  void rest() {
    watch.rest();
  }

  /** More was asked for already: the other side is expected to go on. */
  void expectMore() {
    watch.begin(Phase.READ_IDLE, readIdle);
  }

  /** Ends it with a failure and closes the connection; nothing happens if it is over. */
  void fail(IOException reason) {
    end(reason, true);
  }

  private void end(@Nullable IOException reason, boolean cancel) {
    Sink to;
    Flow.Subscription from;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      failure = reason;
      to = sink;
      from = subscription;
    }
    watch.stop();
    if (cancel && from != null) {
      from.cancel();
    }
    // before the reader is told: a client that it closes then leaves this connection alone
    onEnd.accept(reason);
    if (to != null) {
      to.end(reason);
    }
    onTold.run();
  }

  /** Tells the JDK's client that the body is over. */
  void release() {
    released.complete(this);
  }

  private void read(Sink reader) {
    synchronized (this) {
      if (taken) {
        throw new IllegalStateException("a body can be read only once");
      }
      taken = true;
    }
    List<ByteBuffer> before;
    boolean ended;
    IOException reason;
    do {
      synchronized (this) {
        before = early;
        early = null;
        if (before == null) {
          // told of what comes from now on
          sink = reader;
        }
        ended = over;
        reason = failure;
      }
      if (before != null) {
        reader.next(before);
      }
    } while (before != null);
    if (ended) {
      reader.end(reason);
    }
  }

  @Override
  public CompletableFuture<byte[]> bytes(int limit) {
    return collect(limit, false);
  }

  /** The beginning of the body, as far as it comes. */
  CompletableFuture<byte[]> head(int limit) {
    return collect(limit, true);
  }

  private CompletableFuture<byte[]> collect(int limit, boolean headOnly) {
    BytesSink bytes = new BytesSink(this, announced, limit, headOnly, executor);
    read(bytes);
    bytes.start();
    return bytes.result();
  }

  @Override
  public InputStream stream() {
    StreamSink stream = new StreamSink(this);
    read(stream);
    return stream;
  }

  @Override
  public Flow.Publisher<ByteBuffer> publisher() {
    return subscriber -> {
      Executor on = subscriber instanceof InnerSubscriber ? Runnable::run : executor;
      PublisherSink sink = new PublisherSink(this, subscriber, on);
      try {
        read(sink);
      } catch (IllegalStateException e) {
        sink.refuse(e);
        return;
      }
      sink.start();
    };
  }

  @Override
  public void close() {
    boolean open;
    synchronized (this) {
      open = !over;
    }
    if (open) {
      fail(new IOException("the body was closed before its end"));
    }
  }
}
