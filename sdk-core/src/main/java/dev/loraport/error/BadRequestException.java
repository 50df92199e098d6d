package dev.loraport.error;

/** The request is wrong (400, 422): sending it again will not help. */
public final class BadRequestException extends ApiException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception of an answer.
   *
   * @param answer the answer
   */
  public BadRequestException(ErrorAnswer answer) {
    super(answer);
  }
}
