package dev.loraport.spi;

import dev.loraport.error.DecodeException;
import dev.loraport.json.Json;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A whole answer with a status that the call accepts. */
public final class Answer {
  private static final int RAW_LIMIT = 64 << 10;
  private static final int PAGE_START = 200;

  private final String provider;
  private final Operation operation;
  private final int status;
  private final HttpHeaders headers;
  private final byte[] bytes;
  private final @Nullable String requestId;

  /**
   * Makes an answer.
   *
   * @param provider the provider
   * @param operation the operation
   * @param status the HTTP status
   * @param headers the headers
   * @param bytes the body; not copied
   * @param requestId the id of the request, if the provider sent one
   */
  public Answer(
      String provider,
      Operation operation,
      int status,
      HttpHeaders headers,
      byte[] bytes,
      @Nullable String requestId) {
    this.provider = provider;
    this.operation = operation;
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
    this.requestId = requestId;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The headers. */
  public HttpHeaders headers() {
    return headers;
  }

  /** The first value of a header. */
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** The body; the array is not copied. */
  public byte[] bytes() {
    return bytes;
  }

  /** The body as text. */
  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The id of the request, if the provider sent one. */
  public Optional<String> requestId() {
    return Optional.ofNullable(requestId);
  }

  /**
   * The body as JSON; an empty body is {@link Json#missing()}.
   *
   * @throws DecodeException if it isn't JSON
   */
  public Json json() {
    if (bytes.length == 0) {
      return Json.missing();
    }
    try {
      return Json.parse(bytes);
    } catch (IllegalArgumentException e) {
      String why = e.getMessage() == null ? "not JSON" : e.getMessage();
      throw unreadable(why, e);
    }
  }

  /** That the body is a page for people, and who sends one in place of the service. */
  private Optional<String> page() {
    String type =
        header("content-type")
            .map(text -> text.replaceFirst("[;\\s].*", ""))
            .orElse("no content type");
    String start =
        new String(bytes, 0, Math.min(bytes.length, PAGE_START), StandardCharsets.UTF_8)
            .replaceFirst("^[\\s\uFEFF]+", "");
    boolean json = start.startsWith("{") || start.startsWith("[");
    return !json && (type.toLowerCase(Locale.ROOT).contains("html") || start.startsWith("<"))
        ? Optional.of(
            "a page ("
                + type
                + ") and no JSON; a proxy or a portal may have answered in place of the service, or"
                + " the base address may be wrong")
        : Optional.empty();
  }

  /** The exception for an answer that lacks what it must have. */
  public DecodeException unreadable(String why, @Nullable Throwable cause) {
    String raw = new String(bytes, 0, Math.min(bytes.length, RAW_LIMIT), StandardCharsets.UTF_8);
    String id = requestId == null ? "" : " (request-id=" + requestId + ")";
    return new DecodeException(
        provider,
        operation.name(),
        provider
            + " "
            + operation
            + ": "
            + status
            + " with "
            + (bytes.length == 0 ? "no content: " : "an unreadable body: ")
            + page().orElse(why)
            + id,
        raw,
        requestId,
        cause);
  }
}
