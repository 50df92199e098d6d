package dev.loraport.internal.http;

import dev.loraport.error.CallTimeoutException.Phase;
import dev.loraport.http.ResponseBody;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer as it comes from the JDK's client. Two pieces are asked for before it is
 * read: the first is there by the time that the reader's thread has woken, and with the second on
 * its way that thread needn't wake the connection's to ask for more. The others are asked for as
 * the reader wants them.
 */
final class JdkBody implements BodySubscriber<ResponseBody>, ResponseBody {
  /** The pieces that are asked for before there is a reader. */
  private static final int BEFORE = 2;

  private final Watch watch;
  private final Duration readIdle;
  private final Executor executor;
  private final long announced;
  private final Runnable onOpen;
  private final Consumer<@Nullable IOException> onEnd;
  private final Runnable onTold;
  private final CompletableFuture<ResponseBody> released = new CompletableFuture<>();
  private final Deque<List<ByteBuffer>> early = new ArrayDeque<>(BEFORE + 1);
  private Flow.@Nullable Subscription subscription;
  private @Nullable Sink sink;
  private int before;
  private boolean taken;
  private boolean over;
  private @Nullable IOException failure;

  /** One of the three ways to read a body. */
  interface Sink {
    /** More bytes, on the connection's thread. */
    void next(List<ByteBuffer> buffers);

    /** Bytes that came before the reader did, on the reader's thread. */
    default void early(List<ByteBuffer> buffers) {
      next(buffers);
    }

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
      int first = askedBefore();
      if (first > 0) {
        given.request(first);
      }
    }
  }

  /** A reader that is there already asks for itself. */
  private synchronized int askedBefore() {
    if (!taken && !over) {
      before = BEFORE;
    }
    return before;
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    Sink to;
    synchronized (this) {
      to = over ? null : sink;
      if (sink == null && !over) {
        early.add(buffers);
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
    expectMore();
    requestAhead(count);
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

  /** Takes the body for its one reader; gives the number of pieces that were asked for before. */
  private synchronized int take() {
    if (taken) {
      throw new IllegalStateException("a body can be read only once");
    }
    taken = true;
    return before;
  }

  private void read(Sink reader) {
    @Nullable List<ByteBuffer> piece;
    boolean ended;
    IOException reason;
    do {
      synchronized (this) {
        piece = early.poll();
        if (piece == null) {
          // told of what comes from now on
          sink = reader;
        }
        ended = over;
        reason = failure;
      }
      if (piece != null) {
        reader.early(piece);
      }
    } while (piece != null);
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
    take();
    BytesSink bytes = new BytesSink(this, announced, limit, headOnly, executor);
    read(bytes);
    bytes.start();
    return bytes.result();
  }

  @Override
  public InputStream stream() {
    StreamSink stream = new StreamSink(this, take());
    read(stream);
    return stream;
  }

  @Override
  public Flow.Publisher<ByteBuffer> publisher() {
    return subscriber -> {
      Executor on = subscriber instanceof InnerSubscriber ? Runnable::run : executor;
      PublisherSink sink = new PublisherSink(this, subscriber, on);
      try {
        take();
      } catch (IllegalStateException e) {
        sink.refuse(e);
        return;
      }
      read(sink);
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
