package dev.loraport.internal.http;

import java.time.Duration;

/** A stream of bytes whose rest can be let go without a timer that watches over it. */
public interface Drainable {
  /**
   * Waits for the end, and takes what comes before it, if that is little. What keeps it from the
   * end doesn't matter: the stream is closed then as it always is.
   */
  void drain(Duration longest);
}
