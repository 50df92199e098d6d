package dev.loraport.internal.http;

import dev.loraport.http.ResponseBody;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;

/** What a call is waiting for or has open at the moment: ended with the call. */
final class Scope {
  private List<Future<?>> waiting = List.of();
  private List<ResponseBody> open = List.of();
  private boolean ended;

  /** Holds what is waited for now. */
  <F extends Future<?>> F hold(F future) {
    boolean tooLate;
    synchronized (this) {
      waiting = with(waiting, future);
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
      open = with(open, body);
      tooLate = ended;
    }
    if (tooLate) {
      body.close();
    }
  }

  private static <T> List<T> with(List<T> held, T more) {
    if (held.isEmpty()) {
      return List.of(more);
    }
    List<T> longer = new ArrayList<>(held);
    longer.add(more);
    return longer;
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
      futures = waiting;
      bodies = open;
      waiting = List.of();
      open = List.of();
    }
    futures.forEach(future -> future.cancel(true));
    bodies.forEach(ResponseBody::close);
  }
}
