package dev.loraport.testkit.internal.engine;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of one request on a kept-alive connection: ends where its framing says. */
final class BodyInput extends InputStream {
  private final Connection connection;
  private final boolean chunked;
  private final long limit;
  private long left;
  private long total;
  private boolean ended;
  private boolean continueWanted;

  BodyInput(
      Connection connection, boolean chunked, long length, long limit, boolean continueWanted) {
    this.connection = connection;
    this.chunked = chunked;
    this.limit = limit;
    this.left = chunked ? 0 : length;
    this.ended = !chunked && length == 0;
    this.continueWanted = continueWanted;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (ended) {
      return -1;
    }
    if (continueWanted) {
      continueWanted = false;
      connection.writeAscii("HTTP/1.1 100 Continue\r\n\r\n");
    }
    if (chunked && left == 0 && !nextChunk()) {
      return -1;
    }
    int count = connection.in().read(target, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("client closed the connection inside a request body");
    }
    left -= count;
    if (left == 0) {
      if (chunked) {
        connection.readLine();
      } else {
        ended = true;
      }
    }
    return count;
  }

  private boolean nextChunk() throws IOException {
    String line = connection.readLine();
    int extension = line.indexOf(';');
    String size = (extension < 0 ? line : line.substring(0, extension)).strip();
    try {
      left = Long.parseLong(size, 16);
    } catch (NumberFormatException e) {
      throw new MalformedRequestException("bad chunk size '" + size + "'", e);
    }
    if (left < 0) {
      throw new MalformedRequestException("negative chunk size", null);
    }
    if (left > limit - total) {
      throw new BodyTooLargeException(limit);
    }
    total += left;
    if (left > 0) {
      return true;
    }
    String trailer = connection.readLine();
    while (!trailer.isEmpty()) {
      trailer = connection.readLine();
    }
    ended = true;
    return false;
  }
}
