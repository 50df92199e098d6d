package dev.loraport.internal.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;

/**
 * A subscriber of a body that is part of this library: what it does is short, and no code of a user
 * is run by it. So it is told on the thread that has the bytes.
 */
public interface InnerSubscriber extends Flow.Subscriber<ByteBuffer> {
  /**
   * The client ended the call, as its limit of time or its closing does. It is told ahead of what
   * is still on its way, at any time and on any thread, and {@link #onError} may follow.
   */
  void onAbort(IOException why);
}
