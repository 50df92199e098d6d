package dev.loraport.http;

import java.io.IOException;

/** A body is longer than the reader wanted to take. */
public final class BodyTooLargeException extends IOException {
  private static final long serialVersionUID = 1L;

  private final long limit;

  /**
   * Makes an exception.
   *
   * @param limit the most bytes that were wanted
   */
  public BodyTooLargeException(long limit) {
    super("the body is longer than " + limit + " bytes");
    this.limit = limit;
  }

  /** The most bytes that were wanted. */
  public long limit() {
    return limit;
  }
}
