package dev.loraport.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One disturbance of one call, as a value. Give it to {@link Faults#on(String)}.
 *
 * <p>Faults before the answer ({@link #status(int)}, {@link #rateLimit(Duration)}, {@link
 * #html502()}, {@link #reset()}, {@link #closeBeforeAnswer()}, {@link #stallBeforeHeaders()},
 * {@link #expiredSignedUrl()}) keep the request from being processed. The others process it and
 * disturb the answer.
 */
public final class Fault {
  /** What happens on the wire. */
  public enum Kind {
    /** An error status instead of an answer. */
    STATUS,
    /** A TCP reset before any byte of an answer. */
    RESET,
    /** A FIN before any byte of an answer. */
    CLOSE,
    /** Silence until the client gives up. */
    STALL_HEADERS,
    /** The request is processed, then the connection is reset without an answer. */
    LOST_ANSWER,
    /** The answer ends early with a FIN. */
    CUT,
    /** The answer ends early with a TCP reset. */
    RESET_BODY,
    /** The answer stops early, the connection stays open. */
    STALL_BODY,
    /** A pause before each chunk of the answer. */
    SLOW,
    /** An error object inside a stream that began well. */
    STREAM_ERROR
  }

  private final Kind kind;
  private final int status;
  private final List<Map.Entry<String, String>> headers;
  private final @Nullable String contentType;
  private final @Nullable String body;
  private final int chunks;
  private final Duration pause;

  private Fault(
      Kind kind,
      int status,
      List<Map.Entry<String, String>> headers,
      @Nullable String contentType,
      @Nullable String body,
      int chunks,
      Duration pause) {
    this.kind = kind;
    this.status = status;
    this.headers = headers;
    this.contentType = contentType;
    this.body = body;
    this.chunks = chunks;
    this.pause = pause;
  }

  private static Fault of(Kind kind) {
    return new Fault(kind, 0, List.of(), null, null, 0, Duration.ZERO);
  }

  /**
   * A status with the provider's own error body, unless {@link #body(String, String)} sets another.
   * The request is not processed, so that a success with a body of its own shows how a client takes
   * an answer that the fake would never give.
   *
   * @param status the HTTP status, 200 to 599
   * @return the fault
   */
  public static Fault status(int status) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("a fault has a status from 200 to 599, not " + status);
    }
    return new Fault(Kind.STATUS, status, List.of(), null, null, 0, Duration.ZERO);
  }

  /**
   * A 502 with the HTML page of a proxy.
   *
   * @return the fault
   */
  public static Fault html502() {
    return status(502)
        .body(
            "text/html",
            "<html><head><title>502 Bad Gateway</title></head>"
                + "<body><center><h1>502 Bad Gateway</h1></center></body></html>");
  }

  /**
   * A 429 with {@code Retry-After} and {@code x-ratelimit-*} headers.
   *
   * @param retryAfter the wait to ask for, rounded up to whole seconds
   * @return the fault
   */
  public static Fault rateLimit(Duration retryAfter) {
    String seconds = Long.toString(retryAfter.plusNanos(999_999_999).toSeconds());
    return status(429)
        .header("Retry-After", seconds)
        .header("x-ratelimit-remaining", "0")
        .header("x-ratelimit-reset", seconds);
  }

  /**
   * A TCP reset instead of an answer; the request is not processed.
   *
   * @return the fault
   */
  public static Fault reset() {
    return of(Kind.RESET);
  }

  /**
   * A closed connection instead of an answer; the request is not processed.
   *
   * @return the fault
   */
  public static Fault closeBeforeAnswer() {
    return of(Kind.CLOSE);
  }

  /**
   * Silence: no byte comes until the client gives up or the fake is closed.
   *
   * @return the fault
   */
  public static Fault stallBeforeHeaders() {
    return of(Kind.STALL_HEADERS);
  }

  /**
   * The request is processed and its answer never arrives: the connection is reset. For tests of "a
   * job may exist now".
   *
   * @return the fault
   */
  public static Fault lostAnswer() {
    return of(Kind.LOST_ANSWER);
  }

  /**
   * The answer ends early with a FIN.
   *
   * @return the fault
   */
  public static Fault cutStream() {
    return of(Kind.CUT);
  }

  /**
   * The answer ends early with a TCP reset.
   *
   * @return the fault
   */
  public static Fault resetStream() {
    return of(Kind.RESET_BODY);
  }

  /**
   * The answer begins and then stops; the connection stays open until the client gives up.
   *
   * @return the fault
   */
  public static Fault stallBody() {
    return of(Kind.STALL_BODY);
  }

  /**
   * A pause before each chunk of the answer, measured by the fake's clock (in AUTO mode by the wall
   * clock).
   *
   * @param pause the time between two chunks
   * @return the fault
   */
  public static Fault slow(Duration pause) {
    return new Fault(Kind.SLOW, 0, List.of(), null, null, 0, pause);
  }

  /**
   * An event with an {@code error} object in a stream that began with 200, after which the stream
   * ends. On an answer that is no stream the fault is a 500.
   *
   * @param message the message of the error
   * @return the fault
   */
  public static Fault errorInStream(String message) {
    return new Fault(Kind.STREAM_ERROR, 0, List.of(), null, message, 0, Duration.ZERO);
  }

  /**
   * What object storage answers to a signed URL that is too old: 403 with XML.
   *
   * @return the fault
   */
  public static Fault expiredSignedUrl() {
    return status(403)
        .body(
            "application/xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>");
  }

  /**
   * How much of the answer arrives before the disturbance.
   *
   * @param count server-sent events, or pieces of 8 KiB of any other body; 0 or more
   * @return a fault with that count
   */
  public Fault afterChunks(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("chunks must be 0 or more, not " + count);
    }
    return new Fault(kind, status, headers, contentType, body, count, pause);
  }

  /**
   * Adds a header to the answer.
   *
   * @param name the name
   * @param value the value
   * @return a fault with that header
   */
  public Fault header(String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(headers);
    more.add(Map.entry(name, value));
    return new Fault(kind, status, List.copyOf(more), contentType, body, chunks, pause);
  }

  /**
   * Sets the body of a {@link #status(int)} fault.
   *
   * @param type its content type
   * @param text the body
   * @return a fault with that body
   */
  public Fault body(String type, String text) {
    return new Fault(kind, status, headers, type, text, chunks, pause);
  }

  /**
   * What happens on the wire.
   *
   * @return the kind
   */
  public Kind kind() {
    return kind;
  }

  /**
   * The status of a {@link Kind#STATUS} fault.
   *
   * @return the status, 0 for other kinds
   */
  public int status() {
    return status;
  }

  /**
   * Headers added to the answer.
   *
   * @return name and value of each
   */
  public List<Map.Entry<String, String>> headers() {
    return headers;
  }

  /**
   * The content type of the body set by {@link #body(String, String)}.
   *
   * @return the type, or null for the provider's own body
   */
  public @Nullable String contentType() {
    return contentType;
  }

  /**
   * The body, or the message of a {@link Kind#STREAM_ERROR}.
   *
   * @return the text, or null for the provider's own body
   */
  public @Nullable String body() {
    return body;
  }

  /**
   * The chunks that arrive before the disturbance.
   *
   * @return the count
   */
  public int chunks() {
    return chunks;
  }

  /**
   * The pause of a {@link Kind#SLOW} fault.
   *
   * @return the time between two chunks
   */
  public Duration pause() {
    return pause;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case STATUS -> "status " + status;
      case SLOW -> "slow " + pause;
      case CUT, RESET_BODY, STALL_BODY, STREAM_ERROR -> kind + " after " + chunks + " chunks";
      default -> kind.toString();
    };
  }
}
