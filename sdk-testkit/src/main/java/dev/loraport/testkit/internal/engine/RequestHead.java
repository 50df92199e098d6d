package dev.loraport.testkit.internal.engine;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import mockwebserver3.RecordedRequest;

/** Request line and headers of one request. */
record RequestHead(
    String method,
    String path,
    List<Map.Entry<String, String>> query,
    boolean http10,
    Headers headers) {

  static RequestHead of(RecordedRequest request) {
    String target = request.getTarget();
    if (target.regionMatches(true, 0, "http://", 0, 7)) {
      int slash = target.indexOf('/', 7);
      target = slash < 0 ? "/" : target.substring(slash);
    }
    Headers headers = new Headers();
    for (int i = 0; i < request.getHeaders().size(); i++) {
      headers.add(request.getHeaders().name(i), request.getHeaders().value(i));
    }
    int mark = target.indexOf('?');
    return new RequestHead(
        request.getMethod().toUpperCase(Locale.ROOT),
        mark < 0 ? target : target.substring(0, mark),
        mark < 0 ? List.of() : Targets.pairs(target.substring(mark + 1)),
        request.getVersion().equals("HTTP/1.0"),
        headers);
  }

  /** The value of a {@code Content-Length} header. */
  static long length(String value) throws MalformedRequestException {
    try {
      long bytes = Long.parseLong(value);
      if (bytes < 0) {
        throw new NumberFormatException("negative");
      }
      return bytes;
    } catch (NumberFormatException e) {
      throw new MalformedRequestException("bad Content-Length '" + value + "'", e);
    }
  }

  /**
   * The body, still to be read from the connection.
   *
   * @param limit the largest body to take, in bytes
   */
  BodyInput body(Connection connection, long limit)
      throws MalformedRequestException, BodyTooLargeException {
    boolean expects = headers.first("Expect", "").equalsIgnoreCase("100-continue");
    long declared = chunked() ? 0 : length(headers.first("Content-Length", "0"));
    if (declared > limit) {
      throw new BodyTooLargeException(limit);
    }
    return new BodyInput(connection, chunked(), declared, limit, expects);
  }

  private boolean chunked() {
    return headers.first("Transfer-Encoding", "").toLowerCase(Locale.ROOT).contains("chunked");
  }

  boolean hasBody() {
    return chunked() || !headers.first("Content-Length", "0").equals("0");
  }

  boolean keepAlive() {
    String wish = headers.first("Connection", http10 ? "close" : "keep-alive");
    return !wish.toLowerCase(Locale.ROOT).contains("close");
  }
}
