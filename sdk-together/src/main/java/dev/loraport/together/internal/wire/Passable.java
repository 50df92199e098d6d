package dev.loraport.together.internal.wire;

import dev.loraport.error.ApiException;
import dev.loraport.error.AuthenticationException;
import dev.loraport.error.DecodeException;
import dev.loraport.error.TransportException;

/** Failures of a question that is asked beside, and may stay without an answer. */
public final class Passable {
  private Passable() {}

  /** Whether it is one: no wrong key, no end of the client, no time that is over. */
  public static boolean is(Throwable failure) {
    return (failure instanceof ApiException && !(failure instanceof AuthenticationException))
        || failure instanceof TransportException
        || failure instanceof DecodeException;
  }
}
