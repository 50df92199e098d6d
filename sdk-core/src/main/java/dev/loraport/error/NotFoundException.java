package dev.loraport.error;

/** There is no such thing, or the model is not served (404). */
public final class NotFoundException extends ApiException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception of an answer.
   *
   * @param answer the answer
   */
  public NotFoundException(ErrorAnswer answer) {
    super(answer);
  }
}
