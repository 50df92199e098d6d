package dev.loraport.internal.http;

import dev.loraport.error.LoraportException;

/** How an attempt failed, on its way from the attempt to the retries. */
final class AttemptFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final LoraportException exception;
  private final Situation situation;

  AttemptFailure(LoraportException exception, Situation situation) {
    super(exception.getMessage(), exception, false, false);
    this.exception = exception;
    this.situation = situation;
  }

  /** What the caller sees if there is no further attempt. */
  LoraportException exception() {
    return exception;
  }

  Situation situation() {
    return situation;
  }
}
