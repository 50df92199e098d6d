package dev.loraport.internal.http;

import dev.loraport.http.ResponseBody;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** What a call is waiting for or has open at the moment: ended with the call. */
final class Scope {
  private @Nullable Future<?> waiting;
  private @Nullable ResponseBody open;
  private boolean ended;

  /** Holds what is waited for now. */
  <F extends Future<?>> F hold(F future) {
    boolean tooLate;
    synchronized (this) {
      waiting = future;
      tooLate = ended;
    }
    if (tooLate) {
      future.cancel(true);
    }
    return future;
  }

  /** Holds the body that is open now. */
  void hold(ResponseBody body) {
    boolean tooLate;
    synchronized (this) {
      open = body;
      tooLate = ended;
    }
    if (tooLate) {
      body.close();
    }
  }

  /** Ends what is held, so that the next can come. */
  void release() {
    release(false);
  }

  /** Ends what is held and all that is still to come. */
  void end() {
    release(true);
  }

  private void release(boolean forGood) {
    Future<?> future;
    ResponseBody body;
    synchronized (this) {
      ended |= forGood;
      future = waiting;
      body = open;
      waiting = null;
      open = null;
    }
    if (future != null && !future.isDone()) {
      future.cancel(true);
    }
    if (body != null) {
      body.close();
    }
  }
}
