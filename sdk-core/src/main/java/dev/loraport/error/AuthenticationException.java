package dev.loraport.error;

/** The key is missing or refused (401). */
public final class AuthenticationException extends ApiException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception of an answer.
   *
   * @param answer the answer
   */
  public AuthenticationException(ErrorAnswer answer) {
    super(answer);
  }
}
