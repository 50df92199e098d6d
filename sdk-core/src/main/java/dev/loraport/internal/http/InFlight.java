package dev.loraport.internal.http;

import dev.loraport.error.ClientClosedException;
import dev.loraport.error.LoraportException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All that a client is doing, so that closing it can end it. */
final class InFlight {
  private final String provider;
  private final Set<Abortable> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  InFlight(String provider, Timer timer) {
    this.provider = provider;
    timer.watch(running);
  }

  /** Something that can be ended with a reason. */
  interface Abortable extends Timer.Limited {
    /** What it is, for the message. */
    String operation();

    /** Ends it; nothing happens if it is over. */
    void abort(LoraportException reason);

    @Override
    default long left() {
      return Long.MAX_VALUE;
    }

    @Override
    default void look() {}
  }

  /** Takes it in; if the client is closed, it is aborted at once. */
  void add(Abortable item) {
    running.add(item);
    if (closed) {
      remove(item);
      item.abort(reason(item, "is closed; open a new one"));
    }
  }

  void remove(Abortable item) {
    running.remove(item);
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether this was the first time. */
  boolean close() {
    boolean first = !closed;
    closed = true;
    for (Abortable item : running) {
      remove(item);
      item.abort(reason(item, "was closed during the call"));
    }
    return first;
  }

  private ClientClosedException reason(Abortable item, String what) {
    return new ClientClosedException(
        provider, item.operation(), provider + " " + item.operation() + ": the client " + what);
  }
}
