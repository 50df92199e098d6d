package dev.loraport.testkit.internal.engine;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The bytes of a client are not HTTP/1.1; answered with 400 and a closed connection. */
final class MalformedRequestException extends IOException {
  private static final long serialVersionUID = 1L;

  MalformedRequestException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
