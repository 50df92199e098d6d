package dev.loraport.testkit;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One request as the journal keeps it, with secrets masked.
 *
 * @param number the position among all calls of the fake, from 1
 * @param connection the number of the TCP connection, from 0; equal numbers mean reuse
 * @param method the HTTP method
 * @param path the path as the fake reads it, without the query
 * @param route the route that took it, such as {@code GET /v1/files/{id}}; empty when none did
 * @param query the query parameters in order
 * @param headers the header lines in order
 * @param body the body as text, at most 64 KiB of it
 * @param bodySize the size of the whole body in bytes
 * @param status the status answered; 0 while there is none
 * @param fault the fault that met the call, empty when none did
 * @param outcome how it ended
 * @param at the time it came in, by the fake's clock
 */
public record RecordedCall(
    int number,
    int connection,
    String method,
    String path,
    String route,
    List<Map.Entry<String, String>> query,
    List<Map.Entry<String, String>> headers,
    String body,
    long bodySize,
    int status,
    String fault,
    Outcome outcome,
    Instant at) {

  /** How a call ended. */
  public enum Outcome {
    /** It has not ended. */
    OPEN,
    /** The whole answer was written. */
    ANSWERED,
    /** The client closed the connection before the answer was complete. */
    CLIENT_CLOSED,
    /** The fake cut or reset the connection, as a fault asked. */
    DISTURBED,
    /** The fake itself was closed meanwhile. */
    SERVER_CLOSED
  }

  /**
   * The first value of a header.
   *
   * @param name the name, compared without case
   * @return the value, empty when the header is absent
   */
  public String header(String name) {
    return headers.stream()
        .filter(line -> line.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  @Override
  public String toString() {
    return "#"
        + number
        + " "
        + method
        + " "
        + path
        + " -> "
        + status
        + " "
        + outcome
        + (fault.isEmpty() ? "" : " (fault: " + fault + ")");
  }
}
