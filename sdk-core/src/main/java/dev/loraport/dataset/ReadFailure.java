package dev.loraport.dataset;

import java.io.IOException;

/** Reading a data set failed while another one was written: told apart from failing to write. */
final class ReadFailure extends IOException {
  private static final long serialVersionUID = 1L;

  ReadFailure(IOException cause) {
    super(cause.getMessage() == null ? cause.toString() : cause.getMessage(), cause);
  }
}
