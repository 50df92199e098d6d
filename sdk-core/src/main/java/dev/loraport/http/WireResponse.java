package dev.loraport.http;

import java.net.http.HttpHeaders;

/**
 * The beginning of an answer, and its body to be read.
 *
 * @param status the HTTP status
 * @param headers the headers
 * @param body the body; it must be read to its end or closed
 */
public record WireResponse(int status, HttpHeaders headers, ResponseBody body) {
  /** The status alone. */
  @Override
  public String toString() {
    return "HTTP " + status;
  }
}
