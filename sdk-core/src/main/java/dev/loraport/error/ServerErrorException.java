package dev.loraport.error;

/** The provider failed or is overloaded (5xx). */
public final class ServerErrorException extends ApiException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception of an answer.
   *
   * @param answer the answer
   */
  public ServerErrorException(ErrorAnswer answer) {
    super(answer);
  }
}
