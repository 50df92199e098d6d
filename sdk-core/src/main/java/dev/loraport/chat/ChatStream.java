package dev.loraport.chat;

import java.util.Iterator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A streamed answer. Go through it once, by {@link #iterator()}, {@link #stream()} or {@link
 * #textStream()}, then ask for the {@link #result()}; or ask for the result at once.
 *
 * <p>An answer that breaks off is never taken for a short one: the iterator throws a {@link
 * dev.loraport.error.StreamException} that keeps what came. One thread at a time may read; any
 * thread may {@link #cancel()}.
 *
 * <p>The reader is told the end once the server has ended the body too, so that the connection is
 * used again. Where a server keeps the body open after its {@code [DONE]}, that is a second later
 * than the last chunk, and the connection is closed; streams that are read without a thread that
 * waits end at once.
 */
public interface ChatStream extends Iterable<ChatChunk>, AutoCloseable {
  /**
   * The chunks as they come.
   *
   * @throws IllegalStateException if it was asked for before
   */
  @Override
  Iterator<ChatChunk> iterator();

  /** The chunks as they come; closing the stream closes this. */
  Stream<ChatChunk> stream();

  /** The pieces of text of the first answer as they come, without the empty ones. */
  default Stream<String> textStream() {
    return stream().map(ChatChunk::text).filter(text -> !text.isEmpty());
  }

  /**
   * Reads what is left, and returns the whole answer put together.
   *
   * @throws dev.loraport.error.StreamException if the answer broke off
   */
  ChatCompletion result();

  /** What has come so far, put together. */
  ChatCompletion partial();

  /** The id of the request, for the support of the provider. */
  Optional<String> requestId();

  /**
   * Closes the connection; a reader that waits gets a {@link dev.loraport.error.StreamException}.
   */
  void cancel();

  /** Closes the connection if the answer has not ended. Closing again does nothing. */
  @Override
  void close();
}
