package dev.loraport.error;

/** Too many calls (429); see {@link #retryAfter()}. */
public final class RateLimitedException extends ApiException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception of an answer.
   *
   * @param answer the answer
   */
  public RateLimitedException(ErrorAnswer answer) {
    super(answer);
  }
}
