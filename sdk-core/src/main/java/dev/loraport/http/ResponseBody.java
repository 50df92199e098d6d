package dev.loraport.http;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * The body of an answer. It is read once, in one of three ways; whoever has it closes it. Each way
 * fails with an {@link java.io.IOException} when the connection breaks, the body is shorter than
 * announced, or the limit between two pieces passes.
 */
public interface ResponseBody extends AutoCloseable {
  /**
   * All bytes. A longer body fails the future with a {@link BodyTooLargeException}, and its
   * connection is closed.
   *
   * @param limit the most bytes to take
   */
  CompletableFuture<byte[]> bytes(int limit);

  /** The bytes for a reader that waits on its own thread; no more is fetched than is read. */
  InputStream stream();

  /** The bytes for one subscriber, as it asks for them. */
  Flow.Publisher<ByteBuffer> publisher();

  /** Closes the connection, unless the body was read to its end. Any thread may call it. */
  @Override
  void close();

  /** Bytes in memory, for what answers in place of a server; they may be read more than once. */
  static ResponseBody of(byte[] bytes) {
    return new WholeBody(bytes);
  }
}
