package dev.loraport.http;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** An answer in memory. */
final class WholeBody implements ResponseBody {
  private final byte[] bytes;

  WholeBody(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public CompletableFuture<byte[]> bytes(int limit) {
    return bytes.length > limit
        ? CompletableFuture.failedFuture(new BodyTooLargeException(limit))
        : CompletableFuture.completedFuture(bytes);
  }

  @Override
  public InputStream stream() {
    return new ByteArrayInputStream(bytes);
  }

  @Override
  public Flow.Publisher<ByteBuffer> publisher() {
    return BodyPublishers.ofByteArray(bytes);
  }

  @Override
  public void close() {}
}
