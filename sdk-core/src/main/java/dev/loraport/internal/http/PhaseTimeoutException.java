package dev.loraport.internal.http;

import dev.loraport.error.CallTimeoutException.Phase;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** A limit of one attempt passed. */
final class PhaseTimeoutException extends HttpTimeoutException {
  private static final long serialVersionUID = 1L;

  private final Phase phase;
  private final Duration limit;

  PhaseTimeoutException(Phase phase, Duration limit) {
    super(what(phase) + " within " + Texts.duration(limit));
    this.phase = phase;
    this.limit = limit;
  }

  private static String what(Phase phase) {
    return switch (phase) {
      case CONNECT -> "no connection";
      case RESPONSE_HEADERS -> "no headers of an answer";
      case READ_IDLE -> "no further byte of the body";
      case TOTAL -> "the call was not over";
    };
  }

  Phase phase() {
    return phase;
  }

  Duration limit() {
    return limit;
  }
}
