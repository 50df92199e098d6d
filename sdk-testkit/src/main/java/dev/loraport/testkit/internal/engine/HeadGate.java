package dev.loraport.testkit.internal.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import okhttp3.HttpUrl;

/**
 * What MockWebServer reads of a connection: the heads of requests and never a byte of a body, which
 * it would keep in memory whole. A head that would make it fail without an answer is replaced by
 * {@link #STAND_IN}, and {@link Connection#refusal()} says why.
 */
final class HeadGate extends InputStream {
  private static final int MAX_HEADERS = 200;
  private static final String STAND_IN = "GET / HTTP/1.1\r\n\r\n";

  private final Connection connection;
  private byte[] head = {};
  private int given;

  HeadGate(Connection connection) {
    this.connection = connection;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /** Ends at the end of a head; the next call waits for the next request. */
  @Override
  public int read(byte[] target, int offset, int length) {
    if (given == head.length && !next()) {
      return -1;
    }
    int count = Math.min(length, head.length - given);
    System.arraycopy(head, given, target, offset, count);
    given += count;
    return count;
  }

  /** False when the connection has ended, in whatever way: an exception would leave it open. */
  private boolean next() {
    String text;
    connection.refuse(null);
    try {
      text = readHead();
    } catch (MalformedRequestException e) {
      connection.refuse(e);
      text = STAND_IN;
    } catch (IOException e) {
      connection.close();
      return false;
    }
    head = text.getBytes(StandardCharsets.ISO_8859_1);
    given = 0;
    return true;
  }

  private String readHead() throws IOException {
    String start = connection.readLine();
    if (start.isEmpty()) {
      start = connection.readLine(); // some clients end a body with a stray line end
    }
    String target = target(start);
    StringBuilder text = new StringBuilder(start).append("\r\n");
    String host = "127.0.0.1";
    int count = 0;
    for (String line = connection.readLine(); !line.isEmpty(); line = connection.readLine()) {
      checkHeader(line, ++count);
      text.append(line).append("\r\n");
      host = line.toLowerCase(Locale.ROOT).startsWith("host:") ? line.substring(5).strip() : host;
    }
    boolean ascii = host.chars().allMatch(c -> c < 128); // the server would decode the rest anew
    boolean url = HttpUrl.parse(target) != null || HttpUrl.parse("http://" + host + target) != null;
    if (!ascii || !url) {
      throw new MalformedRequestException("target and Host make no URL", null);
    }
    return text.append("\r\n").toString();
  }

  private static String target(String start) throws MalformedRequestException {
    String[] parts = start.split(" ", 3);
    if (parts.length != 3 || parts[0].isEmpty() || !parts[2].startsWith("HTTP/1.")) {
      throw new MalformedRequestException("not an HTTP/1.1 request line", null);
    }
    return parts[1];
  }

  private static void checkHeader(String line, int count) throws MalformedRequestException {
    int colon = line.indexOf(':');
    String name = colon < 0 ? "" : line.substring(0, colon);
    if (count > MAX_HEADERS || name.isEmpty() || name.contains(" ") || name.contains("\t")) {
      throw new MalformedRequestException("a malformed header, or more than 200", null);
    }
    if (name.equalsIgnoreCase("Content-Length")) {
      RequestHead.length(line.substring(colon + 1).strip());
    }
  }
}
