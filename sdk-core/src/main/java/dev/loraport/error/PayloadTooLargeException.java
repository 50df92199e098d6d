package dev.loraport.error;

/** The request is too large (413). */
public final class PayloadTooLargeException extends ApiException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception of an answer.
   *
   * @param answer the answer
   */
  public PayloadTooLargeException(ErrorAnswer answer) {
    super(answer);
  }
}
