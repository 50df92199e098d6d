package dev.loraport.testkit.internal.engine;

import dev.loraport.testkit.RecordedCall.Outcome;
import java.util.Map;
import mockwebserver3.MockResponse;

/** An answer on its way through MockWebServer: the head as its response, the body behind it. */
abstract class Reply {
  private static final System.Logger LOG = System.getLogger(Reply.class.getName());
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(201, "Created"),
          Map.entry(204, "No Content"),
          Map.entry(206, "Partial Content"),
          Map.entry(302, "Found"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(402, "Payment Required"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(409, "Conflict"),
          Map.entry(413, "Content Too Large"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(502, "Bad Gateway"),
          Map.entry(503, "Service Unavailable"));

  private final Connection connection;
  private final Answer answer;
  private final boolean keepAlive;

  Reply(Connection connection, Answer answer, boolean keepAlive) {
    this.connection = connection;
    this.answer = answer;
    this.keepAlive = keepAlive;
  }

  /** Writes the body, disturbed or not, and flushes. */
  abstract Outcome writeBody();

  MockResponse toResponse() {
    String reason = REASONS.getOrDefault(answer.status(), "Status");
    MockResponse.Builder response =
        new MockResponse.Builder()
            .status("HTTP/1.1 " + answer.status() + " " + reason)
            .clearHeaders();
    answer
        .headers()
        .lines()
        .forEach(line -> response.addHeaderLenient(line.getKey(), line.getValue()));
    if (answer.content() instanceof Answer.Events) {
      response.addHeader("Transfer-Encoding", "chunked");
    } else if (answer.status() != 204) {
      response.addHeader("Content-Length", AnswerWriter.length(answer.content()));
    }
    if (!keepAlive) {
      response.addHeader("Connection", "close");
    }
    return response.socketHandler(socket -> finish()).build();
  }

  /** Never throws: the server would leave the connection open and the client waiting. */
  private void finish() {
    boolean whole = false;
    try {
      whole = writeBody() == Outcome.ANSWERED;
    } catch (RuntimeException | Error e) {
      LOG.log(System.Logger.Level.ERROR, "writing an answer failed", e);
    }
    if (!whole) {
      connection.close();
    } else if (!keepAlive) {
      connection.closeAfterAnswer();
    }
  }
}
