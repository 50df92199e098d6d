package dev.loraport.spi;

import dev.loraport.http.ResponseBody;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A body that comes in the pieces that a test puts in, and tells what became of it. */
public final class FakeBody implements ResponseBody {
  private static final byte[] END = new byte[0];

  private final BlockingQueue<Object> pieces = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean readToEnd;

  /** A body of these pieces, with nothing behind them yet. */
  public static FakeBody open(String... pieces) {
    FakeBody body = new FakeBody();
    for (String piece : pieces) {
      body.put(piece.getBytes(StandardCharsets.UTF_8));
    }
    return body;
  }

  /** A whole body of these pieces. */
  public static FakeBody of(String... pieces) {
    return open(pieces).end();
  }

  /** Adds a piece. */
  public FakeBody put(byte[] piece) {
    pieces.add(piece);
    return this;
  }

  /** Adds the end. */
  public FakeBody end() {
    pieces.add(END);
    return this;
  }

  /** Lets the connection break. */
  public FakeBody breakOff(IOException failure) {
    pieces.add(failure);
    return this;
  }

  /** Whether it was read to its end, so that its connection can be used again. */
  public boolean wasReadToEnd() {
    return readToEnd;
  }

  /** Waits until it is closed, for ten seconds at most. */
  public boolean awaitClosed() throws InterruptedException {
    return closed.await(10, TimeUnit.SECONDS);
  }

  @Override
  public CompletableFuture<byte[]> bytes(int limit) {
    try (InputStream in = stream()) {
      return CompletableFuture.completedFuture(in.readAllBytes());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private byte[] take() throws IOException {
    Object piece;
    try {
      piece = pieces.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    if (piece instanceof IOException failure) {
      pieces.add(failure);
      throw failure;
    }
    if (piece == END) {
      readToEnd = true;
      pieces.add(END);
    }
    return (byte[]) piece;
  }

  @Override
  public InputStream stream() {
    return new InputStream() {
      private byte[] piece = END;
      private int at;

      @Override
      public int read() {
        throw new UnsupportedOperationException("one byte at a time is too slow");
      }

      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        if (at == piece.length) {
          piece = take();
          at = 0;
          if (piece == END) {
            return -1;
          }
        }
        int count = Math.min(length, piece.length - at);
        System.arraycopy(piece, at, into, from, count);
        at += count;
        return count;
      }
    };
  }

  @Override
  public Flow.Publisher<ByteBuffer> publisher() {
    return subscriber -> {
      Semaphore demand = new Semaphore(0);
      Thread wire = new Thread(() -> publish(subscriber, demand), "wire");
      wire.setDaemon(true);
      subscriber.onSubscribe(
          new Flow.Subscription() {
            @Override
            public void request(long count) {
              demand.release((int) Math.min(count, 1_000));
            }

            @Override
            public void cancel() {
              close();
            }
          });
      wire.start();
    };
  }

  private void publish(Flow.Subscriber<? super ByteBuffer> subscriber, Semaphore demand) {
    try {
      while (true) {
        byte[] piece = take();
        if (piece == END) {
          subscriber.onComplete();
          return;
        }
        demand.acquireUninterruptibly();
        subscriber.onNext(ByteBuffer.wrap(Arrays.copyOf(piece, piece.length)).asReadOnlyBuffer());
      }
    } catch (IOException e) {
      subscriber.onError(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    if (!readToEnd) {
      pieces.clear();
      pieces.add(new IOException("closed"));
    }
  }
}
