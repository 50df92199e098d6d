package dev.loraport.internal.http;

import dev.loraport.http.BodyTooLargeException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Collects a body into one array, of the announced size from the beginning where there is one. */
final class BytesSink implements JdkBody.Sink {
  private static final int FIRST = 8 << 10;

  private final JdkBody body;
  private final long announced;
  private final int limit;
  private final boolean headOnly;
  private final CancellableFuture<byte[]> result;
  private byte[] bytes;
  private int size;

  /**
   * Makes a collector.
   *
   * @param headOnly whether a body that is longer or breaks is taken as far as it came
   */
  BytesSink(JdkBody body, long announced, int limit, boolean headOnly, Executor executor) {
    this.body = body;
    this.announced = announced;
    this.limit = limit;
    this.headOnly = headOnly;
    this.result = CancellableFuture.of(executor, body::close);
    // An announcement costs its sender nothing, so it is trusted only up to a size.
    this.bytes =
        new byte[announced < 0 ? FIRST : (int) Math.min(announced, Math.min(limit, 1 << 20))];
  }

  CompletableFuture<byte[]> result() {
    return result;
  }

  void start() {
    if (announced > limit && !headOnly) {
      refuse();
    } else {
      body.request(Long.MAX_VALUE);
    }
  }

  /** Also where all of it is here already, and the body can't fail any more. */
  private void refuse() {
    BodyTooLargeException tooLarge = new BodyTooLargeException(limit);
    body.fail(tooLarge);
    result.fail(tooLarge);
  }

  @Override
  public void next(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      int count = headOnly ? Math.min(buffer.remaining(), limit - size) : buffer.remaining();
      if (count > limit - size) {
        refuse();
        return;
      }
      if (count > bytes.length - size) {
        long doubled = Math.max(bytes.length * 2L, (long) size + count);
        bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(FIRST, doubled)));
      }
      buffer.get(bytes, size, count);
      size += count;
    }
    if (headOnly && size == limit) {
      body.close();
    } else {
      body.expectMore();
    }
  }

  @Override
  public void end(@Nullable IOException failure) {
    if (failure != null && !headOnly) {
      result.fail(failure);
    } else {
      result.finish(size == bytes.length ? bytes : Arrays.copyOf(bytes, size));
    }
  }
}
