package dev.loraport.error;

/** The state at the provider forbids it (409, 412). */
public final class ConflictException extends ApiException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception of an answer.
   *
   * @param answer the answer
   */
  public ConflictException(ErrorAnswer answer) {
    super(answer);
  }
}
