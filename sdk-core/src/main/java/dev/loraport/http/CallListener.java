package dev.loraport.http;

import java.time.Duration;

/**
 * Told about calls, for metrics and traces. All methods do nothing by default; what they throw is
 * logged and breaks no call. They run on threads of the client and must not block.
 */
public interface CallListener {
  /** Ignores all. */
  CallListener NONE = new CallListener() {};

  /** A call begins. */
  default void callStart(CallInfo call) {}

  /** An attempt is sent. */
  default void attemptStart(CallInfo call) {}

  /** The headers of an answer are there. */
  default void responseHeaders(CallInfo call, int status) {}

  /** An attempt failed in a way that is worth another, after that pause. */
  default void retryScheduled(CallInfo call, Duration pause, String reason) {}

  /** A call ended with an answer. */
  default void callEnd(CallInfo call, Duration elapsed) {}

  /** A call failed. */
  default void callFailed(CallInfo call, Duration elapsed, Throwable error) {}
}
