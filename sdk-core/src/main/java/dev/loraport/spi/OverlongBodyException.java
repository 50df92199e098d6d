package dev.loraport.spi;

/** A body has more bytes than was announced. */
final class OverlongBodyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  OverlongBodyException() {
    super("more bytes than announced");
  }
}
