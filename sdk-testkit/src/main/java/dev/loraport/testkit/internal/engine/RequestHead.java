package dev.loraport.testkit.internal.engine;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Request line and headers of one request. */
record RequestHead(
    String method,
    String path,
    List<Map.Entry<String, String>> query,
    boolean http10,
    Headers headers) {
  private static final int MAX_HEADERS = 200;

  /** Null when the client has closed the connection between two requests. */
  static @Nullable RequestHead read(Connection connection) throws IOException {
    String line;
    try {
      line = connection.readLine();
      if (line.isEmpty()) {
        line = connection.readLine(); // some clients end a body with a stray line end
      }
    } catch (EOFException e) {
      return null;
    }
    int first = line.indexOf(' ');
    int last = line.lastIndexOf(' ');
    if (first <= 0 || last == first || !line.startsWith("HTTP/1.", last + 1)) {
      throw new MalformedRequestException("not an HTTP/1.1 request line", null);
    }
    String target = line.substring(first + 1, last);
    if (target.regionMatches(true, 0, "http", 0, 4)) {
      URI absolute = URI.create(target);
      target =
          absolute.getRawQuery() == null
              ? absolute.getRawPath()
              : absolute.getRawPath() + "?" + absolute.getRawQuery();
    }
    int mark = target.indexOf('?');
    return new RequestHead(
        line.substring(0, first).toUpperCase(Locale.ROOT),
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? List.of() : Targets.pairs(target.substring(mark + 1)),
        line.endsWith("HTTP/1.0"),
        readHeaders(connection));
  }

  private static Headers readHeaders(Connection connection) throws IOException {
    Headers headers = new Headers();
    int count = 0;
    for (String line = connection.readLine(); !line.isEmpty(); line = connection.readLine()) {
      int colon = line.indexOf(':');
      if (colon <= 0 || ++count > MAX_HEADERS) {
        throw new MalformedRequestException("a malformed header, or more than 200", null);
      }
      headers.add(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }
    return headers;
  }

  BodyInput body(Connection connection) throws MalformedRequestException {
    boolean chunked =
        headers.first("Transfer-Encoding", "").toLowerCase(Locale.ROOT).contains("chunked");
    boolean expects = headers.first("Expect", "").equalsIgnoreCase("100-continue");
    String length = headers.first("Content-Length", "0");
    try {
      long bytes = Long.parseLong(length);
      if (bytes < 0) {
        throw new NumberFormatException("negative");
      }
      return new BodyInput(connection, chunked, bytes, expects);
    } catch (NumberFormatException e) {
      throw new MalformedRequestException("bad Content-Length '" + length + "'", e);
    }
  }

  boolean keepAlive() {
    String wish = headers.first("Connection", http10 ? "close" : "keep-alive");
    return !wish.toLowerCase(Locale.ROOT).contains("close");
  }
}
