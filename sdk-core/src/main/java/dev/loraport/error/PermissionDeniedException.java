package dev.loraport.error;

/** The key may not do this, or the feature is switched off (403). */
public final class PermissionDeniedException extends ApiException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception of an answer.
   *
   * @param answer the answer
   */
  public PermissionDeniedException(ErrorAnswer answer) {
    super(answer);
  }
}
