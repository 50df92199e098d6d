package dev.loraport.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Flow;

/** The body of a request: all that a retry, a log and a transport must know about it. */
public interface RequestBody {
  /** Whether {@link #open()} can be called again. */
  boolean repeatable();

  /** The length in bytes. */
  long contentLength();

  /** The media type, if one is sent. */
  Optional<String> contentType();

  /** The bytes from the beginning, for one attempt; the publisher takes one subscriber. */
  Flow.Publisher<ByteBuffer> open();

  /** The bytes, if they are in memory anyway; for logs. */
  default Optional<byte[]> inMemory() {
    return Optional.empty();
  }

  /** Bytes in memory. */
  static RequestBody of(String contentType, byte[] bytes) {
    return new BytesBody(contentType, bytes);
  }

  /** JSON text. */
  static RequestBody json(String json) {
    return of("application/json", json.getBytes(StandardCharsets.UTF_8));
  }
}
