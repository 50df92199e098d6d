package dev.loraport.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A body for a reader that waits. A little more is asked for than was read, so that the connection
 * is read while the reader works; what waits for it is bounded. More is asked for where a piece
 * arrives, and by the reader only if nothing is on its way, since the reader has to wake the
 * connection's thread for it.
 */
final class StreamSink extends InputStream implements JdkBody.Sink, Drainable {
  /** How many pieces may be under way; the JDK's client reads up to 16 KiB at a time. */
  private static final int AHEAD = 16;

  /** With so many bytes unread no more are asked for. */
  private static final int WAITING_BYTES = 64 << 10;

  private final JdkBody body;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
  private long waitingBytes;
  private int asked;
  private boolean ended;
  private @Nullable IOException failure;

  /**
   * Makes a stream.
   *
   * @param asked the number of pieces that were asked for already
   */
  StreamSink(JdkBody body, int asked) {
    this.body = body;
    this.asked = asked;
  }

  @Override
  public void next(List<ByteBuffer> arrivals) {
    ask(keep(arrivals, AHEAD / 2));
    // with the end, if that has come as well
    OnTheSpot.afterwards(this::wake);
  }

  private void wake() {
    lock.lock();
    try {
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void early(List<ByteBuffer> arrivals) {
    keep(arrivals, -1);
  }

  private int keep(List<ByteBuffer> arrivals, int onTheirWay) {
    lock.lock();
    try {
      asked--;
      for (ByteBuffer buffer : arrivals) {
        if (buffer.hasRemaining()) {
          buffers.add(buffer);
          waitingBytes += buffer.remaining();
        }
      }
      return toAskFor(onTheirWay);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void end(@Nullable IOException reason) {
    lock.lock();
    try {
      ended = true;
      failure = reason;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    int count = 0;
    int more;
    lock.lock();
    try {
      if (!ended && buffers.isEmpty()) {
        awaitBytes();
      }
      // A failure is told when the reader gets to it, not before what came ahead of it; but after
      // close() there is nothing to read.
      while (count < length && !buffers.isEmpty()) {
        ByteBuffer buffer = buffers.element();
        int part = Math.min(length - count, buffer.remaining());
        buffer.get(into, offset + count, part);
        count += part;
        if (!buffer.hasRemaining()) {
          buffers.remove();
        }
      }
      waitingBytes -= count;
      more = toAskFor(0);
    } finally {
      lock.unlock();
    }
    ask(more);
    if (count > 0) {
      return count;
    }
    IOException reason = failure;
    if (reason != null) {
      throw new IOException(reason.getMessage(), reason);
    }
    return -1;
  }

  /** How many pieces to ask for now, if no more than so many are on their way; with the lock. */
  private int toAskFor(int onTheirWay) {
    if (ended || asked > onTheirWay || waitingBytes > WAITING_BYTES) {
      return 0;
    }
    int more = AHEAD - asked;
    asked = AHEAD;
    return more;
  }

  private void ask(int more) {
    if (more > 0) {
      body.requestAhead(more);
    }
  }

  /** Waits, with the lock; the body is asked without it. */
  private void awaitBytes() throws IOException {
    int more = toAskFor(0);
    if (more > 0) {
      lock.unlock();
      try {
        ask(more);
      } finally {
        lock.lock();
      }
    }
    boolean interrupted = false;
    body.expectMore();
    try {
      while (!ended && buffers.isEmpty()) {
        arrived.await();
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    body.rest();
    if (!interrupted) {
      return;
    }
    Thread.currentThread().interrupt();
    lock.unlock();
    try {
      body.close();
    } finally {
      lock.lock();
    }
    throw new InterruptedIOException("the reader was interrupted; the connection is closed");
  }

  @Override
  public void drain(Duration longest) {
    int more;
    lock.lock();
    try {
      more = toAskFor(0);
    } finally {
      lock.unlock();
    }
    ask(more);
    lock.lock();
    try {
      // what was asked for bounds what can come
      for (long left = longest.toNanos(); !ended && left > 0; ) {
        left = arrived.awaitNanos(left);
      }
      buffers.clear();
      waitingBytes = 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return buffers.stream().mapToInt(ByteBuffer::remaining).sum();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      buffers.clear();
      waitingBytes = 0;
    } finally {
      lock.unlock();
    }
    body.close();
  }
}
