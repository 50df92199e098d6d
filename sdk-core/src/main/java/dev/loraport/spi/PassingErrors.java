package dev.loraport.spi;

import dev.loraport.error.ApiException;
import dev.loraport.error.TransportException;

/** Which failures are likely to pass by themselves. */
final class PassingErrors {
  private PassingErrors() {}

  static boolean isPassing(Throwable failure) {
    if (failure instanceof ApiException refused) {
      int status = refused.status();
      return status == 408 || status == 429 || status >= 500;
    }
    return failure instanceof TransportException;
  }
}
