package dev.loraport.testkit.internal.engine;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads the parts of a multipart body one after the other in constant memory. */
final class MultipartReader {
  private static final int MAX_HEADER = 16 * 1024;

  private final InputStream in;
  private final byte[] delimiter;
  private boolean ended;

  MultipartReader(InputStream in, String boundary) throws IOException {
    this.in = new BufferedInputStream(in, 64 * 1024);
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    String first = "--" + boundary;
    byte[] start = this.in.readNBytes(first.length());
    if (!first.equals(new String(start, StandardCharsets.ISO_8859_1))) {
      throw new MalformedRequestException(
          "the multipart body does not begin with its boundary", null);
    }
  }

  /** The headers of the next part, or null after the last one. The content must be read first. */
  @Nullable Headers nextPart() throws IOException {
    if (ended || line().startsWith("--")) {
      ended = true;
      return null;
    }
    Headers headers = new Headers();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.add(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  /** The bytes of the current part. */
  InputStream content() {
    return new Content();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.size() > MAX_HEADER) {
        throw new MalformedRequestException("the multipart body ends inside a part's head", null);
      }
      line.write(c);
    }
    return line.toString(StandardCharsets.UTF_8).stripTrailing();
  }

  private final class Content extends InputStream {
    private boolean done;

    @Override
    public int read() throws IOException {
      if (done) {
        return -1;
      }
      int next = in.read();
      if (next == delimiter[0]) {
        in.mark(delimiter.length);
        byte[] rest = in.readNBytes(delimiter.length - 1);
        if (isDelimiter(rest)) {
          done = true;
          return -1;
        }
        in.reset();
      }
      if (next < 0) {
        throw new MalformedRequestException("the multipart body ends without its boundary", null);
      }
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = 0;
      while (count < length) {
        int next = read();
        if (next < 0) {
          return count == 0 && length > 0 ? -1 : count;
        }
        target[offset + count++] = (byte) next;
      }
      return count;
    }

    private boolean isDelimiter(byte[] rest) {
      if (rest.length != delimiter.length - 1) {
        return false;
      }
      for (int i = 0; i < rest.length; i++) {
        if (rest[i] != delimiter[i + 1]) {
          return false;
        }
      }
      return true;
    }
  }
}
