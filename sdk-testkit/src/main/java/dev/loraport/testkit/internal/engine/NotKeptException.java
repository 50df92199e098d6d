package dev.loraport.testkit.internal.engine;

/** Content is asked for that the fake has counted and hashed and no longer has: answered 501. */
final class NotKeptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotKeptException(long length) {
    super(
        "This fake keeps at most "
            + (Spool.KEPT >> 20)
            + " MiB of a file, runs of zeros aside. Of these "
            + length
            + " bytes it kept only their number and their hash.");
  }
}
