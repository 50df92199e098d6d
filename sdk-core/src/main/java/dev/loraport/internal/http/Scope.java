package dev.loraport.internal.http;

import dev.loraport.http.ResponseBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** What a call is waiting for or has open at the moment: ended with the call. */
final class Scope {
  private final List<Future<?>> waiting = new ArrayList<>(2);
  private final List<ResponseBody> open = new ArrayList<>(2);
  private boolean ended;

  /** Holds what is waited for now. */
  <F extends Future<?>> F hold(F future) {
    boolean tooLate;
    synchronized (this) {
      waiting.add(future);
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
      open.add(body);
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
    List<Future<?>> futures;
    List<ResponseBody> bodies;
    synchronized (this) {
      ended |= forGood;
      futures = List.copyOf(waiting);
      bodies = List.copyOf(open);
      waiting.clear();
      open.clear();
    }
    futures.forEach(future -> future.cancel(true));
    bodies.forEach(ResponseBody::close);
  }
}
