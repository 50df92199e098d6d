package dev.loraport.internal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A body for a reader that waits; more is asked for only when all that came was read. */
final class StreamSink extends InputStream implements JdkBody.Sink {
  private final JdkBody body;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<ByteBuffer> buffers = new ArrayDeque<>();
  private boolean ended;
  private @Nullable IOException failure;

  StreamSink(JdkBody body) {
    this.body = body;
  }

  @Override
  public void next(List<ByteBuffer> more) {
    lock.lock();
    try {
      for (ByteBuffer buffer : more) {
        if (buffer.hasRemaining()) {
          buffers.add(buffer);
        }
      }
      if (buffers.isEmpty()) {
        return;
      }
      arrived.signal();
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
    if (!hasBytes()) {
      body.request(1);
      awaitBytes();
    }
    int count = 0;
    lock.lock();
    try {
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
      if (count > 0) {
        return count;
      }
      if (failure != null) {
        throw new IOException(failure.getMessage(), failure);
      }
      return -1;
    } finally {
      lock.unlock();
    }
  }

  private boolean hasBytes() {
    lock.lock();
    try {
      return ended || !buffers.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void awaitBytes() throws IOException {
    lock.lock();
    try {
      while (!ended && buffers.isEmpty()) {
        arrived.await();
      }
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    body.close();
    throw new InterruptedIOException("the reader was interrupted; the connection is closed");
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
    } finally {
      lock.unlock();
    }
    body.close();
  }
}
