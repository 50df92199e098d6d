package dev.loraport.internal.http;

import dev.loraport.http.CallInfo;
import dev.loraport.http.CallListener;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.function.Consumer;

/** A listener whose exceptions break no call. */
final class SafeListener implements CallListener {
  private final CallListener listener;

  SafeListener(CallListener listener) {
    this.listener = listener;
  }

  private void tell(Consumer<CallListener> what) {
    if (listener == CallListener.NONE) {
      return;
    }
    try {
      what.accept(listener);
    } catch (RuntimeException | LinkageError | AssertionError e) {
      System.getLogger(WireLog.NAME).log(Level.WARNING, "a call listener failed", e);
    }
  }

  @Override
  public void callStart(CallInfo call) {
    tell(l -> l.callStart(call));
  }

  @Override
  public void attemptStart(CallInfo call) {
    tell(l -> l.attemptStart(call));
  }

  @Override
  public void responseHeaders(CallInfo call, int status) {
    tell(l -> l.responseHeaders(call, status));
  }

  @Override
  public void retryScheduled(CallInfo call, Duration pause, String reason) {
    tell(l -> l.retryScheduled(call, pause, reason));
  }

  @Override
  public void callEnd(CallInfo call, Duration elapsed) {
    tell(l -> l.callEnd(call, elapsed));
  }

  @Override
  public void callFailed(CallInfo call, Duration elapsed, Throwable error) {
    tell(l -> l.callFailed(call, elapsed, error));
  }
}
