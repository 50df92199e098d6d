package dev.loraport.testkit.internal.engine;

import java.io.IOException;

/** A request body that the fake has no room for; answered with 413 and a closed connection. */
final class BodyTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  BodyTooLargeException(long limit) {
    super("the request body is larger than the " + limit + " bytes that the fake has room for");
  }
}
