package dev.loraport.error;

/** The account can not pay for it (402). */
public final class InsufficientFundsException extends ApiException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception of an answer.
   *
   * @param answer the answer
   */
  public InsufficientFundsException(ErrorAnswer answer) {
    super(answer);
  }
}
