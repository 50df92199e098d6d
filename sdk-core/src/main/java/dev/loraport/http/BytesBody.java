package dev.loraport.http;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Flow;

/** A body in memory. */
final class BytesBody implements RequestBody {
  private final String contentType;
  private final byte[] bytes;

  BytesBody(String contentType, byte[] bytes) {
    this.contentType = contentType;
    this.bytes = bytes;
  }

  @Override
  public boolean repeatable() {
    return true;
  }

  @Override
  public long contentLength() {
    return bytes.length;
  }

  @Override
  public Optional<String> contentType() {
    return Optional.of(contentType);
  }

  @Override
  public Flow.Publisher<ByteBuffer> open() {
    return BodyPublishers.ofByteArray(bytes);
  }

  @Override
  public Optional<byte[]> inMemory() {
    return Optional.of(bytes);
  }
}
