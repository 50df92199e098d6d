package dev.loraport.internal.http;

import dev.loraport.http.CallInfo;
import dev.loraport.http.CallListener;
import java.lang.System.Logger.Level;
import java.util.function.BiConsumer;

/** A listener whose exceptions break no call; if there is none, nothing is made for it. */
final class SafeListener {
  private final CallListener listener;

  SafeListener(CallListener listener) {
    this.listener = listener;
  }

  /** Tells something of a call. */
  void tell(CallState call, BiConsumer<CallListener, CallInfo> what) {
    if (listener == CallListener.NONE) {
      return;
    }
    try {
      what.accept(listener, call.info());
    } catch (Throwable e) {
      WireLog.write(Level.WARNING, "a call listener failed", e);
    }
  }

  /** Whether there is one. */
  boolean listens() {
    return listener != CallListener.NONE;
  }
}
